"""How a page offers a feed: the argument of the macro `feed_links` in `macros.html`."""

from __future__ import annotations

from generator.artifacts import SiteInfo


def feed_link(site: SiteInfo, path: str, name: str) -> dict[str, str]:
    """A feed's addresses; `path` is below the site's root, `name` what a reader calls it.

    `webcal` is the same address under the scheme that phones give to their calendar.
    """
    url = site.url + path
    return {"path": path, "name": name, "url": url, "webcal": "webcal://" + url.partition("://")[2]}
