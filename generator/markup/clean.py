"""Officers' Markdown, rendered, made safe: only the tags, attributes, ids and classes that do no harm. The only room of nh3.

The tables here also tell the checker what will be lost; nh3 itself is loaded only by a build.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from contextlib import suppress

from generator import addresses
from generator.base.hosts import ascii_address
from generator.markup.anchors import Bearer, is_strange, is_taken, kept_classes

TAGS = frozenset(
    """a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i img ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr u ul""".split()
)
ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "name", "download", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "ol": {"start"},
    "details": {"open"},
}
"""Tag → the attributes it keeps; `*` are kept on every tag."""
_SCHEMES = {"http", "https", "mailto", "tel", "webcal"}
_ABSOLUTE = re.compile(r'(<(?:a|img)\b[^<>]*?\s(?:href|src)=")/([^/"][^"]*|)"')


_UNSEEN = re.compile("[\t\n\r]|^[\x00- ]+")
_HEADING = re.compile(r"h[1-6]")
_HOST = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2}")


def clean(markup: str, *, beside_data: bool = False) -> str:
    """The markup without scripts, styles, forms, frames, event attributes and pictures that lie on other sites.

    Nor has it ids that the site itself needs, or classes that it does not know; `beside_data`: it shares its page with data.
    """
    import nh3  # noqa: PLC0415 - the checker reads the tables above and does without it

    def kept(tag: str, name: str, value: str) -> str | None:
        if name in ("id", "name"):
            return None if wrong_id(tag, value, beside_data=beside_data) else value
        if name == "class":
            return " ".join(kept_classes(value)) or None
        if (tag, name) == ("a", "href"):
            return _spelt(value)
        return None if (tag, name) == ("img", "src") and is_elsewhere(value) else value

    return nh3.clean(
        markup,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        attribute_filter=kept,
    )


def wrong_id(tag: str, name: str, *, beside_data: bool) -> str:
    """What is wrong with an id (or an anchor's name) on a tag: `taken`, `strange`, or nothing."""
    bearer: Bearer = "heading" if _HEADING.fullmatch(tag) else "other"
    if is_taken(name, bearer, beside_data=beside_data):
        return "taken"
    return "strange" if is_strange(name, bearer) else ""


def _spelt(address: str) -> str:
    """A link to a host with Chinese letters in the form that every program opens; all others as they are."""
    host = _HOST.match(address)
    if host is None or host.group().isascii():
        return address
    with suppress(ValueError):
        return ascii_address(address)
    return address


def is_elsewhere(address: str) -> bool:
    r"""True for an address with a scheme or a host, as a browser reads it: without line ends, `\` as `/`."""
    return bool(_ELSEWHERE.match(_UNSEEN.sub("", address)))


def is_kept(tag: str) -> bool:
    """True where cleaning leaves a tag of this name (in small letters) in the page."""
    return tag in TAGS


def lost_attributes(tag: str, names: Iterable[str]) -> list[str]:
    """Those of the attributes of a kept tag (all in small letters) that cleaning takes away, in their order."""
    kept = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
    return [name for name in names if name not in kept]


def relative_links(markup: str, address: str) -> str:
    """`/townships/…` in officers' links becomes relative to their page, so that the site works below any path."""

    def turn(match: re.Match[str]) -> str:
        target, mark, rest = _split(match.group(2))
        if target and not target.endswith("/") and "." not in posixpath.basename(target):
            target += "/"
        return f'{match.group(1)}{addresses.relative(target, address)}{mark}{rest}"'

    return _ABSOLUTE.sub(turn, markup)


def _split(target: str) -> tuple[str, str, str]:
    for i, char in enumerate(target):
        if char in "#?":
            return target[:i], char, target[i + 1 :]
    return target, "", ""
