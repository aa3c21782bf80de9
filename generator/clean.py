"""Officers' Markdown, rendered, made safe: only the tags and attributes that Markdown itself makes. The only room of nh3.

The tables here also tell the checker what will be lost; nh3 itself is loaded only by a build.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from generator import addresses

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
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2}")


def clean(markup: str) -> str:
    """The markup without scripts, styles, forms, frames, event attributes and pictures that lie on other sites."""
    import nh3  # noqa: PLC0415 - the checker reads the tables above and does without it

    return nh3.clean(
        markup,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        attribute_filter=lambda tag, name, value: (
            None if (tag, name) == ("img", "src") and is_elsewhere(value) else value
        ),
    )


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
