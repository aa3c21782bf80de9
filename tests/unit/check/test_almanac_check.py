"""The region's own calendar: `holidays.yml` and `observances.yml`, put over what ships."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sites import kit

from generator.almanac.observances import shipped
from generator.almanac.workdays import workdays_of
from generator.base.diagnostics import Diagnostic
from generator.model import Observance

WHOLE = "2027-01-01 元旦, 2027-02-05/2027-02-11 春节, 2027-05-01 劳动节, 2027-06-09 端午节, 2027-09-15 中秋节, 2027-10-01/2027-10-07 国庆节"


def holidays(root: Path, *years: str) -> tuple[Diagnostic, ...]:
    """The faults of a site whose arrangement has these entries in flow style."""
    kit.put(root, "campaigns/holidays.yml", "holidays:\n" + "".join(f"  - {{{year}}}\n" for year in years))
    return kit.look(root)


def observances(root: Path, *entries: str) -> tuple[Diagnostic, ...]:
    kit.put(root, "campaigns/observances.yml", "节点:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries))
    return kit.look(root)


def by_id(root: Path) -> dict[str, Observance]:
    return {o.id: o for o in kit.library_of(root).observances}


def test_without_files_the_shipped_calendar_holds(base: Path) -> None:
    """A project that writes nothing has every shipped observance and no days of its own."""
    library = kit.library_of(base)
    assert library.workdays == ()
    assert library.observances == tuple(sorted(shipped(), key=lambda o: o.id))


def test_next_years_arrangement_can_be_entered(base: Path) -> None:
    """In Chinese keys, with the year's working weekends; the year is known from then on."""
    assert holidays(base, f"年份: 2027, 放假: [{WHOLE}], 上班: [2月14日（星期日）, 2027-10-09]") == ()
    workdays = workdays_of(kit.library_of(base).workdays)
    assert workdays.announced(2027)
    assert [workdays.kind(date(2027, 2, day)) for day in (4, 5, 11, 12, 14)] == [
        "工作日",
        "节假日",
        "节假日",
        "工作日",
        "调休上班",
    ]
    assert workdays.holiday_name(date(2027, 2, 6)) == "春节"


def test_a_known_year_takes_single_days(base: Path) -> None:
    """One more day off in a year that ships needs no other day of it."""
    assert holidays(base, "year: 2026, off: [2026-11-27 云溪节]") == ()
    assert workdays_of(kit.library_of(base).workdays).holiday_name(date(2026, 11, 27)) == "云溪节"


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((f"year: 2027, off: [{WHOLE}], work: [2027-02-06]",), "2027-02-06 又放假又上班"),
        ((f"year: 2027, off: [{WHOLE}], work: [2027-02-17]",), "2027-02-17 是星期三，本来就上班"),
        ((f"year: 2027, off: [{WHOLE}, 2028-01-03]",), "2028-01-03 不在2027年的安排里"),
        (("year: 2026, off: [2026-11-27]", "year: 2026, off: [2026-11-28]"), "2026年的安排写了两次"),
        (
            (f"year: 2027, off: [{WHOLE.replace(', 2027-09-15 中秋节', '')}]",),
            "2027年的放假安排里没有中秋节（9月15日）",
        ),
        (("year: 2026, off: [11月27日（星期六）]",), "2026年11月27日是星期五，不是星期六"),
        (("year: 2026, off: [11月31日]",), "日历上没有2026年11月31日"),
        (("year: 2026, off: [等通知]",), "看不懂“等通知”是哪几天"),
    ],
)
def test_what_cannot_be_an_arrangement(base: Path, years: tuple[str, ...], words: str) -> None:
    """E131 names the day and what is wrong with it, once."""
    (fault,) = holidays(base, *years)
    assert (fault.code, fault.message) == ("E131", words)
    assert fault.span.path == "campaigns/holidays.yml"
    assert fault.hint.endswith("。")


def test_the_end_of_december_belongs_to_the_next_years_notice(base: Path) -> None:
    """元旦 that begins on 31 December is written with the year it celebrates."""
    assert holidays(base, f"year: 2027, off: [2026-12-31/2027-01-02 元旦, {WHOLE}]") == ()
    assert workdays_of(kit.library_of(base).workdays).is_off(date(2026, 12, 31)) is True


def test_an_observance_is_added_changed_and_hidden(base: Path) -> None:
    """A new one has all its parts; of a shipped one only what is written changes; a hidden one is gone."""
    found = observances(
        base,
        "编号: elder-day, 名称: 敬老法律服务日, 日子: 农历九月初九, 首届: 2022, 依据: 老年人权益保障法第十二条",
        "id: constitution-day, first_year: 2015, remind: 否",
        "id: ip-day, hide: 是",
    )
    assert found == ()
    library = by_id(base)
    own = library["elder-day"]
    assert (own.name, own.first_year, own.verified, own.remind) == ("敬老法律服务日", 2022, True, True)
    changed = library["constitution-day"]
    assert (changed.name, changed.rule, changed.first_year, changed.remind) == ("国家宪法日", "12-04", 2015, False)
    assert changed.verified
    assert "ip-day" not in library
    assert len(library) == len(shipped())


@pytest.mark.parametrize(
    ("entries", "codes"),
    [
        (("id: a, name: 甲日, rule: 清明",), ["E130"]),
        (("id: a, name: 甲日, rule: 2月30日",), ["E130"]),
        (("id: a, name: 甲日",), ["E022"]),
        (("id: a, rule: 12月4日",), ["E022"]),
        (("id: a",), ["E026"]),
        (("编号: ip-dya, hide: 是",), ["E026"]),
        (("编号: ip-dya, 提醒: 否",), ["E026"]),
        (("编号: ip-dya, name: 甲日, hide: 是",), ["E026"]),
        (("编号: own, name: 甲日, rule: 12月4日, hide: 是",), []),
        (("id: a, name: 甲日, rule: 12月7日至12月1日",), ["E130"]),
        (("name: 甲日, rule: 12月4日",), ["E022"]),
        (("id: a, name: 甲日, rule: 12月4日", "id: a, name: 乙日, rule: 12月5日"), ["E101"]),
        (("id: a, name: 甲日, rule: 12月4日, first_year: 二〇二二",), ["E025"]),
        (("id: a, name: 甲日, rule: [12月4日]",), ["E023"]),
    ],
)
def test_faults_of_observances(base: Path, entries: tuple[str, ...], codes: list[str]) -> None:
    """What is missing, doubled or unreadable is told once, and the rest of the file is read."""
    found = observances(base, *entries, "id: z, name: 末日, rule: 12月31日")
    assert [fault.code for fault in found] == codes


def test_a_slip_in_a_shipped_id_names_the_nearest(base: Path) -> None:
    """What only hides or changes an observance that is not there would do nothing, and says which id is near."""
    (fault,) = observances(base, "编号: ip-dya, hide: 是")
    assert fault.message == "自带的节点里没有“ip-dya”"
    assert fault.hint.startswith("是不是“ip-day”？")


def test_two_files_of_a_kind_are_one_too_many(base: Path) -> None:
    """`holidays.yml` and `holidays.yaml` together are refused like those of the region."""
    for ending in ("yml", "yaml"):
        kit.put(base, f"campaigns/holidays.{ending}", "holidays:\n  - {year: 2026, off: [2026-11-27]}\n")
    assert [fault.code for fault in kit.look(base)] == ["E012"]
