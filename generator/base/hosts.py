"""A web address as programs send it: the host's Chinese letters in punycode, all else that is not ASCII percent-encoded.

The only room of idna. A calendar program resolves the host as it stands in the file, and a host may not be percent-encoded
(RFC 3986), so the one form that works everywhere is made where an address is read, and nowhere later.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes

_PARTS = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_PORT = re.compile(r"[:\uff1a]([0-9\uff10-\uff19]*)$")
_ASCII = "".join(chr(code) for code in range(0x21, 0x7F))
_WRONG = re.compile(r"[\x00-\x20\x7f/?#@:%<>\\^|\[\]\"'`{}]")
"""What no host may hold once it is spelt out; full-width signs become some of these."""


def ascii_address(address: str) -> str:
    """The same address in ASCII; what is in ASCII already stays as it is, so doing it twice changes nothing.

    Raises ValueError for a host that no name server could know, or where the address has no host.
    """
    parts = _PARTS.fullmatch(address)
    if parts is None:
        raise ValueError("no host")
    scheme, authority, rest = parts.groups()
    user, mark, place = authority.rpartition("@")
    port = _PORT.search(place)
    host = place[: port.start()] if port else place
    told = f":{unicodedata.normalize('NFKC', port.group(1))}" if port and port.group(1) else (":" if port else "")
    return f"{scheme}://{quote(user, _ASCII)}{mark}{ascii_host(host)}{told}{quote(rest, _ASCII)}"


def ascii_host(host: str) -> str:
    """A host in ASCII; labels that are ASCII stay as they are written. Raises ValueError for one that cannot be."""
    if "%" in host:  # a browser's address line copied after another program percent-encoded the letters
        host = unquote_to_bytes(host).decode("utf-8")
    elif host.isascii():
        return host
    if host.isascii() and not _WRONG.search(host):
        return host
    import idna  # noqa: PLC0415 - its tables are needed for the few addresses with letters beyond ASCII

    try:
        plain = idna.uts46_remap(host, std3_rules=False, transitional=False)
        labels = [label if label.isascii() else idna.alabel(label).decode() for label in plain.split(".")]
    except UnicodeError as error:  # idna.IDNAError is one
        raise ValueError(host) from error
    if _WRONG.search(plain) or not all(labels[:-1]) or labels == [""]:
        raise ValueError(host)
    return ".".join(labels)
