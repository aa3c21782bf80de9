"""Records by one table: Chinese and English keys, every fault of a record at once."""

from __future__ import annotations

import sys

import pytest

from generator.decode import tables
from generator.decode.commas import joined
from generator.decode.fields import (
    MISSING,
    Faults,
    Field,
    Record,
    choice,
    decode,
    find_field,
    many,
    prose,
    text,
    unsafe_mark,
)
from generator.read.tree import Mapping, Scalar
from generator.read.yaml import read_yaml

PET = Record("宠物", (
    Field("name", "名字", text(10), "叫什么。", required=True, also=("称呼",)),
    Field("kind", "种类", choice({"cat": "猫", "dog": "狗"}, "种类"), "是什么。"),
    Field("likes", "喜欢", many(5, 3), "喜欢什么。"),
    Field("story", "故事", prose(50), "来历。"),
))  # fmt: skip


def read(source: str) -> tuple[dict[str, object], list[tuple[str, int, int]]]:
    """Values and (code, line, column) of the faults of one record."""
    node, wrong = read_yaml("a.yml", source)
    assert wrong == ()
    assert node is not None
    faults = Faults("a.yml")
    values = decode(PET, node, faults)
    return (values.got if values else {}), [(d.code, d.span.line, d.span.column) for d in faults.found]


@pytest.mark.parametrize("key", ["name", "名字", "称呼", "NAME", "ＮＡＭＥ", "名 字", "名字（必填）", "*名字"])
def test_a_key_has_many_spellings(key: str) -> None:
    """English, Chinese, another word, full width, spaces and notes in brackets name the same field."""
    found = find_field(PET, key)
    assert found is not None
    assert found.key == "name"


@pytest.mark.parametrize(
    "word",
    ["(" * 100_000, "名字" + "（" * 100_000, "[" * 50_000 + "]" * 50_000, "*" * 100_000 + "名字", "名字（必填" + " " * 100_000,
     "名" + "\u0301\u0316" * 50_000, "名字" + "（必填）" * 20],
)  # fmt: skip
def test_endless_keys_name_nothing(word: str) -> None:
    """A key or a head of more than sixty characters is unknown at once, whatever is in it."""
    assert find_field(PET, word) is None
    faults = Faults("a.yml")
    decode(
        PET,
        Mapping([(Scalar("名字", 1, 1), Scalar("甲", 1, 4)), (Scalar(word, 2, 1), Scalar("x", 2, 9))], 1, 1),
        faults,
    )
    assert [d.code for d in faults.found] == ["E021"]


@pytest.mark.parametrize(
    "words",
    [
        "<" + " " * 100_000 + "9",
        "&" * 100_000,
        "&" + "a" * 100_000,
        "javascript" + " " * 100_000 + "x",
        "、" * 100_000 + "字" * 100,
        "字" * 100_000,
    ],
)
@pytest.mark.parametrize("key", ["名字", "种类", "喜欢", "故事"])
def test_endless_texts_are_refused(key: str, words: str) -> None:
    """Text, choice, list and prose: each refuses a value of a hundred thousand characters."""
    faults = Faults("a.yml")
    pairs = [(Scalar("名字", 1, 1), Scalar("甲", 1, 4))] if key != "名字" else []
    values = decode(PET, Mapping([*pairs, (Scalar(key, 2, 1), Scalar(words, 2, 4))], 1, 1), faults)
    assert values is not None
    assert "字" * 11 not in str(values.got)
    assert {d.span.line for d in faults.found if d.code in ("E026", "E028", "E005")} == {2}


def test_all_tables_are_unambiguous() -> None:
    """Within one record no word names two fields, and every field has a Chinese name and a line for the handbook."""
    for record in tables.ALL_RECORDS:
        words = [w.lower() for f in record.fields for w in {f.key, f.name, *f.also}]
        assert len(words) == len(set(words)), record.name
        assert all(f.name and f.about.endswith(("。", "…")) for f in record.fields), record.name


def test_every_fault_of_a_record_at_once() -> None:
    """Four different slips in one record are four faults, each at its own place."""
    _, faults = read("名字: <b>\nkind: 鱼\nlikes: [一, 二, 三, 四]\nstroy: x\n")
    assert faults == [("E031", 1, 5), ("E026", 2, 7), ("E005", 3, 8), ("E021", 4, 1)]


def test_an_unknown_key_suggests_the_nearest() -> None:
    """A slip of the fingers gets the word that was meant."""
    node, _ = read_yaml("a.yml", "name: 甲\nstroy: x\n")
    assert isinstance(node, Mapping)
    faults = Faults("a.yml")
    decode(PET, node, faults)
    assert "是不是“故事”（story）" in faults.found[0].hint


@pytest.mark.parametrize(
    "source", ["kind: cat\n", "name:\n", "name: ''\n", "name: '  '\n", "name: ~\n", "name: '　'\n"]
)
def test_blank_is_missing(source: str) -> None:
    """A required field that is absent or blank is missing; the record says so where it begins."""
    assert ("E022", 1, 1) in read(source)[1]


def test_a_list_of_nothing_is_missing_where_it_is_required() -> None:
    """`township: []` would otherwise drop an event without a word."""
    record = Record("活动", (Field("township", "乡镇", many(), "在哪里。", required=True),))
    for source in ("township: []\n", "township: 、\n", "township: [' ']\n"):
        node, _ = read_yaml("a.yml", source)
        assert node is not None
        faults = Faults("a.yml")
        decode(record, node, faults)
        assert [d.code for d in faults.found] == ["E022"]


def test_lists_in_both_forms() -> None:
    """A YAML list and one line with 、 are the same."""
    for source in ("name: 甲\nlikes: [鱼, 鸟]\n", "name: 甲\nlikes: 鱼、鸟\n"):
        got, faults = read(source)
        assert faults == []
        assert [part.text for part in got["likes"]] == ["鱼", "鸟"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "source",
    ["name: [甲]\n", "name: {a: b}\n", "name: 甲\nkind: [cat]\n", "name: 甲\nlikes: {a: b}\n", "甲\n", "- name: 甲\n"],
)
def test_the_wrong_kind_is_e023(source: str) -> None:
    """A list for a text, a mapping for a list, a text for a record."""
    assert "E023" in {code for code, _, _ in read(source)[1]}


@pytest.mark.parametrize(
    "mark",
    ["\u200b", "\u202e", "\u2066", "\ufeff", "\x07", "\x1b", "\u00ad", "\u2060", "\ue000", "\U000e0041", "\u2028"],
)
def test_invisible_marks_are_found(mark: str) -> None:
    """Zero-width, direction, control, private and tag characters."""
    assert unsafe_mark(f"甲{mark}乙") == f"U+{ord(mark):04X}"


@pytest.mark.parametrize(
    "line", ["甲　乙", "甲 乙", "é", "👨‍👩‍👧", "❤️", "𠮷野家", "\U0002ebf0", "\U000323b0", "㐂", "①", "“甲”——乙……"]
)
def test_real_writing_is_not(line: str) -> None:
    """Full-width spaces, accents, joined emoji and rare characters are text."""
    assert unsafe_mark(line) is None


def test_prose_keeps_lines_and_text_does_not() -> None:
    """Several lines in a one-line field become one, with a space where one of them ends in Latin; in prose they stay."""
    got, faults = read("name: |\n  甲\n  乙\n  App\n  丙\nstory: |\n  甲\n  乙\n")
    assert faults == []
    assert got["name"] == "甲乙 App 丙"
    assert got["story"] == "甲\n乙"


@pytest.mark.parametrize("length", [10, 11, 10_000])
def test_length_is_held(length: int) -> None:
    """Ten characters fit, eleven do not, ten thousand least of all."""
    got, faults = read(f"name: {'字' * length}\n")
    assert bool(faults) == (length > 10)
    assert (got["name"] is MISSING) == (length > 10)


def test_faults_of_one_file_end_somewhere() -> None:
    """Who sends a file of nothing but unknown keys gets the first five hundred and a word that there are more."""
    _, faults = read("name: 甲\n" + "".join(f"x{i}: y\n" for i in range(5000)))
    assert len(faults) == Faults.MOST + 1
    assert faults[-1] == ("E005", 0, 0)


def test_no_letter_or_figure_of_any_script_is_an_unsafe_mark() -> None:
    """Texts of letters and figures only are taken as they are: nothing among them must be looked for."""
    alone = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isalnum()]
    assert len(alone) > 100_000
    assert [sign for sign in alone if unsafe_mark(sign)] == []


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("名字: 甲 #一\n", [(1, 7)]),
        ("名字: 甲\n喜欢: 鱼 #二\n", [(2, 7)]),
        ("名字: 甲\n喜欢:\n  - 鱼 #三\n  - 肉、菜 #四\n", [(3, 7), (4, 9)]),
    ],
)
def test_words_lost_behind_a_hash_are_told_once(source: str, places: list[tuple[int, int]]) -> None:
    """Of a text, of a list in one line and of each item of a list."""
    _, wrong = read(source)
    assert [(line, column) for code, line, column in wrong if code == "W240"] == places


def test_only_a_mapping_with_an_empty_value_is_looked_through_for_numbers_in_braces() -> None:
    """A comma leaves a key without a value; the pairs of every other record are handed on as they are."""
    usual, _ = read_yaml("a.yml", "{名字: 甲, 喜欢: [鱼], 故事: {a: 1}}")
    assert isinstance(usual, Mapping)
    assert joined(usual)[0] is usual.pairs
    for source, texts, numbers in (
        ("{名字: 1,200, 种类: 猫}", ["1,200", "猫"], ["1,200"]),
        ("{名字: 1,200,300人}", ["1,200,300人"], ["1,200,300人"]),
        ("{名字: 1,200, 喜欢: , 故事: 12,345}", ["1,200", "", "12,345"], ["1,200", "12,345"]),
        ("{名字: 甲, 喜欢: }", ["甲", ""], []),
        ("名字: '1'\n'200':\n", ["1", ""], []),
    ):
        node, _ = read_yaml("a.yml", source)
        assert isinstance(node, Mapping)
        pairs, wrong = joined(node)
        assert [child.text for _, child in pairs if isinstance(child, Scalar)] == texts
        assert [number.text for number in wrong] == numbers
