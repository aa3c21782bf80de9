"""Rules across files: what refers to something must find it, and a clean site gives a whole library."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sites import kit


def codes(root: Path) -> list[str]:
    """Errors and warnings; what is only told stands apart."""
    return [d.code for d in kit.look(root) if d.severity != "notice"]


def event(root: Path, **fields: str) -> Path:
    """One more event with these fields changed."""
    base = {"id": "e-2", "title": "另一场", "start": "2026-12-05", "township": "青石镇"} | fields
    base.setdefault("place", "集市")
    return kit.put(
        root, "campaigns/xianfa/events-2.yml", "- " + "\n  ".join(f"{k}: {v}" for k, v in base.items()) + "\n"
    )


def test_the_good_site_becomes_a_library(good: Path) -> None:
    """Names are resolved to codes and ids, and everything is in the order of its id."""
    library = kit.library_of(good)
    assert [e.id for e in library.events] == sorted(e.id for e in library.events)
    one = next(e for e in library.events if e.id == "xianfa-2025-qingshi")
    assert (one.townships, one.village, one.site, one.place) == (
        ("999901100",),
        "999901100-qingshi",
        "qingshi-changlang",
        "青石法治长廊",
    )
    assert one.speakers == ("石律师",)
    assert (one.start, one.end) == (datetime(2025, 12, 4, 9), datetime(2025, 12, 4, 11))
    wide = next(e for e in library.events if e.id == "xianfa-2025-quanyu")
    assert (wide.region_wide, wide.townships) == (True, ())
    assert [t.counted for t in library.region.townships] == [True, True, False]
    assert library.region.townships[0].villages[0].id == "999901001-dongmen"
    assert [v.legal_adviser for t in library.region.townships for v in t.villages] == [None, False, None, True]
    assert (one.focus, wide.focus) == ("权利", "并重")
    assert library.campaign_by_id["xianfa"].zero_reports[0].township == "999901100"


@pytest.mark.parametrize(
    "word",
    ["青石镇", "999901100", "９９９９０１１００", "[青石镇]", "[云溪街道, 青石镇]", "云溪街道、青石镇", "全域", "全县"],
)
def test_townships_by_name_or_code(base: Path, word: str) -> None:
    """Name, code, list, and the whole region."""
    event(base, township=f'"{word}"' if word[0] != "[" else word)
    assert codes(base) == []


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "a" + "\u0301\u0316" * 50_000,
        "９" * 100_000,
        "(" * 100_000,
        "9 " * 50_000,
        "青石镇（" + "（" * 100_000,
        "a-" * 50_000,
    ],
)
@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("township", "E028"),
        ("village", "E028"),
        ("place", "E028"),
        ("start", "E024"),
        ("url", "E030"),
        ("id", "E027"),
        ("audience", "E028"),
    ],
)
def test_endless_values_of_an_event_are_refused(base: Path, key: str, wanted: str, text: str) -> None:
    """A hundred thousand characters are refused at their place, whatever rule would look at them next."""
    path = event(base, **{key: f'"{text}"'})
    found = [d for d in kit.look(base) if d.span.path.endswith(path.name) and d.code != "E022"]
    assert [d.code for d in found] == [wanted]
    assert found[0].span.line == {"id": 1, "start": 3, "township": 4}.get(key, 5)


@pytest.mark.parametrize("text", ["9" * 100_000, "９" * 100_000, "9" + "\u0301\u0316" * 50_000])
@pytest.mark.parametrize("old", ['"999901"', '"999901001"'])
def test_endless_codes_are_refused(base: Path, old: str, text: str) -> None:
    """The codes of the region and of a township are kept as written until they are read here."""
    path = base / "campaigns/region.yml"
    path.write_text(path.read_text("utf-8").replace(old, f'"{text}"', 1), "utf-8")
    assert "E027" in codes(base)


@pytest.mark.parametrize("word", ["青石", "青石乡", "青石镇 ", "999901999", "青石鎮"])
def test_townships_are_never_guessed(base: Path, word: str) -> None:
    """A near name is suggested, not taken; outer space alone does not matter."""
    event(base, township=f'"{word}"')
    assert codes(base) == ([] if word.strip() == "青石镇" else ["E104"])


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"village": "青石村"}, []),
        ({"village": "青石"}, []),
        ({"village": "999901100-qingshi"}, []),
        ({"village": "东门社区"}, ["E105"]),
        ({"village": "没有村"}, ["E105"]),
        ({"place": "qingshi-changlang"}, []),
        ({"place": "青石法治长廊"}, []),
        ({"place": "随便哪里"}, []),
        ({"place": "meiyou-zhege"}, ["E106"]),
        ({"campaign": "xianfa"}, []),
        ({"campaign": "宪法宣传"}, []),
        ({"campaign": "没有"}, ["E107"]),
        ({"audience": "农民、老年人"}, []),
        ({"audience": "农民、老人家"}, ["E108"]),
        ({"form": "宣讲"}, []),
        ({"form": "唱戏"}, ["E026"]),
        ({"start": "2026-12-05 10:00", "end": "2026-12-05 09:00"}, ["E102"]),
        ({"start": "2023-12-31", "status": "取消", "note": "停电"}, ["E103"]),
        ({"start": "2028-12-31", "end": "2029-01-01"}, ["E103"]),
        ({"start": "2026-11-20"}, ["W201"]),
        ({"start": "2026-11-21"}, []),
        ({"start": "2026-11-20", "status": "取消", "note": "停电"}, []),
        ({"start": "2026-11-20", "status": "已办"}, ["W202"]),
        ({"start": "2026-11-20", "status": "已办", "result": "{attendance: 0}"}, []),
        ({"start": "2026-11-21", "status": "已办", "result": "{attendance: 9}"}, []),
        ({"start": "2026-11-22", "status": "已办", "result": "{attendance: 9}"}, ["W208"]),
        ({"start": "2026-11-22", "status": "已办"}, ["W208"]),
        ({"focus": "权利义务"}, []),
        ({"focus": "权力"}, ["E026"]),
        ({"summary": "请打 13912345678"}, ["W205"]),
        ({"organiser": "身份证 33088119900101123X"}, ["W205"]),
        ({"summary": "请打 0570-4012345 或 12348"}, []),
        ({"id": "xianfa-1"}, ["E101"]),
    ],
)
def test_rules_of_an_event(base: Path, fields: dict[str, str], found: list[str]) -> None:
    """Each reference and each rule, on both of its sides."""
    event(base, **fields)
    assert codes(base) == found


def test_an_id_that_is_wrong_is_not_also_missing(base: Path) -> None:
    """One slip is one fault, and --fix must not write a second id beside the first."""
    event(base, id="A_B")
    assert codes(base) == ["E027"]


def test_missing_ids_get_distinct_suggestions(base: Path) -> None:
    """Two events of one day and place get two ids, none of which is taken."""
    block = "- {title: 甲, start: 2026-12-05, township: 青石镇}\n"
    taken = "- {id: xianfa-20261205-qingshizhen, title: 乙, start: 2026-12-05, township: 青石镇}\n"
    kit.put(base, "campaigns/xianfa/events-2.yml", block + block + taken)
    faults = kit.look(base)
    assert [d.fix for d in faults] == [("id", "xianfa-20261205-qingshizhen-2"), ("id", "xianfa-20261205-qingshizhen-3")]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"999901"', "99990", ["E027"]),
        ('"999901"', "٩٩٩٩٠١", ["E027"]),
        ("publisher: 云溪县司法局\n", "", ["E022"]),
        ("publisher:", "timezone: Asia/Shanghai\npublisher:", []),
        ("publisher:", "timezone: Europe/Paris\npublisher:", ["E026"]),
        ("publisher:", "timezone: ../../etc/passwd\npublisher:", ["E026"]),
        ("publisher:", "timezone: /etc/localtime\npublisher:", ["E026"]),
        ("publisher:", "hotline: 一二三四八\npublisher:", []),
        ("999901001-dongmen", "999901100-dongmen", ["E027"]),
        ('"999901001"', '"999901100"', ["E027", "E101", "E104", "E104"]),
        ("{id: 999901001-dongmen, name: 东门社区}", "东门社区", []),
        ("{id: 999901001-dongmen, name: 东门社区}", "{name: 东门社区, population: 1万}", ["E025"]),
        ("{id: 999901001-dongmen, name: 东门社区}", "{name: 东门社区, 法律顾问: 无}", []),
        ("{id: 999901001-dongmen, name: 东门社区}", "{name: 东门社区, legal_adviser: 张律师}", ["E026"]),
        ("townships:", "population_source: 第七次全国人口普查\ntownships:", []),
    ],
)
def test_rules_of_the_region(base: Path, old: str, new: str, found: list[str]) -> None:
    """Codes are digits, villages belong to their township, the zone is one whose clocks never change."""
    path = base / "campaigns/region.yml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    assert sorted(codes(base)) == sorted(found)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("targets: [{indicator: 开展活动场次, per: 乡镇, every: 每年, at_least: 3}]", []),
        ("targets: [{indicator: events_held, per: 村, every: 月, at_least: 3}]", []),
        ("targets: [{indicator: 没有, per: 乡镇, every: 年, at_least: 3}]", ["E109"]),
        ("targets: [{indicator: townships_reached, per: 村, every: 年, at_least: 3}]", ["E109"]),
        ("targets: [{indicator: events_held, per: 国家, every: 年, at_least: 3}]", ["E026"]),
        ("targets: [{indicator: events_held, per: 乡镇, every: 年, at_least: 三}]", ["E025"]),
        ("zero_reports: [{township: 青石镇, year: 2025}]", []),
        ("zero_reports: [{township: 青石乡, year: 2025}]", ["E104"]),
        ("audiences: [农民, 农人]", ["E108"]),
        ("tasks: [{content: 甲, due: 2026-12-31}]", []),
        ("tasks: [{owner: 甲}]", ["E022"]),
        ("tasks: [{content: 甲, leader: 副局长, person: 股长, office: 普法股}]", []),
        ("任务: [{内容: 甲, 责任领导: 副局长, 责任人: 股长, 责任单位: 局, 科室: 普法股}]", []),
        ("tasks: [{content: 甲, done: 2026-11-21}]", []),
        ("tasks: [{content: 甲, done: 2026-11-22}]", ["W214"]),
        ("tasks: [{content: 甲, 完成日期: 做完了}]", ["E024"]),
        ("tasks: [{content: 甲, status: 已完成}]", ["W213"]),
        ("tasks: [{content: 甲, status: 完成（县里验收）}]", ["W213"]),
        ("tasks: [{content: 甲, status: 完成一半}]", []),
        ("tasks: [{content: 甲, status: 已完成60%}]", []),
        ("tasks: [{content: 甲, status: 已完成, 完成: 2026-11-01}]", []),
    ],
)
def test_rules_of_a_campaign(base: Path, line: str, found: list[str]) -> None:
    """Targets name an indicator that exists at that level; zero reports a township that exists."""
    with (base / "campaigns/xianfa/campaign.yml").open("a") as stream:
        stream.write(line + "\n")
    assert codes(base) == found


def test_a_campaign_that_ends_before_it_begins(base: Path) -> None:
    """E102 at the end of the period, and no event is blamed for it."""
    kit.put(base, "campaigns/xianfa/campaign.yml", "title: 甲\nperiod: {start: 2025-01-01, end: 2024-01-01}\n")
    assert kit.places(kit.look(base)) == ["campaigns/xianfa/campaign.yml:2:34 E102"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sites: [{id: a, name: 甲, township: 青石镇, village: 青石村}]", []),
        ("sites: [{id: a, name: 甲, township: 青石镇, village: 东门社区}]", ["E105"]),
        ("sites: [{id: a, name: 甲, township: 没有}]", ["E104"]),
        ("sites: [{id: a, name: 甲, township: 青石镇}, {id: a, name: 乙, township: 青石镇}]", ["E101"]),
        ("trails: [{id: t, name: 线, stops: [{name: 某处}]}]", []),
        ("trails: [{id: t, name: 线, stops: [{site: meiyou}]}]", ["E106"]),
        ("trails: [{id: t, name: 线, stops: [{summary: 空}]}]", ["E022"]),
        ("trails: [{id: t, name: 线, stops: []}]", ["E022"]),
        ("sites: []\ntrails: []", []),
        ("sites: [{id: a, name: 甲, township: 青石镇, lon: 218}]", ["E025"]),
    ],
)
def test_rules_of_sites_and_trails(base: Path, text: str, found: list[str]) -> None:
    """Sites lie in known places; trails stop at known sites."""
    kit.put(base, "campaigns/sites.yml", text + "\n")
    assert codes(base) == found


def test_a_unit_that_did_not_exist_yet(base: Path) -> None:
    """An event before the township was founded is E113 at the township's name."""
    path = base / "campaigns/region.yml"
    path.write_text(path.read_text().replace("name: 青石镇", "name: 青石镇\n    valid_from: 2027-01-01"))
    assert kit.places(kit.look(base)) == [f"{kit.EVENTS}:5:13 E113"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("content/events/xianfa-1.md", ["E111"]),
        ("content/events/XIANFA-1.md", ["E111"]),
        ("content/events/xianfa-1.ics", ["E111"]),
        ("content/calendars/my.ics", ["E111"]),
        ("content/Data/events.csv", ["E111"]),
        ("content/townships/999901100.md", ["E111"]),
        ("content/campaigns/xianfa/index.md", ["E111"]),
        ("content/calendar/2026-12.md", ["E111"]),
        ("content/coverage/2026.md", ["E111"]),
        ("content/changes/2026-12-01.md", ["E111"]),
        ("content/townships/999901100/changes.md", ["E111"]),
        ("content/changes/index.md", []),
        ("content/subscribe/index.md", []),
        ("content/events.md", []),
        ("content/articles/a.md", []),
    ],
)
def test_no_page_at_the_address_of_another(base: Path, path: str, found: list[str]) -> None:
    """What data makes keeps its address; the officer may write the top pages."""
    kit.put(base, path, "甲\n")
    assert codes(base) == found


def test_two_pages_at_one_address(base: Path) -> None:
    """a.md and a/index.md would be the same page: the second names the first."""
    kit.put(base, "content/a.md", "甲\n")
    kit.put(base, "content/a/index.md", "乙\n")
    (fault,) = kit.look(base)
    assert fault.code == "E111"
    assert {str(fault.span), str(fault.related[0])} == {"content/a.md", "content/a/index.md"}


def test_media_of_a_campaign_and_of_content_do_not_meet(base: Path) -> None:
    """Two pictures with one address are a clash too."""
    kit.put(base, "campaigns/xianfa/a.jpg", kit.picture())
    kit.put(base, "content/campaigns/xianfa/a.jpg", kit.picture(2))
    assert codes(base) == ["E111"]


def test_the_day_is_an_argument(base: Path) -> None:
    """What is over is judged by the day given, not by the clock."""
    from generator.base.cache import Cache
    from generator.gather.settings import Settings, settings_of
    from generator.pipeline import prepare

    settings = settings_of(base)
    assert isinstance(settings, Settings)
    for day, found in ((date(2026, 12, 4), []), (date(2026, 12, 5), ["W201"])):
        result = prepare(base, Cache(None), as_of=day, docs=settings.docs, site=settings.site)
        assert [d.code for d in result.diagnostics] == found


def test_a_faulty_date_hides_no_other_fault_of_its_record(base: Path) -> None:
    """What is wrong beside an unreadable date or a missing title is told in the same run."""
    kit.put(
        base,
        kit.EVENTS,
        "- id: a-1\n  title: 甲\n  start: 下周二\n  township: 没有镇\n- id: a-2\n  start: 2026-12-04\n  township: 青石镇\n"
        "- id: a-2\n  title: 乙\n  start: 2026-12-05\n  township: 青石镇\n",
    )
    assert [(d.code, d.span.line) for d in kit.look(base)] == [("E024", 3), ("E104", 4), ("E022", 5), ("E101", 8)]


def look_at(root: Path, text: str) -> list[tuple[str, int, int]]:
    """Code and place of each fault of one more file of events."""
    kit.put(root, "campaigns/xianfa/events-2.yml", text)
    return [(d.code, d.span.line, d.span.column) for d in kit.look(root) if d.span.path.endswith("events-2.yml")]


WHOLE = "  start: 2026-12-05\n  township: 青石镇\n  place: 青石镇礼堂\n"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("  title: 另一场 #第2场\n", [("W240", 2, 14)]),
        ("  title: 另一场\n  organiser: 普法办 #二科\n", [("W240", 3, 18)]),
        ("  title: 另一场\n  laws: [宪法]\n  note: #带雨具\n", [("W240", 4, 9)]),
        ("  title: 另一场\n  audience: 农民、妇女 #村里\n", [("W240", 3, 19)]),
        ("  title: 另一场\n  laws:\n    - 宪法 #2018年修正\n    - 民法典 # 常用\n", [("W240", 4, 10)]),
        ("  title: 另一场  # 名称\n  summary: 讲宪法 # 简介\n", []),
        ("  title: 另一场\n  status: 计划 #待定\n  url: https://a.example/ #网页\n", []),
    ],
)
def test_words_that_a_number_sign_cuts_off(base: Path, fields: str, found: list[tuple[str, int, int]]) -> None:
    """W230 in fields of free words only: behind a date, a state or an address a comment is a comment."""
    assert look_at(base, f"- id: e-2\n{fields}{WHOLE}") == found


@pytest.mark.parametrize(
    "listing", ["[农民，妇女、老年人]", '["农民、妇女", 老年人]', "\n    - 农民；妇女\n    - 老年人"]
)
def test_items_of_a_list_part_as_a_line_does(base: Path, listing: str) -> None:
    """、 ， ； between the parts of an item are what they are in one line."""
    event(base, audience=listing, township="[云溪街道，青石镇]")
    (found,) = [e for e in kit.library_of(base).events if e.id == "e-2"]
    assert found.audiences == ("农民", "妇女", "老年人")
    assert found.townships == ("999901001", "999901100")


def test_a_fault_in_a_list_of_one_line_stands_at_its_part(base: Path) -> None:
    assert look_at(base, f"- id: e-2\n  title: 另一场\n  audience: 农民、外星人、妇女\n{WHOLE}") == [("E108", 3, 16)]


@pytest.mark.parametrize(
    "name", ["《关于严惩拐卖、绑架妇女的决定》、民法典", "[《关于严惩拐卖、绑架妇女的决定》, 民法典]"]
)
def test_a_title_in_its_marks_is_not_parted(base: Path, name: str) -> None:
    event(base, laws=name)
    (found,) = [e for e in kit.library_of(base).events if e.id == "e-2"]
    assert found.laws == ("《关于严惩拐卖、绑架妇女的决定》", "民法典")


@pytest.mark.parametrize(
    ("result", "found"),
    [
        ("{attendance: 1,200, staff: 9}", [("E025", 6, 24)]),
        ("{attendance: 1,200,000人, summary: 大会}", [("E025", 6, 24), ("W210", 6, 24)]),
        ("{summary: 大会, attendance: 1，200}", []),
        ("{attendance: 30, summary: 讲宪法,民法典}", [("E021", 6, 41)]),
    ],
)
def test_commas_in_braces(base: Path, result: str, found: list[tuple[str, int, int]]) -> None:
    """A number with a comma is told once for what it is, and nothing follows from it; a text with one gets its hint."""
    written = f"- id: e-2\n  title: 另一场\n  start: 2026-11-05\n  township: 全域\n  place: 大会堂\n  result: {result}\n  status: 已办\n"
    assert look_at(base, written) == found
    assert all("花括号里" in d.message + d.hint for d in kit.look(base) if d.severity == "error")


@pytest.mark.parametrize("lead", ["", "events:\n"])
def test_a_record_without_its_dash_is_told_once(base: Path, lead: str) -> None:
    """One fault at its first line, not one for each of its keys; what else is wrong in it is told, too."""
    first = f"- id: e-2\n  title: 另一场\n{WHOLE}"
    second = f"  id: e-3\n  title: 第三场\n{WHOLE}  audience: [外星人]\n"
    shift = 1 if lead else 0
    assert look_at(base, lead + first + second) == [("E003", 6 + shift, 3), ("E108", 11 + shift, 14)]
    assert look_at(base, lead + first + second.replace("id:", "编号:").replace("title:", "名称:")) == [
        ("E003", 6 + shift, 3), ("E108", 11 + shift, 14),
    ]  # fmt: skip
    assert look_at(base, lead + first + second.replace("  id:", "  -id:"))[0] == ("E003", 6 + shift, 4)


def test_a_key_written_twice_begins_no_record(base: Path) -> None:
    """Two keys that somebody doubled are two keys written twice."""
    doubled = f"- id: e-2\n  title: 另一场\n{WHOLE}  place: 礼堂\n  start: 2026-12-06\n"
    assert [code for code, *_ in look_at(base, doubled)] == ["E020", "E020"]


def test_townships_without_their_dash_too(base: Path) -> None:
    """The same of every list of records."""
    text = (base / "campaigns/region.yml").read_text("utf-8").replace('  - code: "999901100"', '    code: "999901100"')
    kit.put(base, "campaigns/region.yml", text)
    assert [d.code for d in kit.look(base)] == ["E003"]


def test_a_finding_in_a_long_text_stands_on_its_line(base: Path) -> None:
    """In a block, a folded text and plain lines, in the summary, in the result and in what is refused."""
    lines = "  summary: |\n    第一段。\n\n    请打 13912345678。\n"
    assert look_at(base, f"- id: e-2\n  title: 另一场\n{lines}{WHOLE}") == [("W205", 6, 8)]
    assert look_at(base, f"- id: e-2\n  title: 另一场\n{lines.replace('|', '>')}{WHOLE}") == [("W205", 6, 8)]
    plain = "  summary: 第一段\n    第二段\n    身份证 33088119900101123X\n"
    assert look_at(base, f"- id: e-2\n  title: 另一场\n{plain}{WHOLE}") == [("W205", 5, 9)]
    markup = "  summary: |\n    第一段。\n    第二<b>段\n"
    assert look_at(base, f"- id: e-2\n  title: 另一场\n{markup}{WHOLE}") == [("E031", 5, 7)]
    hidden = "  summary: |\n    第一段。\n    第二\u202e段\n"
    assert look_at(base, f"- id: e-2\n  title: 另一场\n{hidden}{WHOLE}") == [("E011", 5, 7)]
    ordinal = "  summary: |\n    第一段。\n    今年是第三个国家宪法日。\n"
    assert look_at(base, f"- id: e-2\n  title: 另一场\n{ordinal}{WHOLE}") == [("W320", 5, 8)]
