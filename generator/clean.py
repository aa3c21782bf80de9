"""Officers' Markdown, rendered, made safe: only the tags and attributes that Markdown itself makes. The only room of nh3."""

from __future__ import annotations

import posixpath
import re

import nh3

from generator import addresses

_TAGS = frozenset(
    """a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i img ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr u ul""".split()
)
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "name", "download", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "ol": {"start"},
    "details": {"open"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "webcal"}
_ABSOLUTE = re.compile(r'(<(?:a|img)\b[^<>]*?\s(?:href|src)=")/([^/"][^"]*|)"')


def clean(markup: str) -> str:
    """The markup without scripts, styles, forms, frames and event attributes."""
    return nh3.clean(markup, tags=set(_TAGS), attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


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
