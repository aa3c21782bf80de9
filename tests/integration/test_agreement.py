"""Everything the site says of one event, and of every figure, is the same wherever it says it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar
from lxml.html import HtmlElement

from tests.integration.whole import AS_OF, URL, Page, build, pufa, read_pages, run

Pages = Mapping[str, Page]
Told = tuple[str, str, str]
"""(start, end, status): a day or a moment with its distance from UTC, the end of days included; iCalendar's status."""

STATUS = {"计划": "TENTATIVE", "确定": "CONFIRMED", "已办": "CONFIRMED", "取消": "CANCELLED", "延期": "TENTATIVE"}
SCHEMA = {"取消": "EventCancelled", "延期": "EventPostponed"}


def records(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / "data/events.json").read_text("utf-8"))["events"]
    return found


def by_data(site: Path) -> dict[str, Told]:
    """The open data, which everything is measured against."""

    def when(text: str) -> str:
        return text + "+08:00" if "T" in text else text

    return {r["id"]: (when(r["start"]), when(r["end"]), STATUS[r["status"]]) for r in records(site)}


def by_calendar(data: bytes) -> dict[str, Told]:
    """A calendar file, read by a foreign parser."""
    entries = Calendar.from_ical(data).walk("VEVENT")
    found = {}
    for entry in sorted(entries, key=lambda e: "RECURRENCE-ID" in e):  # what a series says, then what differs from it
        identity = str(entry["UID"]).removesuffix("@330881.pufa")
        start = entry["DTSTART"].dt
        end = entry["DTEND"].dt if "DTEND" in entry else start
        if "RECURRENCE-ID" in entry:
            identity += f"@{entry['RECURRENCE-ID'].dt.isoformat()[:10]}"
        for day in days_of(entry):
            shift = day - start
            last = end + shift if isinstance(end, datetime) else end + shift - timedelta(days=1)
            name = f"{identity}@{day.isoformat()[:10]}" if "RRULE" in entry else identity
            found[name] = (day.isoformat(), last.isoformat(), str(entry["STATUS"]))
    return found


def days_of(entry: Any) -> list[Any]:
    """When a VEVENT begins: more than once where it has a rule, without the days that it leaves out."""
    start = entry["DTSTART"].dt
    if "RRULE" not in entry:
        return [start]
    begin = start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
    excluded = entry.get("EXDATE", [])
    left_out = {d.dt for e in (excluded if isinstance(excluded, list) else [excluded]) for d in e.dts}
    found = list(rrulestr(entry["RRULE"].to_ical().decode(), dtstart=begin))
    return [d for d in (found if isinstance(start, datetime) else [d.date() for d in found]) if d not in left_out]


def by_page(page: Page) -> list[tuple[str, str, str]]:
    """The structured data in the head of an event's page."""
    told = json.loads(page.one("//script[@type='application/ld+json']"))
    return [
        (t["startDate"], t["endDate"], t["eventStatus"].rpartition("/")[2])
        for t in (told if isinstance(told, list) else [told])
    ]


def test_pages_data_and_calendars_tell_the_same_time_and_status(site: Path, pages: Pages) -> None:
    data = by_data(site)
    assert by_calendar((site / "calendars/all.ics").read_bytes()) == data
    faults = []
    for record in records(site):
        page = pages[f"events/{record['event_id']}/"]
        start, end, status = data[record["id"]]
        if (start, end, SCHEMA.get(record["status"], "EventScheduled")) not in by_page(page):
            faults.append(f"{page.path}: {by_page(page)}, data {start} {end} {record['status']}")
        if by_calendar((site / f"events/{record['event_id']}.ics").read_bytes()).get(record["id"]) != (
            start,
            end,
            status,
        ):
            faults.append(f"events/{record['event_id']}.ics")
        shown = page.document.xpath("//article//time/@datetime")
        if record["first_day"] not in shown or (record["id"] == record["event_id"] and shown[0] != record["first_day"]):
            faults.append(f"{page.path}: <time {shown}>")
    assert faults[:20] == []
    assert len(data) >= 160


def test_event_pages_show_what_the_data_says(site: Path, pages: Pages) -> None:
    """Day and hour in words, place, and what a reader must know of a status."""
    faults = []
    for record in records(site):
        text = pages[f"events/{record['event_id']}/"].document.xpath("//article")[0].text_content()
        day = date.fromisoformat(record["first_day"])
        words = [f"{day.year}年{day.month}月{day.day}日", record["title"], record["form"]]
        if not record["all_day"]:
            words.append(record["start"][11:16])
        if record["status"] in ("取消", "延期"):
            words.append("已" + record["status"])
        if record["attendance"] is not None:
            words.append(str(record["attendance"]))
        faults += [f"{record['id']}: {word}" for word in words if word not in text]
    assert faults[:20] == []


def test_every_township_and_village_feed_has_its_events_as_recorded(site: Path) -> None:
    data = by_data(site)
    found = records(site)
    townships = sorted({code for r in found for code in r["townships"]})
    assert len(townships) == 19
    for code in townships:
        wanted = {r["id"]: data[r["id"]] for r in found if code in r["townships"] or r["region_wide"]}
        assert by_calendar((site / f"calendars/townships/{code}.ics").read_bytes()) == wanted, code
    for village in sorted({r["village"] for r in found if r["village"]})[::4]:
        feed = by_calendar((site / f"calendars/villages/{village}.ics").read_bytes())
        own = {r["id"] for r in found if r["village"] == village}
        others = {r["id"] for r in found if r["village"] not in ("", village)}
        assert own <= feed.keys() <= data.keys() - others
        assert feed.items() <= data.items()
    for campaign in sorted({r["campaign"] for r in found}):
        wanted = {r["id"]: data[r["id"]] for r in found if r["campaign"] == campaign}
        assert by_calendar((site / f"calendars/campaigns/{campaign}.ics").read_bytes()) == wanted


def test_news_feeds_tell_the_same(site: Path) -> None:
    data = by_data(site)
    state = {r["id"]: r["status"] for r in records(site)}
    items = json.loads((site / "feeds/events.json").read_text("utf-8"))["items"]
    assert len(items) > 10
    for item in items:
        identity, told = item["id"].removesuffix("@330881.pufa"), item["_event"]
        assert (told["start"], told["end"], told["status"]) == data[identity]
        assert told["state"] == state[identity]
    atom = (site / "feeds/events.atom").read_text("utf-8")
    assert sorted(re.findall(r'<link rel="alternate" type="text/html" href="([^"]+/events/[^"]+)"', atom)) == sorted(
        i["url"] for i in items
    )
    soon = {r["id"] for r in records(site) if r["last_day"] >= AS_OF}
    assert soon <= {i["id"].removesuffix("@330881.pufa") for i in items}


def test_the_tables_and_the_json_hold_the_same_events(site: Path) -> None:
    with io.StringIO((site / "data/events.csv").read_text("utf-8-sig"), newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [r["id"] for r in rows] == [r["id"] for r in records(site)]
    for row, record in zip(rows, records(site), strict=True):
        assert (row["start"], row["end"], row["status"], row["title"]) == (
            record["start"],
            record["end"],
            record["status"],
            record["title"],
        )
        assert row["townships"].split(";") == (record["townships"] or [""])
        assert row["attendance"] == ("" if record["attendance"] is None else str(record["attendance"]))


def listed(box: HtmlElement) -> list[str]:
    """The occurrences of a list of records; a repeating event's page is entered at the one that is meant."""
    return [
        a.get("href").replace("/#d-", "@").rstrip("/").rpartition("/")[2]
        for a in box.xpath("./li/a[contains(@href, 'events/')]")
    ]


def proof(page: Page, anchor: str) -> list[str]:
    """The records that a reader finds where a figure's link leads, on the page of a year.

    Under a township or the whole region: the lists of every campaign. Under a target: its own list, else its campaign's.
    """
    at = page.document.get_element_by_id(anchor)
    if "pf-proof__line" in (at.get("class") or ""):
        after = at.getnext()
        own = after is not None and after.tag == "ul"
        lists = [after] if own else at.getparent().xpath("./ul[contains(@class, 'pf-records')]")[:1]
        return [e for box in lists for e in listed(box)]
    box = at.getparent() if at.tag == "span" else at.xpath("following-sibling::details[1]")[0]
    groups = box.xpath("./div[contains(@class, 'pf-proof')]")
    found = []
    for group in groups:
        head = group.xpath("./p[contains(@class, 'pf-proof__title')]")[0].text_content()
        count = int(re.search(r"已办(\d+)场", head)[1])  # type: ignore[index]
        lists = group.xpath("./ul[contains(@class, 'pf-records')]")
        mine = listed(lists[0]) if count else []
        assert len(mine) == count, f"{page.path}#{anchor}: {head}"
        found += mine
    return found


def coverage_cells(site: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    matrices = json.loads((site / "data/coverage.json").read_text("utf-8"))["matrices"]
    return [(m, c) for m in matrices for c in m["cells"]]


def test_the_records_behind_every_figure_are_listed_where_its_link_leads(site: Path, pages: Pages) -> None:
    """For every cell of a year in the published coverage: the list at its anchor is exactly the list in the data.

    Cells of the whole region publish no list of their own: it is every held event of the year.
    """
    held = [r for r in records(site) if r["status"] == "已办" and r["first_day"] <= AS_OF]
    counted = {r["id"]: r["attendance"] is not None for r in held}
    faults, checked = [], 0
    for matrix, cell in coverage_cells(site):
        if (
            matrix["every"] != "year"
            or cell["state"] != "figure"
            or matrix["indicator"] not in ("events_held", "participants")
        ):
            continue
        year = cell["period"]
        if matrix["per"] == "region":
            mine = [r for r in held if r["first_day"].startswith(year) and matrix["campaign"] in ("", r["campaign"])]
            people = matrix["indicator"] == "participants"
            wanted = [r["id"] for r in mine if not people or not matrix["campaign"] or r["attendance"] is not None]
        else:
            wanted = cell.get("records", [])
        plain = {"township": f"t-{cell['unit']}", "region": "all"}[matrix["per"]]
        anchor = f"{matrix['id']}-{cell['unit']}" if matrix["campaign"] else plain
        found = proof(pages[f"coverage/{year}/"], anchor)
        if (
            matrix["indicator"] == "participants" and not matrix["campaign"]
        ):  # the list is of all; those without a number count nothing
            found, wanted = ([i for i in ids if counted[i]] for ids in (found, wanted))
        if sorted(found) != sorted(wanted):
            faults.append(f"coverage/{year}/#{anchor}: {len(found)} listed, {len(wanted)} in the data")
        if matrix["indicator"] == "events_held" and cell["value"] != len(found):
            faults.append(f"coverage/{year}/#{anchor}: figure {cell['value']}, {len(found)} listed")
        checked += 1
    assert faults[:20] == []
    assert checked > 150


def test_every_figure_in_the_matrices_is_the_number_of_records_behind_its_link(site: Path, pages: Pages) -> None:
    """Followed from the page as a reader would: the number in the cell, the link, the list."""
    held = {r["id"]: r for r in records(site)}
    faults, checked = [], 0
    for address in sorted(a for a in pages if a.startswith("coverage/")):
        page = pages[address]
        for link in page.document.xpath("//table//td/a"):
            href = link.get("href")
            way, _, anchor = href.partition("#")
            words = link.xpath("string(./b)") or link.text_content()
            if not re.fullmatch(r"[\d,]+", words.strip()):
                continue  # a state in words or n of m
            value = int(words.replace(",", ""))
            target = page if not way else pages[urljoin(f"/{address}", way)[1:]]
            if not re.fullmatch(r"coverage/\d{4}/", target.address):
                continue  # a whole campaign's: on the unit's page, below
            found = [held[i] for i in proof(target, anchor)]
            participants = "participants" in anchor or (
                link.xpath("count(ancestor::td/preceding-sibling::td)") == 3 and anchor == "all"
            )
            if participants:
                count = sum(r["attendance"] - (r["staff"] or 0) for r in found if r["attendance"] is not None)
            elif "villages_reached" in anchor:
                count = len({r["village"] for r in found if r["village"]})
            else:
                count = len(found)
            checked += 1
            if count != value:
                faults.append(f"{address}: {href} says {value}, {count} behind it")
    assert faults[:20] == []
    assert checked > 300


def test_whole_campaign_figures_are_backed_on_the_units_own_page(pages: Pages) -> None:
    checked = 0
    for link in pages["coverage/"].document.xpath("//td/a[contains(@href, 'townships/')]"):
        way, _, anchor = link.get("href").partition("#")
        page = pages[urljoin("/coverage/", way)[1:]]
        value = link.xpath("string(./b)").partition("/")[0]
        box = page.document.get_element_by_id(anchor)
        shown = [listed(u) for u in box.xpath(".//details//ul[contains(@class, 'pf-records')]")]
        if value.isdigit() and int(value):
            assert shown, link.get("href")
            assert len(shown[0]) >= int(value), link.get("href")
            checked += 1
    assert checked > 5


def test_totals_are_the_sums_and_places_behind_them(site: Path, pages: Pages) -> None:
    held = [r for r in records(site) if r["status"] == "已办" and r["first_day"] <= AS_OF]
    years = sorted({r["first_day"][:4] for r in held})
    for year in years:
        mine = [r for r in held if r["first_day"].startswith(year)]
        page = pages[f"coverage/{year}/"]
        stats = figures(page)
        villages = page.document.xpath("//h2[@id='villages']/following-sibling::dl[1]//dd/a")
        towns = {c for r in mine for c in r["townships"]}
        assert stats["已办场次"] == str(len(mine))
        assert len(proof(page, "all")) == len(mine)
        assert (
            int(stats["到过的村（社区）"].partition("/")[0])
            == len(villages)
            == len({r["village"] for r in mine if r["village"]})
        )
        assert int(stats["到过的乡镇（街道）"].partition("/")[0]) == len(towns)
        people = sum(r["attendance"] - (r["staff"] or 0) for r in mine if r["attendance"] is not None)
        assert int(stats["群众参加人次"].replace(",", "")) == people
        rows = page.document.xpath("//h2[@id='townships']/following::table[1]/tbody/tr/td[1]/a/@data-value")
        assert sum(1 for value in rows if value and int(value)) == len(towns)
    total = pages["coverage/"].document.xpath("//tfoot/tr[@data-period='all']/td[1]/a")[0]
    assert total.text_content() == str(len(held))
    assert figures(pages["coverage/"])["已办场次"] == str(sum(r["first_day"].startswith(AS_OF[:4]) for r in held))
    assert len(years) == 6


def test_home_township_and_campaign_pages_show_the_figures_of_the_data(site: Path, pages: Pages) -> None:
    found = records(site)
    held = [r for r in found if r["status"] == "已办"]
    for campaign in sorted({r["campaign"] for r in found}):
        page = pages[f"campaigns/{campaign}/"]
        assert {r["event_id"] for r in found if r["campaign"] == campaign} <= events_linked(page)
        assert figures(page)["已办场次"] == str(sum(r["campaign"] == campaign for r in held)), campaign
    for code in sorted({c for r in found for c in r["townships"]}):
        wanted = {r["event_id"] for r in found if code in r["townships"]}
        assert wanted <= events_linked(pages[f"townships/{code}/"]), code
    for month in sorted({r["first_day"][:7] for r in found}):
        wanted = {r["event_id"] for r in found if r["first_day"][:7] <= month <= r["last_day"][:7]}
        assert wanted == events_linked(pages[f"calendar/{month}/"]), month
    year = AS_OF[:4]
    mine = [r for r in held if r["first_day"].startswith(year)]
    assert figures(pages[""])[f"{year}年已办场次"] == str(len(mine))
    assert figures(pages["townships/"])[f"{year}年已办场次"] == str(len(mine))


def events_linked(page: Page) -> set[str]:
    """The events that the page itself leads to, header and footer aside."""
    return {
        a.partition("#")[0].rstrip("/").rpartition("/")[2]
        for a in page.document.xpath("//article//a/@href")
        if re.search(r"events/[^/]+/(?:#d-[0-9-]+)?$", a)
    }


def figures(page: Page) -> dict[str, str]:
    """The page's figures by their labels."""
    return {
        s.xpath("string(./span[1])"): s.xpath("string(./b)") for s in page.document.xpath("//ul[@class='pf-stats']/li")
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    root = tmp_path_factory.mktemp("change") / "p"
    shutil.copytree(built, root)
    return root


def figure(site: Path, code: str, year: str) -> tuple[int, list[str]]:
    for matrix, cell in coverage_cells(site):
        if matrix["id"] == "events_held.township.year" and (cell["unit"], cell["period"]) == (code, year):
            return cell["value"], cell.get("records", [])
    raise AssertionError(code)


def test_one_changed_line_changes_page_feeds_data_and_figures_together(project: Path, site: Path) -> None:
    """A held event of one township is recorded as cancelled, and at another hour: everything follows, nothing else moves."""
    path = project / "campaigns/guojia-anquan/events-2026.yml"
    held = next(
        r for r in records(site)
        if r["status"] == "已办" and r["source"].endswith(f"guojia-anquan/{path.name}") and len(r["townships"]) == 1 and "T" in r["start"]
    )  # fmt: skip
    code, year = held["townships"][0], held["first_day"][:4]
    before, listed_before = figure(site, code, year)
    assert held["id"] in listed_before
    text = path.read_text("utf-8")
    head, mark, rest = text.partition(f"- id: {held['event_id']}\n")
    block, gap, tail = rest.partition("\n- id: ")
    block, count = re.subn(r"(?m)^(  status: ).*$", r"\g<1>取消", block)
    assert count == 1
    block = re.sub(r"(?m)^  result:.*\n(?:    .*\n?)*", "", block)  # what was not held has no result
    start = held["start"].replace("T", " ")[:16]
    assert start in block
    early = start[:11] + "00:05"
    path.write_text(head + mark + block.replace(start, early, 1) + gap + tail, "utf-8")

    run(pufa("build", "--as-of", AS_OF, "--quiet"), project)
    new = project / "site"
    told = (early.replace(" ", "T") + ":00+08:00", held["end"] + "+08:00", "CANCELLED")
    pages = read_pages(new)
    assert by_data(new)[held["id"]] == told
    for feed in ("calendars/all.ics", f"calendars/townships/{code}.ics", f"events/{held['event_id']}.ics"):
        assert by_calendar((new / feed).read_bytes())[held["id"]] == told, feed
    assert by_page(pages[f"events/{held['event_id']}/"]) == [(told[0], told[1], "EventCancelled")]
    assert "已取消" in pages[f"events/{held['event_id']}/"].document.xpath("//article")[0].text_content()
    after, listed_after = figure(new, code, year)
    assert (after, held["id"] in listed_after) == (before - 1, False)
    assert sorted(proof(pages[f"coverage/{year}/"], f"t-{code}")) == sorted(listed_after)
    assert len(proof(pages[f"coverage/{year}/"], "all")) == len(proof(read_pages(site)[f"coverage/{year}/"], "all")) - 1
    old, now = by_data(site), by_data(new)
    assert {i for i in old if old[i] != now[i]} == {held["id"]}
    assert sorted(old) == sorted(now)
    assert URL + f"events/{held['event_id']}/" in (new / "sitemap.xml").read_text("utf-8")


def test_an_event_taken_out_is_gone_everywhere(project: Path, site: Path) -> None:
    path = project / "campaigns/guojia-anquan/events-2027.yml"
    gone = [r["event_id"] for r in records(site) if r["source"].endswith(f"guojia-anquan/{path.name}")]
    assert gone
    path.unlink()
    found = build(project)
    assert [p for p, data in found.items() if any(g.encode() in data or g in p for g in gone)] == []
