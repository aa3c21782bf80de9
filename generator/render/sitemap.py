"""The sitemap: every page of the site, stamped ones too; no dates, since none would be true of all."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from generator.base.artifacts import Artifact, SiteInfo

MAX_URLS = 50_000
"""The protocol's limit for one file (sitemaps.org)."""


def sitemap(site: SiteInfo, pages: Iterable[str]) -> list[Artifact]:
    """`sitemap.xml` and its compressed copy; an index over several files where one cannot hold all."""
    locations = [escape(site.url + quote(address, safe="/-_.~")) for address in sorted(pages)]
    chunks = [locations[i : i + MAX_URLS] for i in range(0, len(locations), MAX_URLS)] or [[]]
    if len(chunks) == 1:
        main = _file("urlset", "url", chunks[0])
        parts = []
    else:
        parts = [Artifact(f"sitemap-{i}.xml", _file("urlset", "url", chunk)) for i, chunk in enumerate(chunks, 1)]
        main = _file("sitemapindex", "sitemap", [escape(site.url + part.path) for part in parts])
    return [Artifact("sitemap.xml", main), Artifact("sitemap.xml.gz", gzip.compress(main, 9, mtime=0)), *parts]


def _file(outer: str, inner: str, locations: list[str]) -> bytes:
    rows = "".join(f"<{inner}><loc>{location}</loc></{inner}>\n" for location in locations)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{outer}>\n'.encode()
