"""Hosts with Chinese letters become punycode; what is in ASCII stays as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base.hosts import ascii_address

HOST = "xn--spro29c.xn--55qx5d"  # 司法.公司


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("https://司法.公司/", f"https://{HOST}/"),
        ("https://司法.公司", f"https://{HOST}"),
        ("https://www.司法.公司:8443/a/", f"https://www.{HOST}:8443/a/"),
        ("http://司法。公司：8080/云溪/?年=1#节", f"http://{HOST}:8080/%E4%BA%91%E6%BA%AA/?%E5%B9%B4=1#%E8%8A%82"),
        ("https://%E5%8F%B8%E6%B3%95.%E5%85%AC%E5%8F%B8/%20", f"https://{HOST}/%20"),
        ("https://u:p@司法.公司/", f"https://u:p@{HOST}/"),
        ("https://a_b.司法.公司/", f"https://a_b.{HOST}/"),
        (f"HTTPS://{HOST}:80/A%20b?c", f"HTTPS://{HOST}:80/A%20b?c"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
    ],
)
def test_addresses(written: str, right: str) -> None:
    """The port, the path and who is named before the host stay what they are."""
    assert ascii_address(written) == right
    assert ascii_address(right) == right


@pytest.mark.parametrize(
    "written",
    ["https://司法..公司/", "https://-司.cn/", "https://司\u200d法.cn/", "https://司\uff0f法.cn/", "https://%ff.cn/", "https://%2f.cn/",
     f"https://{'司' * 70}.cn/", "https://司法\uff20a.cn/", "mailto:a@b.cn", "https://。/"],
)  # fmt: skip
def test_hosts_that_no_name_server_knows(written: str) -> None:
    """Two dots, a hyphen in front, invisible signs, signs that end a host once they are half-width, and too long ones."""
    with pytest.raises(ValueError):
        ascii_address(written)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_written_gives_ascii_or_a_value_error(text: str) -> None:
    try:
        found = ascii_address(f"https://{text}/")
    except ValueError:
        return
    assert found.isascii()
