"""The preview: what is edited is on the page seconds later, the browser hears of it, and a slip does not end it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.integration.whole import AS_OF, environment, pufa, small_project
from tests.signals import sigint

PATIENCE = 40
"""Seconds to wait for a change: a rebuild takes two or three, a busy machine more."""

COMMANDS: dict[str, Callable[[str], list[str]]] = {
    "mkdocs serve": lambda address: [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address],
    "pufa serve": lambda address: pufa("serve", "--address", address),
}
EVENT = "events/gaq-2026-zhaoxu/"
RECORDS = "campaigns/guojia-anquan/events-2026.yml"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def read(url: str, seconds: float = 10) -> str:
    """The page, "" while there is none."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def until(found: Callable[[], bool], what: str, log: Path) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE} s\n{log.read_text('utf-8')[-3000:]}"
        time.sleep(0.2)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@contextmanager
def serving(
    words: list[str], root: Path, log: IO[bytes], scratch: Path, *, heard: bool = True
) -> Iterator[subprocess.Popen[bytes]]:
    """A running preview that hears Ctrl-C or not; whatever happens it does not stay behind."""
    env = environment(PUFA_AS_OF=AS_OF, TMPDIR=str(scratch), PYTHONUNBUFFERED="1")
    with sigint(heard=heard):
        process = subprocess.Popen(words, cwd=root, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


@pytest.mark.parametrize("command", COMMANDS)
def test_edits_show_within_seconds(command: str, tmp_path: Path) -> None:
    root = small_project(tmp_path / "p")
    own = root / "site_templates/pages/event.html"
    own.parent.mkdir(parents=True)
    from generator.base.resources import templates_root

    own.write_bytes((templates_root() / "pages/event.html").read_bytes())
    scratch, log = tmp_path / "scratch", tmp_path / "log"
    scratch.mkdir()
    address = f"127.0.0.1:{free_port()}"
    home = f"http://{address}/"
    with log.open("wb") as stream, serving(COMMANDS[command](address), root, stream, scratch) as process:
        until(lambda: "朝旭村" in read(home + EVENT), "the preview starts", log)
        page = read(home + EVENT)
        assert "4·15国家安全小讲堂·朝旭村" in page
        call = re.search(r"livereload\((\d+), (\d+)\);", page)
        assert call, "the page does not listen for changes"

        edit(root / RECORDS, "title: 4·15国家安全小讲堂·朝旭村", "title: 改过的名称·朝旭村")
        # The question that the browser leaves open is answered when the new site is there.
        news = read(f"{home}livereload/{call[1]}/{call[2]}", PATIENCE)
        assert int(news) > int(call[1])
        until(lambda: "改过的名称·朝旭村" in read(home + EVENT), "an edit in the records", log)
        assert "SUMMARY:" in read(home + "calendars/all.ics")
        assert "改过的名称·朝旭村" in read(home + "calendars/all.ics").replace("\r\n ", "")

        edit(root / "content/articles/jietiao.md", "。", "。新加的一句话。")
        until(lambda: "新加的一句话" in read(home + "articles/jietiao/"), "an edit in an article", log)

        edit(own, "<dt>对象</dt>", "<dt>面向谁</dt>")
        until(lambda: "<dt>面向谁</dt>" in read(home + EVENT), "an edit in a template", log)

        edit(root / RECORDS, "township: 长台镇", "township: 长抬镇")
        until(lambda: "E104" in log.read_text("utf-8"), "a fault is named", log)
        assert process.poll() is None  # MkDocs answers again when the fault is mended
        edit(root / RECORDS, "township: 长抬镇", "township: 长台镇")
        edit(root / RECORDS, "title: 改过的名称·朝旭村", "title: 改好的名称·朝旭村")
        until(lambda: "改好的名称·朝旭村" in read(home + EVENT), "the fault is mended", log)

        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0, log.read_text("utf-8")[-2000:]
    said = log.read_text("utf-8")
    assert "Traceback" not in said
    assert not (root / "site").exists()  # a preview publishes nothing
    assert list(scratch.iterdir()) == []


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no background that is deaf to Ctrl-C, and its kill asks nobody"
)
def test_a_preview_in_the_background_says_how_to_end_it_and_tidies_up(base: Path, tmp_path: Path) -> None:
    """Behind an & in a script, Ctrl-C is not for it; what it says instead ends it, and no temporary folder stays."""
    scratch, log = tmp_path / "scratch", tmp_path / "log"
    scratch.mkdir()
    address = f"127.0.0.1:{free_port()}"
    words = COMMANDS["pufa serve"](address)
    with log.open("wb") as stream, serving(words, base, stream, scratch, heard=False) as process:
        until(lambda: bool(read(f"http://{address}/")), "the preview starts", log)
        assert list(scratch.iterdir())
        process.send_signal(signal.SIGINT)
        time.sleep(1)
        assert process.poll() is None
        told = re.search(r"要结束，请运行：kill (\d+)", log.read_text("utf-8"))
        assert told
        assert "按 Ctrl-C 结束" not in log.read_text("utf-8")
        os.kill(int(told[1]), signal.SIGTERM)
        assert process.wait(20) == 0, log.read_text("utf-8")[-2000:]
    assert "Traceback" not in log.read_text("utf-8")
    assert list(scratch.iterdir()) == []
