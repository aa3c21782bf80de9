"""A date written in any of the accepted forms is read as that date; no text at all makes a parser crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.codes import CODES
from generator.decode import values as v

DAYS = st.dates(date(1949, 1, 1), date(2199, 12, 30))
DAY_FORMS = ["{y:04}-{m:02}-{d:02}", "{y:04}-{m}-{d}", "{y:04}/{m}/{d}", "{y:04}.{m}.{d}", "{y:04}年{m}月{d}日", "{y:04} 年 {m} 月 {d} 日",
             "{y:04}年{m:02}月{d:02}号"]  # fmt: skip
CLOCK_FORMS = [
    "{h:02}:{n:02}",
    "{h}:{n:02}",
    "{h}点{n}分",
    "{h}时{n:02}分",
    "{h}:{n:02}:00",
    "{part}{t}:{n:02}",
    "{part}{t}点{n}分",
]
WIDE = str.maketrans("0123456789:-/.", "０１２３４５６７８９：－／．")
wide = st.sampled_from([lambda s: s, lambda s: s.translate(WIDE), lambda s: f" {s}　"])


@st.composite
def days(draw: st.DrawFn) -> tuple[date, str]:
    day = draw(DAYS)
    weekday = draw(st.sampled_from(["", "（周{}）", " 星期{}"])).format("一二三四五六日"[day.weekday()])
    return day, draw(st.sampled_from(DAY_FORMS)).format(y=day.year, m=day.month, d=day.day) + weekday


def part_of(hour: int) -> tuple[str, int]:
    """How people say an hour: 上午9, 下午2, 晚上7."""
    if hour < 6:
        return "凌晨", hour
    if hour < 12:
        return "上午", hour
    return ("中午" if hour == 12 else "下午" if hour < 18 else "晚上"), hour if hour == 12 else hour - 12


@st.composite
def clocks(draw: st.DrawFn) -> tuple[int, int, str]:
    hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
    part, told = part_of(hour)
    return hour, minute, draw(st.sampled_from(CLOCK_FORMS)).format(h=hour, n=minute, part=part, t=told)


@given(days(), wide)
def test_days(day: tuple[date, str], style: Callable[[str], str]) -> None:
    """Every form, with and without the weekday, full width or not."""
    assert v.when(style(day[1])) == (day[0], None)


@given(days(), clocks(), wide, st.sampled_from([" ", "", "  ", "T", "，"]))
def test_moments(day: tuple[date, str], clock: tuple[int, int, str], style: Callable[[str], str], gap: str) -> None:
    """Every form of day with every form of clock."""
    text = day[1] + (gap or ("" if not day[1][-1].isdigit() else " ")) + clock[2]
    assert v.when(style(text)) == (
        datetime.combine(day[0], datetime.min.time()) + timedelta(hours=clock[0], minutes=clock[1]),
        None,
    )


@given(days(), clocks(), clocks(), st.sampled_from(["-", "—", "～", "至", " 到 ", "–"]))
def test_spans(day: tuple[date, str], first: tuple[int, int, str], last: tuple[int, int, str], mark: str) -> None:
    """From one clock time to another: a bare end goes on with its afternoon, and none lies before the beginning."""
    text = f"{day[1]} {first[2]}{mark}{last[2]}"
    base = datetime.combine(day[0], datetime.min.time())
    begin, plain = (base + timedelta(hours=c[0], minutes=c[1]) for c in (first, last))
    carried = first[2][0] in "中下晚" and last[0] < 12 and last[2][0].isdigit() and plain < begin
    expected = plain + timedelta(hours=12) if carried else plain
    if expected < begin:
        with pytest.raises(v.BadValue, match="前面"):
            v.when(text)
    else:
        assert v.when(text) == (begin, expected)


PARSERS: list[Callable[[str], Any]] = [
    v.when, v.day, v.moment, v.duration, v.whole, lambda t: v.number(t, -90, 90), v.yes_no, v.identifier, v.web_address,
    lambda t: v.when_or_clock(t, datetime(2025, 1, 1)), lambda t: v.when_or_clock(t, date(2025, 1, 1)),
]  # fmt: skip
NEARLY = st.text(
    st.sampled_from("0123456789:-/.年月日号点时分半上下午晚凌晨中T ~至天小h－：٣²½\u200b\x00"), max_size=24
)


@pytest.mark.parametrize("parser", PARSERS)
@given(text=st.one_of(st.text(max_size=60), NEARLY))
def test_any_text_is_read_or_refused(parser: Callable[[str], Any], text: str) -> None:
    """A value, or a fault with a code and Chinese words; nothing else."""
    fault = None
    try:
        parser(text)
    except v.BadValue as bad:
        fault = bad
    assert fault is None or (fault.code in CODES and any("\u4e00" <= c <= "\u9fff" for c in fault.message))


@given(st.text(max_size=80))
def test_an_accepted_id_is_harmless(text: str) -> None:
    """Whatever passes as an id is a plain name: the same on every system, in every address."""
    try:
        found = v.identifier(text)
    except v.BadValue:
        return
    assert found.isascii()
    assert found == found.lower()
    assert not set(found) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(found) <= 64


@given(
    st.lists(
        st.text(st.characters(exclude_characters="、,，;；\n|", exclude_categories=["Cs"]), min_size=1, max_size=8)
    ),
    st.sampled_from("、,，;；|\n"),
)
def test_lists_round_trip(parts: list[str], mark: str) -> None:
    """Joined by any mark, a list is read back without its blanks."""
    assert v.listed(mark.join(parts)) == [p.strip() for p in parts if p.strip()]
