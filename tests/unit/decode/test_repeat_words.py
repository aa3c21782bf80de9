"""Plain words become rules; what can be read in two ways is refused with the accepted forms."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from generator.almanac.workdays import default_workdays
from generator.decode import tables as t
from generator.decode.repeat import Sentence, sentence_of
from generator.decode.repeat.parts import FORMS
from generator.decode.values import BadValue
from generator.model import Rule
from generator.schedule import first_days

START = date(2026, 3, 1)
"""A Sunday."""
GUIDE = (Path(__file__).parents[3] / "content/guide/14-chongfu.md").read_text("utf-8")


def rule(text: str) -> Rule:
    return sentence_of(text, START).rule


def weekly(*days: int, **more: object) -> Rule:
    return Rule(freq="WEEKLY", by_day=tuple((0, d) for d in days), **more)  # type: ignore[arg-type]


FIRST_IN_ENGLISH = "every month on the first Wednesday|every first Wednesday of the month|monthly on the 1st Wednesday"


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ("每天|每日|every day|daily|FREQ=DAILY", Rule(freq="DAILY")),
        ("每3天|每三天|every 3 days|RRULE:FREQ=DAILY;INTERVAL=3", Rule(freq="DAILY", interval=3)),
        ("隔天|隔日|every other day", Rule(freq="DAILY", interval=2)),
        ("每周三|每星期三|每个星期三|每礼拜三|每逢周三|周三|每周的星期三|每 周 三|every Wednesday|weekly on Wed", weekly(2)),
        ("每周三、周五|每周三，周五|每周三和周五|每周三、五|每周三五|every week on Wednesday and Friday", weekly(2, 4)),
        ("每周日|每周天|every Sunday|每周", weekly(6)),
        ("每周一至周五|每周一到五|每周一~周五", weekly(0, 1, 2, 3, 4)),
        ("每两周星期三|每2周周三|隔周周三|隔周三|每两个星期的星期三|every 2 weeks on wednesday|every other Wednesday",
         weekly(2, interval=2)),
        (f"每月第一个星期三|每个月第1个周三|每月首个礼拜三|每月的第一个星期三|{FIRST_IN_ENGLISH}|FREQ=MONTHLY;BYDAY=1WE",
         Rule(freq="MONTHLY", by_day=((1, 2),))),
        ("每月第一、三个星期三|每月第一个、第三个星期三|每月第一个和第三个星期三|every month on the first and third Wednesday",
         Rule(freq="MONTHLY", by_day=((1, 2), (3, 2)))),
        ("每月第一个星期三、第三个星期五|每月第一个周三、第三个周五", Rule(freq="MONTHLY", by_day=((1, 2), (3, 4)))),
        ("每月最后一个星期五|monthly on the last Friday|FREQ=MONTHLY;BYDAY=-1FR", Rule(freq="MONTHLY", by_day=((-1, 4),))),
        ("每月15日|每月15号|每月十五日|每个月15日|every month on the 15th|monthly on 15|FREQ=MONTHLY;BYMONTHDAY=15",
         Rule(freq="MONTHLY", by_month_day=(15,))),
        ("每月1日、15日|每月1、15日|每月15日和1日|每月１日、１５日|every month on the 1st and 15th",
         Rule(freq="MONTHLY", by_month_day=(1, 15))),
        ("每月最后一天|每月最后1天|every month on the last day", Rule(freq="MONTHLY", by_month_day=(-1,))),
        ("每月|every month|FREQ=MONTHLY", Rule(freq="MONTHLY", by_month_day=(1,))),
        ("隔月10日|每2个月10日|每两个月10号|every 2 months on the 10th", Rule(freq="MONTHLY", interval=2, by_month_day=(10,))),
        ("每半年", Rule(freq="MONTHLY", interval=6, by_month_day=(1,))),
        ("每季度第一个月10日|每季度首月10日|每个季度第1个月10号|每季第一个月10日",
         Rule(freq="MONTHLY", by_month_day=(10,), by_month=(1, 4, 7, 10))),
        ("每季度最后一天|每季度末月最后一天", Rule(freq="MONTHLY", by_month_day=(-1,), by_month=(3, 6, 9, 12))),
        ("每季度第一个星期三", Rule(freq="MONTHLY", by_day=((1, 2),), by_month=(1, 4, 7, 10))),
        ("每季度|every quarter", Rule(freq="MONTHLY", interval=3, by_month_day=(1,))),
        ("每年4月15日|每年四月十五日|every year on April 15|yearly on 15 April|FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15",
         Rule(freq="YEARLY", by_month_day=(15,), by_month=(4,))),
        ("每年3月、9月15日|每年3、9月15日|every year on 15 March and September",
         Rule(freq="YEARLY", by_month_day=(15,), by_month=(3, 9))),
        ("每年4月15日、16日|每年4月15日、4月16日", Rule(freq="YEARLY", by_month_day=(15, 16), by_month=(4,))),
        ("每年5月第三个星期日|every year on the third Sunday of May", Rule(freq="YEARLY", by_day=((3, 6),), by_month=(5,))),
        ("每年|yearly|FREQ=YEARLY", Rule(freq="YEARLY", by_month_day=(1,), by_month=(3,))),
        ("每个工作日|每工作日|工作日|every workday|every working day", Rule(kind="workdays")),
        ("7月、8月每周三|每周三，只在7月、8月|每周三，仅在7月至8月", weekly(2, by_month=(7, 8))),
        ("11月至1月每周三", weekly(2, by_month=(1, 11, 12))),
        ("逢三逢八|逢三、八|逢三八|每逢三、八|农历逢三逢八|每月逢3逢8|逢三逢八赶集", Rule(kind="market", digits=(3, 8), lunar=True)),
        ("逢五逢十|逢五十|逢5逢10", Rule(kind="market", digits=(0, 5), lunar=True)),
        ("公历逢五|阳历逢五|公历每月逢五", Rule(kind="market", digits=(5,))),
        ("逢双", Rule(kind="market", digits=(0, 2, 4, 6, 8), lunar=True)),
        ("农历腊月廿三|腊月廿三|每年腊月二十三|每年农历十二月廿三|阴历腊月廿三", Rule(kind="lunar", lunar_days=((12, 23),))),
        ("正月十五、八月十五|农历正月十五、八月十五|元宵节、中秋节", Rule(kind="lunar", lunar_days=((1, 15), (8, 15)))),
        ("除夕、正月初一|农历正月初一、除夕", Rule(kind="lunar", lunar_days=((1, 1), (12, -1)))),
        ("除夕|每年除夕", Rule(kind="lunar", lunar_days=((12, -1),))),
    ],
)  # fmt: skip
def test_different_words_for_one_rule(texts: str, wanted: Rule) -> None:
    """Every way of saying a thing, in Chinese, English and RRULE, gives one and the same rule."""
    assert {text: rule(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), wanted)


@pytest.mark.parametrize(
    ("text", "until", "count", "left_out", "holiday"),
    [
        ("每周三，到2026年12月31日", date(2026, 12, 31), None, (), None),
        ("每周三到2026-12-31", date(2026, 12, 31), None, (), None),
        ("每周三 至 2026/12/31 为止", date(2026, 12, 31), None, (), None),
        ("每周三，共10次", None, 10, (), None),
        ("每周三，一共十二场", None, 12, (), None),
        ("每周三，除2026-10-07，到2026-12-31", date(2026, 12, 31), None, (date(2026, 10, 7),), None),
        ("每周三，除了2026-10-07、2026-10-14以外，共9次，节假日跳过", None, 9, (date(2026, 10, 7), date(2026, 10, 14)), "跳过"),
        ("每周三，2026-10-07除外", None, None, (date(2026, 10, 7),), None),
        ("每周三，遇法定节假日顺延至下一个工作日，到2026-12-31。", date(2026, 12, 31), None, (), "顺延"),
        ("每周三，节假日照常", None, None, (), "照常"),
        ("every Wednesday until 2026-12-31", date(2026, 12, 31), None, (), None),
        ("every Wednesday, 10 times, except 2026-10-07 and 2026-10-14, skip holidays", None, 10,
         (date(2026, 10, 7), date(2026, 10, 14)), "跳过"),
        ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20261231", date(2026, 12, 31), None, (), None),
    ],
)  # fmt: skip
def test_what_follows_the_rule(
    text: str, until: date | None, count: int | None, left_out: tuple[date, ...], holiday: str | None
) -> None:
    """The end, days left out and holidays in any order after the rule."""
    found = sentence_of(text, START)
    wanted = Rule(freq="WEEKLY", by_day=((0, 2),), until=until, count=count)
    assert found == Sentence(wanted, left_out, holiday)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "", "随便", "到2026年12月31日", "每5日", "每二周三", "每三个星期三", "每月十五", "每月初一", "每年八月十五", "每周2次",
        "每月2次", "每周末", "双周周三", "每月第一周周三", "每月第一个工作日", "每月星期三", "每月32日", "每月0日", "每年15日",
        "每年4月15日、12月4日", "每周15日", "每天周三", "每季度15日", "每季度第三个月", "逢十五", "逢", "逢三十五", "逢甲",
        "从2026年3月1日起每周三", "每周三，到2026-12-31，共10次", "每周三，到2026-12-31，到2027-12-31", "每周三，共0次",
        "每0周周三", "每100周周三", "农历三月", "农历清明", "每年闰六月初一", "小年", "every weekday", "every first", "every month on wednesday",
        "every month on the 32nd", "every year on April 15 and May 16", "fortnightly", "each", "每3月15日", "每13月1日",
        "每年13月1日", "每月第六个星期三", "每周三" * 60,
    ],
)  # fmt: skip
def test_what_is_unclear_is_refused_with_the_forms(text: str) -> None:
    """E120, never a guess, and the hint lists what can be written."""
    with pytest.raises(BadValue) as caught:
        sentence_of(text, START)
    assert caught.value.code == "E120"
    assert caught.value.hint.endswith(FORMS)


def test_a_date_that_is_none_is_a_fault_of_dates() -> None:
    """An end on 31 November is told as any other date is."""
    with pytest.raises(BadValue) as caught:
        sentence_of("每周三，到2026-11-31", START)
    assert caught.value.code == "E024"


def _rows(begin: str, end: str) -> list[list[str]]:
    part = GUIDE[GUIDE.index(begin) : GUIDE.index(end)]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("row", _rows("## 一句话的写法", "英文也认得"), ids=lambda row: row[0])
def test_the_handbook_tells_the_true_dates(row: list[str]) -> None:
    """Each sentence of the handbook's tables gives the three dates beside it."""
    start = date(2026, 1, 1)
    found = sentence_of(row[0].strip("`"), start).rule
    assert "、".join(map(str, first_days(found, start, default_workdays(), 3))) == row[1]


def test_the_handbook_tells_what_is_refused_and_what_can_follow() -> None:
    """Every form in its tables is refused or read as it says; every word of a choice stands on the page."""
    for text, _ in _rows("下面这些会报 [E120]", "## 重复的键"):
        with pytest.raises(BadValue):
            sentence_of(text.strip("`"), START)
    for forms, _ in _rows("一句话后面可以再接几截", "下面这些会报 [E120]"):
        for form in re.findall("`([^`]+)`", forms):
            head = "每周三，" if re.search("[\u4e00-\u9fff]", form) else "every Wednesday, "
            assert sentence_of(head + form, START) != sentence_of("每周三", START)
    for words in (t.HOLIDAY_WORDS, t.CALENDAR_WORDS):
        assert [w for w in words if f"`{w}`" not in GUIDE] == []


def test_the_forms_in_the_hint_can_all_be_read() -> None:
    """What E120 tells people to write is never refused."""
    plain, tails = FORMS.removeprefix("可以写：").split("；")
    for form in plain.replace("每周三、周五", "每周三和周五").split("、"):
        assert rule(form)
    for tail in re.findall("“(.+?)”", tails):
        assert sentence_of(f"每周三{tail}", START)
