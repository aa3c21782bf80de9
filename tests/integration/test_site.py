"""The finished site as a whole: every link, every head, every word that must not be there."""

from __future__ import annotations

import csv
import gzip
import html as entities
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from tests.clients.tools import node_modules, without
from tests.integration.whole import AS_OF, URL, Page, target_of

Pages = Mapping[str, Page]
NOWHERE = "404.html"
STAMPED = ("events/", "townships/", "calendar/", "sites/", "trails/", "coverage/", "changes/")
SHELLED = (*STAMPED, "campaigns/", "subscribe/")
OUTWARD = ("https:", "http:", "tel:", "mailto:", "webcal:", "data:")


def listed(faults: list[str]) -> list[str]:
    """Enough faults to see what is wrong, not a thousand of a kind."""
    return faults[:20]


def kind_of(page: Page) -> str:
    return page.address.partition("/")[0]


def test_the_site_has_every_kind_of_page(pages: Pages) -> None:
    kinds = Counter(kind_of(p) for p in pages.values())
    wanted = {
        "",
        "404.html",
        "about",
        "articles",
        "calendar",
        "campaigns",
        "coverage",
        "events",
        "guide",
        "sites",
        "trails",
    }
    assert kinds.keys() == wanted | {"changes", "subscribe", "townships"}
    assert kinds["events"] >= 160
    assert sum(1 for a in pages if re.fullmatch(r"townships/\d{9}/", a)) == 19
    assert kinds["articles"] >= 10


def test_every_link_leads_to_a_page_or_file_and_every_anchor_is_on_it(site: Path, pages: Pages) -> None:
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    ids = {address: set(page.ids) for address, page in pages.items()}
    faults = []
    for page in pages.values():
        for _, _, link in set(page.references()):
            if link.startswith(OUTWARD):
                continue
            address, anchor = target_of(page, link)
            file = address + "index.html" if not address or address.endswith("/") else address
            if file not in files:
                faults.append(f"{page.path}: {link}")
            elif anchor and anchor not in ids.get(address.removesuffix("index.html"), ()):
                faults.append(f"{page.path}: {link} (no such anchor)")
    assert listed(faults) == []


def test_styles_load_only_what_is_in_the_site(site: Path) -> None:
    faults = []
    sheets = sorted(site.rglob("*.css"))
    for sheet in sheets:
        text = sheet.read_text("utf-8")
        named = re.findall(r"url\(\s*[\"']?([^\"')]+)", text) + re.findall(r"@import\s+[\"']([^\"']+)", text)
        files = {n: sheet.parent / re.split("[#?]", n)[0] for n in named if not n.startswith(("data:", "#"))}
        faults += [f"{sheet.name}: {name}" for name, file in files.items() if not file.exists()]
    assert len(sheets) >= 4
    assert faults == []


def test_addresses_in_data_feeds_and_sitemap_lead_somewhere(site: Path, pages: Pages) -> None:
    """Whatever other machines are told lies on this site, lies there."""
    words = re.compile(re.escape(URL) + r"[^\s\"'<>\\,;)，。]*")
    faults = []
    for path in [*site.glob("feeds/*"), *site.glob("data/*.*"), *site.glob("calendars/*.ics"), site / "sitemap.xml"]:
        text = path.read_bytes().decode().replace("\r\n ", "").replace("\\n", "\n")
        for found in sorted(set(words.findall(text))):
            address = found.removeprefix(URL)
            if address not in pages and not (site / address).is_file():
                faults.append(f"{path.name}: {found}")
    assert listed(faults) == []


def test_subscription_addresses_on_pages_are_feeds_of_this_site(site: Path, pages: Pages) -> None:
    host = URL.removeprefix("https:")
    faults, seen = [], set()
    for page in pages.values():
        shown = page.document.xpath("//a/@href[starts-with(., 'webcal:')] | //@data-copy | //input[@readonly]/@value")
        for address in shown:
            path = address.removeprefix("webcal:").removeprefix("https:").removeprefix(host)
            seen.add(path)
            if not (site / path).is_file():
                faults.append(f"{page.path}: {address}")
    assert listed(faults) == []
    feeds = {p.relative_to(site).as_posix() for p in (site / "calendars").rglob("*.ics")}
    assert sorted(feeds - seen) == []  # every feed is offered somewhere


def test_no_page_asks_another_host_for_anything(pages: Pages) -> None:
    """Only a link that a reader follows, and the page's own canonical address, may name a host."""
    faults = []
    for page in pages.values():
        for tag, name, link in set(page.references()):
            if re.match(r"(?:https?:)?//", link) and (tag, name) not in {("a", "href"), ("link", "href")}:
                faults.append(f"{page.path}: <{tag} {name}={link}>")
        loaded = page.document.xpath("//link[not(@rel='canonical')]/@href")
        faults += [f"{page.path}: <link href={link}>" for link in loaded if re.match(r"(?:https?:)?//", link)]
        if page.document.xpath("//iframe | //object | //embed | //base | //meta[@http-equiv]"):
            faults.append(f"{page.path}: frame, object, base or http-equiv")
    assert listed(faults) == []


def test_no_code_in_attributes(pages: Pages) -> None:
    faults = [
        f"{page.path}: {name}"
        for page in pages.values()
        for found in page.document.iter()
        if isinstance(found.tag, str)
        for name, value in found.attrib.items()
        if name.startswith("on") or value.strip().lower().startswith(("javascript:", "vbscript:"))
    ]
    assert listed(faults) == []


def test_scripts_and_styles_are_files(pages: Pages) -> None:
    """So that a server may forbid all others: no style in a page, and no script but data that nothing runs."""
    faults = []
    for page in pages.values():
        faults += [f"{page.path}: style" for _ in page.document.xpath("//style | //@style")]
        for script in page.document.xpath("//script[not(@src)]"):
            if script.get("type") not in {"application/json", "application/ld+json"}:
                faults.append(f"{page.path}: {script.text[:60]}")
    assert listed(faults) == []


def test_pictures_hold_no_scripts_and_no_styles(site: Path) -> None:
    """An SVG file may be opened by itself, and then is a page like any other."""
    found = [p for p in site.rglob("*.svg") if re.search(rb"<script|<style|\sstyle=|\son\w+=|href=", p.read_bytes())]
    assert listed([p.relative_to(site).as_posix() for p in found]) == []


def test_no_id_twice(pages: Pages) -> None:
    faults = [f"{p.path}: {i}" for p in pages.values() for i, n in Counter(p.ids).items() if n > 1]
    assert listed(faults) == []


def test_every_page_has_language_title_description_and_one_heading(pages: Pages) -> None:
    faults = []
    titles: dict[str, list[str]] = {}
    for page in pages.values():
        title, heading = page.one("//head/title").strip(), page.one("//h1").strip()
        titles.setdefault(f"{kind_of(page)}: {title}", []).append(page.path)
        if page.one("/html/@lang") not in ("zh", "zh-CN", "zh-Hans"):
            faults.append(f"{page.path}: language")
        if not heading or not page.one("//meta[@name='description']/@content").strip():
            faults.append(f"{page.path}: heading or description")
        if page.address and heading not in title:
            faults.append(f"{page.path}: title “{title}”, heading “{heading}”")
    assert listed(faults) == []
    # An event may be held again under its title; everything else is told apart by its name.
    same = [f"{title}: {paths}" for title, paths in titles.items() if len(paths) > 1]
    assert listed([s for s in same if not s.startswith("events: ")]) == []


def test_pages_are_named_after_their_records(site: Path, pages: Pages) -> None:
    faults = []
    for table, key, name in (("campaigns", "id", "title"), ("townships", "code", "name"), ("villages", "id", "name"),
                             ("sites", "id", "name"), ("events", "event_id", "title")):  # fmt: skip
        with (site / f"data/{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert rows
        for row in rows:
            page = pages[row["url"].removeprefix(URL)]
            if (
                table == "events" and row["id"] != row["event_id"]
            ):  # one of many: its own name stands in the list of dates
                if row[name] not in page.one("//article"):
                    faults.append(f"{row['id']}: {row[name]}")
            elif row[name] not in page.one("//h1") or row[name] not in page.one("//head/title"):
                faults.append(f"{table} {row[key]}: {page.one('//h1').strip()}")
    assert listed(faults) == []


def test_data_pages_have_a_description_of_their_own(pages: Pages) -> None:
    found = Counter(
        p.one("//meta[@name='description']/@content") for p in pages.values() if p.address.startswith(SHELLED)
    )
    assert listed([d for d, n in found.items() if n > 1]) == []


def test_headings_never_skip_a_level(pages: Pages) -> None:
    faults = []
    for page in pages.values():
        heads = page.document.xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
        levels = [int(h.tag[1]) for h in heads]
        if levels[:1] != [1] or any(b - a > 1 for a, b in pairwise(levels)):
            faults.append(f"{page.path}: {levels}")
    assert listed(faults) == []


def test_canonical_addresses_are_right(pages: Pages) -> None:
    wrong = [
        f"{p.path}: {p.document.xpath('//link[@rel=$r]/@href', r='canonical')}"
        for p in pages.values()
        if p.path != NOWHERE and p.document.xpath("//link[@rel=$r]/@href", r="canonical") != [URL + p.address]
    ]
    assert listed(wrong) == []
    assert not pages[NOWHERE].document.xpath("//link[@rel='canonical']")


def test_no_hole_or_shell_is_left(site: Path) -> None:
    marks = (b"pufa0", b"<!--pufa", b"pufa-shell", b"0hole")
    faults = [
        p.relative_to(site).as_posix()
        for p in sorted(site.rglob("*"))
        if p.is_file() and any(m in p.read_bytes() for m in marks)
    ]
    assert faults == []
    assert not [p for p in site.rglob("*") if "shell" in p.name or "layer-" in p.name or p.name.startswith(".")]


def test_no_programmers_word_reaches_a_reader(pages: Pages) -> None:
    """Values that were missing, template marks, escapes done twice; code samples of the handbook aside."""
    wrong = re.compile(
        r"\bNone\b|\bundefined\b|\bNaN\b|\bnull\b|\bTrue\b|\bFalse\b|\{\{|\{%|%\}|&(?:lt|gt|amp|quot|#\d+);|\{'|\['"
    )
    faults = []
    for page in pages.values():
        words = page.document.xpath(
            "//body//text()[not(ancestor::script or ancestor::code or ancestor::pre or ancestor::style)]"
        )
        shown = page.document.xpath(
            "//@title | //@alt | //@aria-label | //@placeholder | //meta[@name='description']/@content"
        )
        found = wrong.search("\n".join([*words, *shown, page.one("//head/title")]))
        if found:
            faults.append(f"{page.path}: {found.group()}")
    assert listed(faults) == []


def test_tables_of_data_pages_can_be_heard(pages: Pages) -> None:
    """A caption, heads with a scope; every picture and field has a name."""
    faults = []
    for page in pages.values():
        tree = page.document
        if page.address.startswith(SHELLED):
            faults += [
                f"{page.path}: table"
                for t in tree.xpath("//table")
                if not t.xpath("./caption") or t.xpath(".//th[not(@scope)]")
            ]
        faults += [f"{page.path}: image" for _ in tree.xpath("//img[not(@alt)]")]
        for field in tree.xpath("//input[not(@type='checkbox') and not(@type='hidden')] | //select | //textarea"):
            named = (
                field.get("aria-label")
                or field.xpath("ancestor::label")
                or tree.xpath("//label[@for=$i]", i=field.get("id", ""))
            )
            if not named:
                faults.append(f"{page.path}: field {field.get('id')}")
        faults += [
            f"{page.path}: link without a word"
            for a in tree.xpath("//a[@href]")
            if not (a.text_content().strip() or a.get("aria-label") or a.get("title") or a.xpath(".//img[@alt!='']"))
        ]
    assert listed(faults) == []


def test_sample_records_say_so(site: Path, pages: Pages) -> None:
    events = json.loads((site / "data/events.json").read_text("utf-8"))["events"]
    faults = [e["event_id"] for e in events if e["sample"] != ("示例数据" in body(pages[f"events/{e['event_id']}/"]))]
    assert listed(faults) == []
    assert any(e["sample"] for e in events)


def body(page: Page) -> str:
    """What the page itself says, without header and footer."""
    return page.document.xpath("//article")[0].text_content()


def test_nothing_private_or_foreign_is_on_the_site(site: Path) -> None:
    """No maps of sources, no test pages, no officers' sources."""
    kinds = Counter(p.suffix for p in site.rglob("*") if p.is_file())
    allowed = {
        ".html",
        ".ics",
        ".css",
        ".js",
        ".png",
        ".svg",
        ".json",
        ".csv",
        ".sql",
        ".xml",
        ".gz",
        ".atom",
        ".md",
        ".map",
    }
    assert kinds.keys() <= allowed | {".jpg", ".webp", ".pdf"}
    assert [p.relative_to(site).as_posix() for p in site.rglob("*.md")] == ["data/README.md"]


def test_the_sitemap_lists_exactly_the_pages(site: Path, pages: Pages) -> None:
    text = (site / "sitemap.xml").read_bytes()
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = etree.fromstring(text).xpath("/s:urlset/s:url/s:loc/text()", namespaces=names)
    assert found == sorted(URL + a for a in pages if a != NOWHERE)
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == text


def test_the_search_knows_what_people_look_for(site: Path, pages: Pages) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    places = Counter(d["location"] for d in index["docs"])
    assert [p for p, n in places.items() if n > 1] == []
    found = {p.partition("#")[0] for p in places}
    assert sorted(found - pages.keys()) == []
    units = {a for a in pages if a.startswith(("townships/", "sites/", "trails/", "campaigns/"))}
    units = {a for a in units if not a.endswith("/changes/")}  # notices to print, found through their township
    tops = {"", "townships/", "sites/", "campaigns/"}
    assert sorted(units - found - tops) == []
    assert {a for a in pages if a.startswith(("articles/", "guide/", "about/"))} <= found
    events = json.loads((site / "data/events.json").read_text("utf-8"))["events"]
    today = date.fromisoformat(AS_OF)
    last = {e["event_id"]: e["last_day"] for e in events}
    recent = {f"events/{i}/" for i, day in last.items() if day >= (today - timedelta(days=400)).isoformat()}
    old = {f"events/{i}/" for i, day in last.items() if day < (today - timedelta(days=1000)).isoformat()}
    assert recent
    assert old
    assert sorted(recent - found) == []
    assert sorted(old & found) == []


def test_the_search_has_the_words_of_the_pages(site: Path, pages: Pages) -> None:
    """Titles as on the page, cut into words by marks that nobody sees, and escaped, since the theme's script shows HTML."""
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    faults = []
    for doc in index["docs"]:
        if doc["location"].startswith(("events/", "townships/", "sites/", "trails/")) and "#" not in doc["location"]:
            title = doc["title"].replace("\u200b", "")
            heading = entities.escape(pages[doc["location"]].one("//h1").strip())
            if not title or not heading.startswith(title):  # a village's heading names its township too
                faults.append(f"{doc['location']}: {title}, heading “{heading}”")
            if re.search(r"<|&(?!(?:amp|lt|gt|quot|#x27|#39);)", doc["text"]):
                faults.append(f"{doc['location']}: text is not escaped")
    assert listed(faults) == []
    assert any("\u200b" in d["title"] for d in index["docs"])


def checker() -> list[str]:
    """The Nu HTML checker's command."""
    java = shutil.which("java")
    if java is None:
        without("java")
    jar = node_modules() / "node_modules/vnu-jar/build/dist/vnu.jar"
    assert jar.exists()
    # It also guesses at languages, and takes a page full of commands for Norwegian: that one guess is switched off.
    words = ["--stdout", "--format", "json", "--exit-zero-always", "--no-langdetect"]
    return [java, "-Xss4m", "-XX:+UseSerialGC", "-jar", str(jar), *words]


@pytest.mark.clients
def test_every_page_is_valid_html(site: Path, tmp_path: Path) -> None:
    """Not a single message of the Nu checker, nothing filtered. A page with a fault put in shows that it looks."""
    broken = tmp_path / "broken.html"
    broken.write_text("<!doctype html><html lang=zh><title>x</title><p id=a><ul></ul></p><p id=a>", "utf-8")
    done = subprocess.run(
        [*checker(), "--skip-non-html", str(site), str(broken)],
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    messages = json.loads(done.stdout)["messages"]
    ours = [m for m in messages if not m.get("url", "").endswith("broken.html")]
    assert len(messages) > len(ours), done.stderr
    assert listed([f"{m.get('url', '').partition('site/')[2]}:{m.get('lastLine')} {m['message']}" for m in ours]) == []
