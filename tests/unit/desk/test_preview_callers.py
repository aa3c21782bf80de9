"""Only browsers of this machine, and only for pages of this address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.base.diagnostics import Fault
from generator.desk.preview.callers import POLICY, door_of, refusal

DOOR = door_of("127.0.0.1:8000")
GUIDE = Path(__file__).resolve().parents[3] / "content/guide/09-fabu.md"


def asked(method: str = "GET", path: str = "/", **headers: str) -> int:
    named = {"host": "127.0.0.1:8000", **{k.replace("_", "-"): v for k, v in headers.items()}}
    found = refusal(DOOR, method, path, named)
    return found.status if found else 200


def test_the_policy_is_the_one_of_the_handbook():
    assert set(re.findall(r'Content-Security-Policy "([^"]+)"', GUIDE.read_text("utf-8"))) == {POLICY}


@pytest.mark.parametrize(
    "address", ["0.0.0.0:8000", "192.168.1.7:8000", "[::]:8000", "www.example.com:80", "::ffff:1.2.3.4:80"]
)
def test_other_machines_are_kept_out_in_words(address: str):
    with pytest.raises(Fault, match="预览只给这台电脑看"):
        door_of(address)


@pytest.mark.parametrize(
    "address", ["8000", "127.0.0.1", ":8000", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x", "127.0.0.1:８０"]
)
def test_an_address_that_is_none_is_told(address: str):
    with pytest.raises(Fault, match="写得不对"):
        door_of(address)


def test_the_names_of_this_machine():
    assert door_of("localhost:9000").url == "http://localhost:9000/"
    assert door_of("[::1]:9000").host == door_of("::1:9000").host == "::1"
    assert door_of("::1:9000").url == "http://[::1]:9000/"
    assert "localhost" in door_of("127.0.0.1:80").hosts


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1.evil.example:8000", ""]
)
def test_a_name_that_somebody_points_at_this_machine_is_refused(host: str):
    assert asked(host=host) == 421


def test_every_name_of_this_machine_is_known():
    assert [asked(host=h) for h in ("127.0.0.1:8000", "LocalHost:8000", "[::1]:8000")] == [200, 200, 200]


def test_nothing_is_changed_from_a_browser():
    assert [asked(method) for method in ("HEAD", "POST", "PUT", "OPTIONS")] == [200, 405, 405, 405]


def test_other_sites_may_link_here_but_not_listen():
    assert asked(origin="https://evil.example") == 200
    assert asked(path="/_pufa/events", origin="https://evil.example") == 403
    assert asked(path="/_pufa/events", origin="null") == 403
    assert asked(path="/_pufa/events", origin="https://127.0.0.1:8000") == 403
    assert asked(path="/_pufa/bar.js", sec_fetch_site="cross-site") == 403
    assert asked(path="/_pufa/events", origin="http://127.0.0.1:8000", sec_fetch_site="same-origin") == 200
    assert asked(path="/_pufa/events") == 200
