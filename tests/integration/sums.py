"""What a sceptic does with a printed site: read a figure, go where it leads, take the rows it names, and add them up.

Nothing here asks the engine: each figure is made again from the rows that the page shows, and held against the published tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose
from urllib.parse import urldefrag, urljoin

from tests.integration.sums_cards import SUMS, column
from tests.integration.sums_site import BASE, Element, Figure, Row, Site, expand, number_of


def target(site: Site, figure: Figure) -> tuple[str, Element] | None:
    """The page and the element that hold a figure's rows: where its link leads, or around it. None where that is missing."""
    element = figure.element
    link = element.xpath("ancestor-or-self::a[1]/@href") or element.xpath("./a/@href")
    if not link:
        while element is not None and element.tag not in ("li", "td") and not element.get("id"):
            element = element.getparent()
        return None if element is None else (figure.page, element)
    address, anchor = urldefrag(urljoin(BASE + figure.page, link[0]).removeprefix(BASE))
    if not (site.folder / address / "index.html").exists():
        return None
    found = site.page(address).xpath("//*[@id=$id]", id=anchor)
    return (address, found[0]) if found else None


def behind(site: Site, figure: Figure, address: str, container: Element) -> tuple[str, list[Row]]:
    """What kind of rows a figure names, and the rows, each once."""
    if figure.item:
        found = container.xpath(".//li[*[@data-item=$item]]", item=figure.item)
        if not found:
            return "events", [] if container.tag != "li" else _named(site, address, container)[1]
        container = found[0]
    kind, rows = _named(site, address, container)
    return (kind, rows) if rows or figure.indicator != "events_held" else ("events", _listed(site, address, container))


def _listed(site: Site, address: str, anchor: Element) -> list[Row]:
    """The held occurrences that a fold of a year's page lists by campaign, without numbers; each once."""
    found: dict[str, Row] = {}
    held = ".././/ul[contains(@class, 'pf-records')][not(preceding-sibling::p[contains(., '没有算进去的')])]/li/a/@href"
    for link in anchor.xpath(held):
        page, day = urldefrag(urljoin(BASE + address, link).removeprefix(BASE))
        event = page.split("/")[1]
        identity = f"{event}@{day.removeprefix('d-')}" if day else event
        found[identity] = {"id": identity, "status": site.events[identity]["status"]}
    return list(found.values())


def _named(site: Site, address: str, container: Element) -> tuple[str, list[Row]]:
    kind, rows, seen = "events", [], set()
    for cite in container.xpath(".//*[@data-records]"):
        kind = cite.get("data-rows", "events")
        page = cite.get("data-page", address)
        for number in expand(cite.get("data-records")):
            row = site.rows(page, kind)[number]
            assert (page, number) not in seen, (page, number)
            seen.add((page, number))
            rows.append(row)
    if kind == "events":
        assert len({row["id"] for row in rows}) == len(rows), address
    return kind, rows


def faults(site: Site, address: str) -> Iterator[str]:
    """What does not add up on one page: nothing, where all is well."""
    for figure in site.figures(address):
        yield from _faults(site, figure)


def _faults(site: Site, f: Figure) -> Iterator[str]:
    if not (f.indicator and f.unit and f.period and f.state):
        yield f"{f.name}: 没有写全是什么数"
        return
    yield from _against_table(site, f)
    found = target(site, f)
    if found is None:
        yield f"{f.name}: 找不到它的记录"
        return
    if f.state != "figure":
        if f.value:
            yield f"{f.name}: 不是数，却写了值 {f.value}"
        return
    address, container = found
    if f.value == "0" and f.item and not container.xpath(".//li[*[@data-item=$item]]", item=f.item):
        return
    if f.unit in site.villages and f.indicator in _OF_ROSTER and address != f.page:
        yield from _in_roster(site, f, address)
        return
    _, rows = behind(site, f, address, container)
    if not rows and float(f.value) == 0:
        return
    if not rows:
        yield f"{f.name}: 值 {f.value}，没有列出记录"
        return
    made = SUMS[f.indicator](site, f, rows)
    if not isclose(made.value, float(f.value), rel_tol=1e-9, abs_tol=1e-6):
        yield f"{f.name}: 网页上 {f.value}，照列出的{len(rows)}条记录是 {made.value}"
    for published in site.account.get((f.indicator, f.campaign, f.unit, f.period), ()):
        if published["state"] == "figure" and published["part"] and made.part is not None:
            told = (float(published["part"]), float(published["whole"]))
            if told != (made.part, made.whole):
                yield f"{f.name}: 公布的是 {told}，照记录是 {made.part} ÷ {made.whole}"


_OF_ROSTER = {"law_savvy": 1, "legal_advisers": 2, "model_villages": 3}
"""What a village's page says of its roster → the column of the township's table."""


def _in_roster(site: Site, f: Figure, address: str) -> Iterator[str]:
    """A village's own line in the roster on its township's page."""
    lines = [r for r in site.rows(address, "villages").values() if f.unit in r["links"][0][0].split("/")]
    if not lines:
        yield f"{f.name}: 名册里没有这个村"
        return
    shown = column(lines[0], _OF_ROSTER[f.indicator])
    value = {"有": "1", "没有": "0", "—": "0"}.get(shown, "1" if f.indicator == "model_villages" else shown)
    if value != f.value:
        yield f"{f.name}: 网页上 {f.value}，名册里 {shown}"


def _against_table(site: Site, f: Figure) -> Iterator[str]:
    """The published table says the same."""
    if f.item:
        value = site.items.get((f.indicator, f.campaign, f.unit, f.period, f.item), "0")
        if value != f.value:
            yield f"{f.name}: 网页上 {f.value}，breakdown.csv 里 {value}"
        return
    published = site.account.get((f.indicator, f.campaign, f.unit, f.period), ())
    told = {(row["state"], _plain(row["value"])) for row in published}
    own = f.unit in site.villages or f.unit in site.sites
    part_of_campaign = bool(f.campaign) and f.period != f.campaign
    if not told and not own and not part_of_campaign:
        yield f"{f.name}: coverage.csv 里没有"
    if told and (f.state, _plain(f.value)) not in told:
        yield f"{f.name}: 网页上 {f.state} {f.value}，coverage.csv 里 {sorted(told)}"


def _plain(text: str) -> str:
    return str(float(text)) if text else ""


def shown_faults(site: Site) -> Iterator[str]:
    """The rows of every table of occurrences say what `events.csv` says."""
    for address in site.with_figures():
        for number, row in site.rows(address, "events").items():
            record = site.events[row["id"]]
            told = {
                "first": row["first"].isoformat(), "last": row["last"].isoformat(), "village": row["village"],
                "site": row["site"], "focus": row["focus"], "series": str(row["series"]).lower(),
                "came": row["came"], "staff": row["staff"], "back": row["back"], "glad": row["glad"],
                "updated": row["updated"].isoformat() if row["updated"] else "",
            }  # fmt: skip
            known = {
                "first": record["first_day"], "last": record["last_day"], "village": record["village"],
                "site": record["site"], "focus": record["focus"], "series": record["series"],
                "came": number_of(record["attendance"]), "staff": number_of(record["staff"]),
                "back": number_of(record["responses"]), "glad": number_of(record["satisfied"]), "updated": record["updated"],
            }  # fmt: skip
            if told != known:
                yield f"{address} 第{number}行：{ {k: (told[k], known[k]) for k in told if told[k] != known[k]} }"
