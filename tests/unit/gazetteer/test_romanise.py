"""Names become ids that are safe, told apart, and the same whatever the order."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.decode import values
from generator.decode.values import identifier
from generator.gazetteer.romanise import slug, village_ids


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("贺村村", "hecuncun"),
        ("礼贤村", "lixiancun"),
        ("16号院社区", "16haoyuanshequ"),
        ("八五〇场直社区", "bawulingchangzhishequ"),
        ("吕家村", "lvjiacun"),
        ("华润·凌江社区", "huarun-lingjiangshequ"),
        ("ＡＢＣ 小区（东）", "abc-xiaoqu-dong"),
        ("Crème brûlée", "creme-brulee"),
        ("国家安全法 2025", "guojiaanquanfa-2025"),
    ],
)
def test_slug_is_plain_pinyin_with_words_and_numbers_kept(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slug_of_text_without_letters_is_its_own_and_always_the_same() -> None:
    assert slug("！？") == slug("！？") != slug("？！")
    assert identifier(slug("🎉")) == slug("🎉")
    assert slug("") == slug("")


def test_slug_keeps_a_character_that_no_dictionary_knows() -> None:
    assert slug("\U000323af村") != slug("村")


@pytest.mark.parametrize("word", sorted(values._RESERVED))
def test_slug_is_never_a_name_the_system_keeps_for_itself(word: str) -> None:
    assert identifier(slug(word)) == f"{word}-1"


@given(st.text(max_size=80), st.integers(min_value=9, max_value=40))
def test_slug_always_passes_the_rule_for_ids(text: str, limit: int) -> None:
    found = slug(text, limit)
    assert identifier(found) == found
    assert len(found) <= limit


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("贺村村", "hecun"),
        ("礼贤村", "lixian"),
        ("中心社区", "zhongxin"),
        ("德安居委会", "dean"),
        ("新村", "xincun"),
        ("红旗嘎查", "hongqigacha"),
        ("一连生活区", "yilianshenghuoqu"),
    ],
)
def test_a_village_id_leaves_out_only_the_kind_of_unit(name: str, expected: str) -> None:
    assert village_ids("330881121", [name]) == (f"330881121-{expected}",)


def test_villages_of_one_stem_keep_their_kind() -> None:
    ids = village_ids("330881121", ["淤头村", "淤头社区", "高路村"])
    assert ids == ("330881121-yutoucun", "330881121-yutoushequ", "330881121-gaolu")


def test_villages_of_one_sound_are_told_apart_by_tones_and_then_by_a_hash() -> None:
    tones = village_ids("330881121", ["石门村", "市门村"])
    assert tones == ("330881121-shi2men2cun1", "330881121-shi4men2cun1")
    same = village_ids("330881121", ["石门村", "时门村"])
    assert len(set(same)) == 2
    assert all(i.startswith("330881121-shimencun-") for i in same)


@pytest.mark.slow
def test_village_ids_do_not_depend_on_the_order_of_names() -> None:
    names = ["淤头村", "淤头社区", "石门村", "时门村", "新村", "新村村"]
    expected = dict(zip(names, village_ids("330881121", names), strict=True))
    assert len(set(expected.values())) == len(names)
    for order in itertools.permutations(names):
        assert dict(zip(order, village_ids("330881121", order), strict=True)) == expected


def test_a_name_given_twice_is_numbered() -> None:
    assert village_ids("330881121", ["高路村", "高路村"]) == ("330881121-gaolu", "330881121-gaolu-2")


@given(st.lists(st.text(alphabet="石时市门村新社区abc1-（）·", max_size=12), max_size=12, unique=True))
def test_village_ids_are_unique_and_pass_the_rule_for_ids(names: list[str]) -> None:
    ids = village_ids("330881121", names)
    assert len(set(ids)) == len(names)
    assert all(identifier(i) == i for i in ids)


def test_the_dictionary_is_loaded_only_when_a_name_is_romanised() -> None:
    code = "import sys, generator.gazetteer.romanise; print('pypinyin' in sys.modules); generator.gazetteer.romanise.slug('村'); print('pypinyin' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["False", "True"]
