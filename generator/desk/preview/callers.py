"""Who may ask the preview: browsers of this machine, for pages of this address. Pure.

Other sites can make a browser send requests here, under a name of theirs that they let stand for 127.0.0.1. What they cannot
do is to write another Host or Origin than their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.base.diagnostics import Fault, visible

LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "[::1]": "::1", "::1": "::1"}
"""The names of this machine that a preview may have, and the address that it then listens on."""
POLICY = "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
"""That of the handbook's servers: what would be forbidden there is seen here already."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OWN = "/_pufa/"
"""Below this the preview answers for itself. No record's id may begin so, and no article is a script, a style or an `events`."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where the preview listens."""

    name: str
    host: str
    port: int

    @property
    def url(self) -> str:
        """Its home page."""
        return f"http://{self.name}:{self.port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser may call it."""
        names = ("127.0.0.1", "localhost", "[::1]")
        return frozenset(f"{name}:{self.port}" for name in names) | frozenset(names if self.port == 80 else ())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: int
    words: str


def door_of(address: str) -> Door:
    """The door that `--address` asks for. Raises a `Fault` for one that other machines could come through."""
    name, _, port = address.rpartition(":")
    if not name or not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
        raise Fault(f"地址“{visible(address)}”写得不对，请写成 127.0.0.1:8000 的样子。")
    host = LOOPBACK.get(name.lower())
    if host is None:
        raise Fault(
            f"预览只给这台电脑看，不能用“{visible(name)}”：还没有发布的内容别人也会看到。"
            f"请写 127.0.0.1:{port}。要给大家看，请用 pufa publish 发布。"
        )
    return Door("[::1]" if host == "::1" else name.lower(), host, int(port))


def refusal(door: Door, method: str, path: str, headers: Mapping[str, str]) -> Refusal | None:
    """Why a request is refused; None for one that is answered. `headers` by their names in small letters."""
    host = headers.get("host", "").lower()
    if host not in door.hosts:
        return Refusal(421, f"这里是 pufa 的预览，只认 {door.url} 这个地址，不认“{visible(host)}”。")
    if method not in ("GET", "HEAD"):
        return Refusal(405, "预览只能看，不能改。")
    if path.startswith(OWN):
        origin, site = headers.get("origin", "").lower(), headers.get("sec-fetch-site", "same-origin").lower()
        if (origin and origin.removeprefix("http://") not in door.hosts) or site not in ("same-origin", "none"):
            return Refusal(403, "别的网站不能用这台电脑上的预览。")
    return None
