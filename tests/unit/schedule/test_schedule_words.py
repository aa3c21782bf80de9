"""A rule said back in the words that people use for it."""

from __future__ import annotations

from datetime import date

import pytest

from generator.decode.repeat import sentence_of
from generator.model import Repeat
from generator.schedule.words import repeat_words, rule_words

START = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("每天", "每天"),
        ("每周三", "每周三"),
        ("每周三、周五", "每周三、周五"),
        ("每两周星期三", "每两周的周三"),
        ("每月第一个星期三", "每月第一个星期三"),
        ("每月最后一个星期五", "每月最后一个星期五"),
        ("每月15日", "每月15日"),
        ("每月最后一天", "每月最后一天"),
        ("每年4月15日", "每年4月15日"),
        ("每年5月第三个星期日", "每年5月第三个星期日"),
        ("逢三逢八", "农历逢三逢八"),
        ("逢五逢十", "农历逢五逢十"),
        ("公历逢五", "公历每月逢五"),
        ("农历腊月廿三", "每年农历腊月廿三"),
        ("每个工作日", "每个工作日"),
    ],
)
def test_a_rule_is_said_in_plain_words(written: str, said: str) -> None:
    assert rule_words(sentence_of(written, START).rule) == said


@pytest.mark.parametrize("written", ["每天", "每周三、周五", "每月第一个星期三", "每月15日", "每年4月15日", "公历逢五"])
def test_what_is_said_can_be_written_again(written: str) -> None:
    """An officer who copies the words from the page gets the same rule."""
    rule = sentence_of(f"{written}，到2026年12月31日", START).rule
    said = repeat_words(Repeat(rule)).replace("公历每月逢", "公历逢")
    assert sentence_of(said, START).rule == rule


def test_the_end_and_the_holidays_are_said_too() -> None:
    rule = sentence_of("每周三，共10次", START).rule
    assert repeat_words(Repeat(rule, on_holiday="顺延")) == "每周三，共10次，遇放假顺延到下一个工作日"
    assert repeat_words(Repeat(rule, on_holiday="跳过")).endswith("，遇放假跳过")
