"""YAML becomes trees of text whose places are right, and nothing in a file can make the reader do more than read."""

from __future__ import annotations

import pytest

from generator.read.marks import row_at
from generator.read.tree import Mapping, Marked, Node, Scalar, Sequence
from generator.read.yaml import MAX_BROKEN, read_settings, read_yaml


def plain(node: Node | None) -> object:
    """A tree as lists and pairs."""
    if isinstance(node, Mapping):
        return {k.text: plain(v) for k, v in node.pairs}
    if isinstance(node, Sequence):
        return [plain(i) for i in node.items]
    return node.text if isinstance(node, Scalar) else None


def codes(text: str) -> list[tuple[str, int, int]]:
    return [(d.code, d.span.line, d.span.column) for d in read_yaml("a.yml", text)[1]]


def test_every_scalar_stays_text() -> None:
    """19:30 is no number of seconds, 01234 keeps its zero, 否 and no are no booleans, ~ is nothing."""
    node, faults = read_yaml("a.yml", "a: 19:30\nb: 01234\nc: 否\nd: no\ne: 1e3\nf: ~\ng: 2025-04-15\n")
    assert faults == ()
    assert plain(node) == {"a": "19:30", "b": "01234", "c": "否", "d": "no", "e": "1e3", "f": "", "g": "2025-04-15"}


def test_places_are_those_of_the_file() -> None:
    """Lines and columns count characters from one, Chinese ones too."""
    node, _ = read_yaml("a.yml", "# 说明\n名称: 甲\n乡镇: [青石镇, 云溪街道]\n")
    assert isinstance(node, Mapping)
    value = node.pairs[1][1]
    assert isinstance(value, Sequence)
    assert [(i.line, i.column, i.length) for i in value.items] == [(3, 6, 3), (3, 11, 4)]


def test_repeated_keys_are_kept() -> None:
    """Both stay in the tree, so that a later step can name both places."""
    node, faults = read_yaml("a.yml", "a: 1\na: 2\n")
    assert faults == ()
    assert isinstance(node, Mapping)
    assert [k.line for k, _ in node.pairs] == [1, 2]


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有说明\n", "---\n", "~\n", "''\n"])
def test_nothing_is_nothing(text: str) -> None:
    """Empty files and files of comments are no fault here and have no tree."""
    assert read_yaml("a.yml", text) == (None, ())


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("标题：甲\n时间: 乙\n", (1, 3), "全角"),
        ("a: 1\n\tb: 2\n", (2, 1), "Tab"),
        ("a: 1\nb 2\nc: 3\n", (2, 1), "缺少英文冒号"),
        ("a: 1\nb:2\n", (2, 1), "缺少英文冒号"),
        ("a: 甲: 乙\n", (1, 5), "多了一个冒号"),
        ("a: [1, 2\nb: 3\n", (1, 4), "没有成对"),
        ("a: 1\nb: '甲\n", (2, 4), "没有成对"),
        ("a: {b: 1\nc: 2\nd: 3\n", (1, 4), "没有成对"),
        ("a:\n  b: 1\n c: 2\n", (3, 2), "缩进"),
        ("a: @b\n", (1, 4), "不能放在开头"),
        ('a: "\\q"\n', (1, 5), "反斜杠"),
        ("a: }\n", (1, 4), "没有写完"),
        ("a: |b\n  c\n", (1, 5), "“|”"),
        ("a: 1\n---\nb: 2\n", (2, 1), "几份"),
        ("? [a]\n: b\n", (1, 3), "键不能"),
    ],
)
def test_syntax_faults_point_at_the_slip(text: str, place: tuple[int, int], words: str) -> None:
    """E003 stands where the slip is, not where the parser stumbled, and says it in Chinese."""
    _, (fault,) = read_yaml("a.yml", text)
    assert (fault.code, fault.span.line, fault.span.column) == ("E003", *place)
    assert words in fault.message
    assert fault.hint


@pytest.mark.parametrize(
    "text", ["a: &x 1\n", "a: *x\n", "a: !!python/object:os.system x\n", "a: !x y\n", "&a [*a]\n", "- &a {b: *a}\n"]
)
def test_anchors_aliases_and_tags_are_refused(text: str) -> None:
    """E004: no cycles, no bombs, no objects."""
    assert {code for code, _, _ in codes(text)} == {"E004"}


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: 甲\x07\n", (1, 5)), ("a: 甲\n#\u2028b\n", (2, 2)), ("a: 1\nb: 甲\x85c: 2\n", (2, 5)), ("\x00", (1, 1))],
)
def test_control_characters_are_found_at_their_place(text: str, place: tuple[int, int]) -> None:
    """E011, hidden line breaks included: they would shift every line that is named after them."""
    assert codes(text) == [("E011", *place)]


def test_one_broken_item_does_not_hide_the_others() -> None:
    """A list is read item by item after a syntax fault: each broken item is reported, each good one is kept."""
    node, faults = read_yaml("a.yml", "- a: 1\n- b: [\n- c: 3\n- d: 'x\n- e: 5\n", first_line=11)
    assert [d.span.line for d in faults] == [12, 14]
    assert plain(node) == [{"a": "1"}, {"c": "3"}, {"e": "5"}]


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a:\n" + "".join(" " * i + "- \n" for i in range(1, 2000)),
     "? " * 100_000, pytest.param("".join(f"k{i}: v\n" for i in range(400_000)), marks=pytest.mark.slow), "- [\n" * 100_000, "'" * 100_001],
    ids=["lists", "mappings", "dashes", "ladder", "keys", "many-keys", "broken-items", "quotes"],
)  # fmt: skip
def test_bombs_are_refused(text: str) -> None:
    """Depth, size and endless faults end with a fault, not with all memory gone."""
    faults = read_yaml("a.yml", text)[1]
    assert faults
    assert len(faults) <= MAX_BROKEN + 2
    assert {d.code for d in faults} <= {"E003", "E005", "E011"}


@pytest.mark.parametrize(
    "line",
    [
        "-" + " " * 100_000 + "x",
        "-" * 100_000,
        " " * 100_000 + "-",
        "字" * 100_000,
        "字-" * 50_000 + "x",
        "'" + " " * 100_000,
        "[" + " " * 100_000,
    ],
)
def test_an_endless_line_beside_a_slip_is_one_fault(line: str) -> None:
    """The search for a full-width colon looks at the lines around a fault, however long they are."""
    for text in (f"a: b: c\n{line}\n", f"{line}\na: b: c\n"):
        assert {code for code, _, _ in codes(text)} == {"E003"}


def test_settings_of_another_program_run_nothing() -> None:
    """mkdocs.yml may hold tags; they are passed over as text."""
    text = "a: !!python/name:os.system x\nb: !ENV [A, b]\nc: &x 1\nd: *x\n"
    assert read_settings("mkdocs.yml", text) == {"a": "x", "b": ["A", "b"], "c": "1", "d": "1"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("a: [", "E003"), ("- a\n", "E023"), ("甲", "E023"), ("a: \x07", "E011"), ("a: &x [*x]\n", "E003"), ("[" * 50_000, "E003"),
     ("? {a: b}\n: c\n", "E003"), ("a: 1\n---\nb: 2\n", "E003"), ("", "E023")],
)  # fmt: skip
def test_bad_settings_are_one_fault(text: str, code: str) -> None:
    """Whatever mkdocs.yml holds, it is read or refused."""
    found = read_settings("mkdocs.yml", text)
    assert not isinstance(found, dict)
    assert found.code in {code, "E005"}


def test_the_lines_of_a_long_text_are_known() -> None:
    """Block, folded, plain and quoted texts of several lines know where each line stands, whatever became of its end."""
    text = 'a: |\n  甲\n\n   乙\nb: >-\n  丙\n  丁\nc: 戊\n  己\nd: "庚\n   辛"\n'
    node, faults = read_yaml("a.yml", text, 11)
    assert faults == ()
    assert isinstance(node, Mapping)
    found = {}
    for _, child in node.pairs:
        assert isinstance(child, Marked)
        for sign in "甲乙丙丁戊己庚辛":
            if sign in child.text:
                found[sign] = row_at(child.rows, child.text.index(sign))
    assert found == {
        "甲": (12, 3), "乙": (14, 4), "丙": (16, 3), "丁": (17, 3), "戊": (18, 4), "己": (19, 3), "庚": (20, 5), "辛": (21, 4),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("a: 讲座 #第3场\n", "#第3场"),
        ("a: 讲座\t#第3场\n", "#第3场"),
        ("a: #3号楼\n", "#3号楼"),
        ("- 讲座 #5\n- b\n", "#5"),
        ("a: 甲\n  乙 #3号楼  \n", "#3号楼"),
        ("a: 讲座 # 第3场\n", ""),
        ("a: 讲座  #\n", ""),
        ("a: 讲座 #----\n", ""),
        ("a: 讲座#第3场\n", ""),
        ("a: '讲座 #第3场'\n", ""),
        ("a: '讲座' #第3场\n", ""),
        ("a: [讲座] #第3场\n", ""),
        ("a: |\n  讲座 #第3场\n", ""),
        ("#整行说明\na: 讲座\n  #也是说明\nb: 丙\n", ""),
    ],
)
def test_what_a_number_sign_cuts_off_is_kept_beside_the_text(text: str, lost: str) -> None:
    """A comment with a word right behind its sign may have been meant as text; every clear comment is one."""
    node, faults = read_yaml("a.yml", text)
    assert faults == ()
    children = (
        [c for _, c in node.pairs] if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else []
    )
    found = [c.lost.text for c in children if isinstance(c, Marked) and c.lost is not None]
    assert found == ([lost] if lost else [])


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("- id: a\n  t: b\n\nid: c\nt: d\n", (4, 1), "前面少了“- ”"),
        ("events:\n  - id: a\n    t: b\n  编号: c\n  t: d\n", (4, 3), "前面少了“- ”"),
        ("- id: a\n-编号: c\n  t: d\n", (2, 2), "少了一个空格"),
        ("r: {place: 小区 #5楼}\nq: 1\n", (1, 15), "当成了说明"),
        ("r: [a, 小区 #5楼]\n", (1, 11), "当成了说明"),
        ("- id: a\n  t: 甲 #乙\n  续\n", (2, 8), "当成了说明"),
    ],
)
def test_slips_that_the_parser_meets_later_are_told_where_they_are(
    text: str, place: tuple[int, int], words: str
) -> None:
    """One fault, at the missing dash or at the sign that made a comment of the rest."""
    (fault,) = read_yaml("a.yml", text)[1]
    assert (fault.code, (fault.span.line, fault.span.column)) == ("E003", place)
    assert words in fault.message


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("- a: {b: 8，c: 6}\n", (1, 11), "花括号里的逗号"),
        ("- a: 甲\n  b: 第一行\n    第二行 #3场\n    第三行\n", (3, 9), "“#”后面的字"),
        ("-a: 甲\n b: 乙\n", (1, 2), "“-”后面少了一个空格"),
        ("- a: 甲\n－ a: 乙\n  b: 丙\n", (2, 3), "不是英文半角的“-”"),
        ("－ a: 甲\n  b: 乙\n", (1, 3), "不是英文半角的“-”"),
    ],
)
def test_a_slip_is_told_where_it_was_made(text: str, place: tuple[int, int], words: str) -> None:
    """Not where the parser stumbles, which is often a line later."""
    _, (fault, *_) = read_yaml("a.yml", text)
    assert (fault.code, (fault.span.line, fault.span.column), words in fault.message) == ("E003", place, True)
