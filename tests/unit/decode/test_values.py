"""Single values: every accepted form means one thing, everything else is refused with the forms that are right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from generator.decode import values as v

NINE = datetime(2025, 4, 15, 9)


def refused(read: Callable[..., Any], *arguments: Any) -> v.BadValue:
    with pytest.raises(v.BadValue) as caught:
        read(*arguments)
    return caught.value


@pytest.mark.parametrize(
    "text",
    ["2025-04-15", "2025/4/15", "2025.4.15", "2025年4月15日", "2025年04月15号", "２０２５年４月１５日", "２０２５－０４－１５",
     " 2025-4-15 ", "2025 年 4 月 15 日", "2025-04-15 星期二", "2025年4月15日（周二）", "2025／4／15", "2025年4月15"],
)  # fmt: skip
def test_days(text: str) -> None:
    """All the ways in which officers write a day."""
    assert v.when(text) == (date(2025, 4, 15), None)
    assert v.day(text) == date(2025, 4, 15)


def test_years_from_1949_to_2199_are_taken_and_those_beside_them_are_not() -> None:
    """Both ends belong to it, in a day and in a moment; what lies outside is a slip of the pen."""
    assert (v.day("1949-01-01"), v.day("2199-12-31")) == (date(1949, 1, 1), date(2199, 12, 31))
    assert v.when("1949-10-01 15:00") == (datetime(1949, 10, 1, 15), None)
    for text in ("1948-12-31", "2200-01-01"):
        for read in (v.day, v.when):
            fault = refused(read, text)
            assert (fault.code, fault.message) == ("E024", f"年份不在1949到2199之间：“{text}”")


@pytest.mark.parametrize(
    "text",
    ["2025-04-15 09:00", "2025-04-15 9:00", "2025-04-15T09:00", "2025-04-15 09:00:00", "2025年4月15日上午9:00",
     "2025年4月15日 上午 9点", "2025/4/15 ９：００", "2025-04-15 9时", "2025-04-15 9点整", "2025-04-15（周二）早上9点",
     "2025-04-15，9:00", "2025-04-15 9点00分"],
)  # fmt: skip
def test_moments(text: str) -> None:
    """All the ways in which officers write nine o'clock."""
    assert v.when(text) == (NINE, None)


@pytest.mark.parametrize(
    ("clock", "hour", "minute"),
    [("下午2点30分", 14, 30), ("下午2点半", 14, 30), ("下午12:10", 12, 10), ("中午12点", 12, 0), ("中午1点", 13, 0),
     ("中午11:30", 11, 30), ("晚上7点", 19, 0), ("晚7:30", 19, 30), ("晚上19:30", 19, 30), ("傍晚6点", 18, 0),
     ("凌晨0:30", 0, 30), ("下午14:00", 14, 0), ("凌晨5点", 5, 0)],
)  # fmt: skip
def test_parts_of_the_day(clock: str, hour: int, minute: int) -> None:
    """上午, 下午 and the others mean the hours that people mean."""
    assert v.when(f"2025-04-15 {clock}") == (datetime(2025, 4, 15, hour, minute), None)


@pytest.mark.parametrize(
    "clock", ["上午12:30", "凌晨12点", "晚上12点", "晚上3点", "中午3点", "早上0点", "上午14:00", "凌晨24:00"]
)
def test_hours_said_in_two_ways_are_refused(clock: str) -> None:
    """What one reader takes for noon and another for midnight is asked back, with 24 hours as the way out."""
    fault = refused(v.when, f"2025-04-15 {clock}")
    assert fault.code == "E024"
    assert "24小时制" in fault.hint


@pytest.mark.parametrize(
    ("text", "end"),
    [("2025-04-15 9:00-11:00", 11), ("2025-04-15 9:00—11:00", 11), ("2025-04-15 9:00～11:00", 11), ("2025-04-15 9点至11点", 11),
     ("2025-04-15 上午9:00到下午3:00", 15)],
)  # fmt: skip
def test_spans_of_hours(text: str, end: int) -> None:
    """A beginning may carry its end."""
    assert v.when(text) == (NINE, datetime(2025, 4, 15, end))


def test_afternoon_carries_over_to_the_end() -> None:
    """下午2:00-4:30 ends at 16:30."""
    assert v.when("2025-04-15 下午2:00-4:30") == (datetime(2025, 4, 15, 14), datetime(2025, 4, 15, 16, 30))


@pytest.mark.parametrize(
    ("span", "hour", "minute"),
    [("中午12点-1点", 13, 0), ("中午11:30-1:30", 13, 30), ("中午12点-12点半", 12, 30), ("下午2点至5点", 17, 0), ("傍晚6点-8点", 20, 0),
     ("晚上7点到9点半", 21, 30), ("晚7:30-9:00", 21, 0), ("下午2:00-16:00", 16, 0), ("下午2点-晚上7点", 19, 0)],
)  # fmt: skip
def test_spans_go_on_with_the_part_of_the_day(span: str, hour: int, minute: int) -> None:
    """A bare end after noon is after noon; its own part of the day, or 24 hours, come first."""
    assert v.when(f"2025-04-15 {span}")[1] == datetime(2025, 4, 15, hour, minute)


@pytest.mark.parametrize(
    "span",
    [
        "晚上11:30-1:00",
        "晚上9点-12点",
        "11:30-1:30",
        "14:00-5:00",
        "下午5点-上午9点",
        "上午11点-1点",
        "晚上9点-0:30",
        "下午3点-2点",
    ],
)
def test_spans_that_end_before_they_begin_are_refused(span: str) -> None:
    """Past midnight, or a slip: nobody guesses which, and the hint says how to write both."""
    fault = refused(v.when, f"2025-04-15 {span}")
    assert fault.code == "E024"
    assert "前面" in fault.message
    assert fault.hint == "结束写成 17:00 或 下午5点；过了半夜要写上第二天的日期。"


@pytest.mark.parametrize(
    "text", ["2025年4月15日(星期三)", "2025-04-15（周一）9:00", "2025-04-15 9:00 礼拜天", "2025-04-15 周二 周三"]
)
def test_a_weekday_that_contradicts_the_date_is_refused(text: str) -> None:
    """One of the two is wrong, and the officer alone knows which."""
    fault = refused(v.when, text)
    assert fault.code == "E024"
    assert fault.message.startswith("4月15日是星期二，不是星期")
    assert "请核对" in fault.hint


def test_sundays_have_two_names() -> None:
    """星期日 and 星期天 are the same."""
    assert v.when("2025-04-13 星期天")[0] == v.when("2025-04-13（星期日）")[0] == date(2025, 4, 13)


def test_minutes_after_a_colon_have_two_digits() -> None:
    """9:5 is two times to two readers; 9点5分 is one."""
    fault = refused(v.when, "2025-04-15 9:5")
    assert fault.code == "E024"
    assert "9:05" in fault.hint
    assert "9:50" in fault.hint
    assert v.when("2025-04-15 9点5分")[0] == datetime(2025, 4, 15, 9, 5)
    assert refused(v.when_or_clock, "11:5", NINE).code == "E024"


@pytest.mark.parametrize(
    ("written", "end", "hour"),
    [("2025-04-15 下午2点", "5点", 17), ("2025-04-15 下午2点", "5:30", 17), ("2025年4月15日（周二）中午12点", "1点", 13),
     ("2025-04-15 下午2点", "下午5点", 17), ("2025-04-15 下午2点", "17:00", 17), ("2025-04-15 14:00", "17:00", 17)],
)  # fmt: skip
def test_an_end_of_its_own_goes_on_with_the_part_of_the_day(written: str, end: str, hour: int) -> None:
    """The field 结束 is read as the second half of a span is."""
    start = v.moment(written)
    found = v.when_or_clock(end, start, written)
    assert isinstance(found, datetime)
    assert (found.date(), found.hour) == (date(2025, 4, 15), hour)


@pytest.mark.parametrize(
    ("written", "end"),
    [("2025-04-15 14:00", "5:00"), ("2025-04-15 晚上11:30", "1:00"), ("2025-04-15 下午5点", "上午9点")],
)
def test_an_end_of_its_own_before_the_beginning_is_refused(written: str, end: str) -> None:
    """Who writes 24 hours at the beginning means them at the end."""
    fault = refused(v.when_or_clock, end, v.moment(written), written)
    assert (fault.code, "第二天" in fault.hint) == ("E024", True)


READERS: dict[str, tuple[Callable[..., Any], str]] = {
    "when": (v.when, "E024"), "day": (v.day, "E024"), "moment": (v.moment, "E024"), "duration": (v.duration, "E024"),
    "end": (lambda t: v.when_or_clock(t, NINE, "2025-04-15 9:00"), "E024"), "whole": (v.whole, "E025"),
    "number": (lambda t: v.number(t, 0, 9), "E025"), "yes_no": (v.yes_no, "E026"), "identifier": (v.identifier, "E027"),
    "web_address": (v.web_address, "E030"),
}  # fmt: skip
ENDLESS = {
    "spaces in a date": "2025-04-15x" + " " * 100_000 + "x", "spaces in a clock": "2025-04-15 9" + " " * 100_000 + "点",
    "weekdays": "2025-04-15 " + "(星期二)" * 20_000, "open brackets": "2025-04-15 " + "(" * 100_000, "digits": "9" * 100_000,
    "thousands": "1" + ",000" * 25_000 + "x", "zeros": "1." + "0" * 100_000 + "x", "days": "999999天" * 15_000,
    "gaps": "1 " * 50_000, "hyphens": "a-" * 50_000, "no letters": "-" * 100_000, "dashes": "2025-04-15 9:00" + "—" * 100_000,
    "marks to be sorted": "a" + "\u0301\u0316" * 50_000, "long words": "\ufdfa" * 100_000, "path": "https://" + "a/" * 50_000,
    "是": "是" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_endless_values_are_refused(reader: str, text: str) -> None:
    """A hundred thousand characters are no value, whatever they are; they are not even looked through."""
    read, code = READERS[reader]
    assert refused(read, text).code == code


def test_midnight_at_the_end_is_the_next_day() -> None:
    """24:00 is the first moment of the day after."""
    assert v.when("2025-04-15 24:00") == (datetime(2025, 4, 16), None)


@pytest.mark.parametrize(
    "text",
    ["4/15/2025", "15.4.25", "2025", "2025-04", "20250415", "4月15日", "下周二", "2025-02-30", "2025-13-01", "1900-01-01",
     "2025-04/15", "2025-04-15 25:00", "2025-04-15 9:60", "2025-04-15 9", "2025-04-15 9:", "2025-04-15 09:00:30",
     "2025-04-15 9:00-", "2025-04-15 9:00+08:00", "2025-04-155", "2025-04-15 和 16", "٢٠٢٥-٠٤-١٥", "2025\u200b-04-15"],
)  # fmt: skip
def test_unclear_dates_are_refused_with_the_right_forms(text: str) -> None:
    """Nothing is guessed: the fault is E024 and says what could be written."""
    fault = refused(v.when, text)
    assert fault.code == "E024"
    assert fault.message
    assert fault.hint


def test_an_end_may_be_only_a_clock() -> None:
    """11:00 is on the day of the beginning; it needs a beginning with hours."""
    assert v.when_or_clock("11:00", NINE) == datetime(2025, 4, 15, 11)
    assert v.when_or_clock("2025-04-16", date(2025, 4, 15)) == date(2025, 4, 16)
    assert "钟点" in refused(v.when_or_clock, "11:00", date(2025, 4, 15)).message
    assert "一段时间" in refused(v.when_or_clock, "2025-04-15 9:00-11:00", NINE).message


def test_a_day_takes_no_hours() -> None:
    """Where only a day makes sense, a clock time is a fault."""
    assert refused(v.day, "2025-04-15 9:00").code == "E024"
    assert v.moment("2025-04-15") == datetime(2025, 4, 15)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2小时", 120), ("90分钟", 90), ("1天", 1440), ("1小时30分", 90), ("半小时", 30), ("1个半小时", 90), ("1.5小时", 90),
     ("２小时", 120), ("2h", 120), ("3日", 4320)],
)  # fmt: skip
def test_durations(text: str, minutes: int) -> None:
    """Lengths of time as people write them."""
    assert v.duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["0分钟", "一会儿", "2", "1小时左右", "-1小时", "9" * 400 + "小时", "999999天", "1.0001小时", ""]
)
def test_bad_durations_are_refused(text: str) -> None:
    """Nothing, vague and endless lengths are faults, not crashes."""
    assert refused(v.duration, text).code == "E024"


@pytest.mark.parametrize(
    ("text", "number"),
    [("120", 120), ("１２０", 120), ("1,200", 1200), ("120人", 120), ("120 人次", 120), ("120.0", 120), ("0", 0)],
)
def test_whole_numbers(text: str, number: int) -> None:
    """Counts with separators, units and Excel's decimals."""
    assert v.whole(text) == number


@pytest.mark.parametrize("text", ["约120", "120.5", "-1", "1e3", "12,00", "一百", "9" * 20, "٣", ""])
def test_vague_or_impossible_counts_are_refused(text: str) -> None:
    """A count is a whole number or a fault."""
    assert refused(v.whole, text).code == "E025"


def test_numbers_have_bounds() -> None:
    """118.62 is a longitude, 218.62 is not; nan is no number."""
    assert v.number("118.62", 73, 136) == 118.62
    for text in ("218.62", "nan", "inf", "1e3"):
        assert refused(v.number, text, 73, 136).code == "E025"


def test_yes_and_no() -> None:
    """是 and 否 and what people write for them; 也许 is neither."""
    assert [v.yes_no(w) for w in ("是", "有", "TRUE", "√", "１")] == [True] * 5
    assert [v.yes_no(w) for w in ("否", "无", "False", "×", "0")] == [False] * 5
    assert refused(v.yes_no, "也许").code == "E026"


@pytest.mark.parametrize("text", ["gaq-2025-hecun", "a", "1", "a" * 64])
def test_good_ids(text: str) -> None:
    """Small letters, digits and single hyphens."""
    assert v.identifier(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "A", "a--b", "-a", "a-", "a_b", "a b", "a/b", "../a", "/etc/passwd", "C:\\a", "a.b", "甲", "a" * 65, "con", "nul", "com1",
     "index", "shell", "ａ", "a\n", "a\u200b", "%2e%2e", "~"],
)  # fmt: skip
def test_ids_that_could_leave_the_site_or_clash_are_refused(text: str) -> None:
    """Nothing that is a path, a reserved name, or looks like another id."""
    if text == "a\n":
        assert v.identifier(text) == "a"  # outer white space is no part of an id
        return
    assert refused(v.identifier, text).code == "E027"


def test_a_bad_id_comes_with_a_good_one() -> None:
    """The hint has an id that can be copied."""
    fault = refused(v.identifier, "GAQ 2025/Hecun")
    assert "gaq-2025-hecun" in fault.hint


def test_lists_in_one_line() -> None:
    """、 , ， ; ； | and line ends divide."""
    assert v.listed("甲、乙,丙，丁;戊；己|庚\n辛、、") == list("甲乙丙丁戊己庚辛")


@pytest.mark.parametrize("text", ["https://a.cn", "http://a.cn/b?c=d#e", "https://a.cn:8080/%E8%B7%AF"])
def test_web_addresses(text: str) -> None:
    """Plain http and https."""
    assert v.web_address(text) == text


def test_web_addresses_are_in_ascii() -> None:
    """As calendar programs and browsers send them."""
    assert v.web_address("https://例子.中国/路") == "https://xn--fsqu00a.xn--fiqs8s/%E8%B7%AF"


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "//a.cn", "a.cn", 'https://a.cn/"onclick=', "https://a b.cn",
     "https://u:p@a.cn", "https://a.cn\\b", "https://a.cn/\u202ecba", "https://a.cn/<b>", "file:///etc/passwd", "https://",
     "https://例..中国/", "https://例\uff0f子.中国/"],
)  # fmt: skip
def test_unsafe_addresses_are_refused(text: str) -> None:
    """No scheme that runs, no way out of an attribute, no hidden direction."""
    assert refused(v.web_address, text).code == "E030"
