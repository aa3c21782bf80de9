"""The statistical list's committees become the names that people use."""

from __future__ import annotations

import pytest

from generator.gazetteer.unitnames import village_names


def _names(*listed: str, county: str = "某县", township: str = "某镇") -> tuple[str, ...]:
    return village_names(county, {township: listed})[township]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("溪淤村委会", "溪淤村"),
        ("高路村民委员会", "高路村"),
        ("市心社区", "市心社区"),
        ("多福巷社区居委会", "多福巷社区"),
        ("临江社区居民委员会", "临江社区"),
        ("新塘边居民委员会", "新塘边居委会"),
        ("大塘村居委会", "大塘村居委会"),
        ("红旗嘎查委员会", "红旗嘎查"),
        ("宝日呼岱嘎查村委员会", "宝日呼岱嘎查"),
        ("一连生活区", "一连生活区"),
        ("中原特殊钢厂社区", "中原特殊钢厂社区"),
        ("红旗村委会（夹街）", "红旗村（夹街）"),
        ("孙家窝堡村委会（合隆经济开发区）（省级）", "孙家窝堡村（合隆经济开发区）"),
        ("南宅社区居委会（含南宅村村委）", "南宅社区"),
        ("横坑（畲族）村委会", "横坑（畲族）村"),
        ("大(土郎)村民委员会", "大（土郎）村"),
        ("直庆村（五村）委会", "直庆村（五村）"),
        ("郭庄村（居）委会", "郭庄村"),
        ("吉浪村牧委会", "吉浪村"),
        ("海中社区居委会会", "海中社区"),
        ("村委会", "村"),
    ],
)
def test_the_committee_is_taken_off_and_nothing_else(listed: str, expected: str) -> None:
    assert _names(listed, "甲村委会", "乙村委会") == (expected, "甲村", "乙村")


def test_in_a_county_of_the_short_habit_only_a_one_character_name_keeps_both_words() -> None:
    names = _names("贺村村委会", "株树村村民委员会", "清湖一村村委会", "甲庄村委会", "乙庄村委会", "丙庄村委会")
    assert names == ("贺村村", "株树村", "清湖一村", "甲庄村", "乙庄村", "丙庄村")


def test_in_a_county_of_the_long_habit_the_second_word_is_the_committees() -> None:
    assert _names("贺村村委会", "王庄村村委会", "李庄村村民委员会") == ("贺村", "王庄村", "李庄村")


@pytest.mark.parametrize(
    "listed", ["开发区虚拟社区", "虚拟生活区", "未来城类似社区", "低碳经济园类似居委会", "园艺场（特殊村委会）"]
)
def test_placeholders_of_the_list_are_left_out(listed: str) -> None:
    assert _names(listed, "甲村委会") == ("甲村",)


def test_names_that_would_become_one_stay_as_they_are_listed() -> None:
    assert _names("四方社区", "四方社区居委会", "兴垦村委会", "兴垦村委会（新）", "甲庄村委会") == (
        "四方社区",
        "四方社区居委会",
        "兴垦村委会",
        "兴垦村委会（新）",
        "甲庄村",
    )


def test_county_and_township_written_before_a_name_are_dropped() -> None:
    name = _names("广东省河源市和平县彭寨镇大塘面社区居民委员会", county="和平县", township="彭寨镇")
    assert name == ("大塘面社区",)
    assert _names("和平县彭寨镇村委会", county="和平县", township="彭寨镇") == ("和平县彭寨镇村",)


def test_a_character_that_the_list_lacks_becomes_a_visible_gap() -> None:
    assert _names("高\ue170村委会", "\ue08b尾村委会") == ("高□村", "□尾村")
