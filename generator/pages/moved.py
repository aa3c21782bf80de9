"""Where an event's page once was: a few lines that lead to where it is, without theme or scripts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator import addresses
from generator.base.artifacts import Artifact, SiteInfo
from generator.feeds.aliases import former_addresses
from generator.feeds.ics import uri
from generator.model import Library

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="canonical" href="{whole}">
<meta http-equiv="refresh" content="0; url={link}">
</head>
<body>
<p>这场活动的网址改了，请看 <a href="{link}">{title}</a>。</p>
</body>
</html>
"""


def moved_pages(library: Library, site: SiteInfo) -> Iterator[Artifact]:
    """A page at every address that an event had under a former id."""
    for former, event in former_addresses(library):
        here, there = addresses.event(former), addresses.event(event.id)
        page = _PAGE.format(
            title=escape(event.title),
            whole=escape(uri(site.url + there)),
            link=escape(addresses.relative(there, here)),
        )
        yield Artifact(addresses.file_of(here), page.encode())
