"""The machinery of records: a table of fields in, typed values and every fault out.

A `Record` names its fields once, in English and Chinese; YAML keys, ledger heads, the handbook and the messages all come
from it. A parser takes a node and a `Faults` and gives a value, or `MISSING` after it has reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Final

from generator.base.breaks import one_line
from generator.base.diagnostics import Diagnostic, Span, visible
from generator.decode.commas import joined, without_colon
from generator.decode.values import BadValue, identifier, listed
from generator.decode.words import KEY_MEANINGS, KEY_OTHERS, LONGEST_DITTO, is_ditto, several, typo
from generator.read.marks import row_at
from generator.read.tree import Mapping, Marked, Node, Scalar, Sequence
from generator.read.yaml import WIDE_SIGNS


class _Missing:
    """The value of a field that is absent or could not be read."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


MISSING: Final = _Missing()


class Faults:
    """Collects the faults of one file while it is decoded."""

    MOST = 500
    """Faults kept of one file: who has more has made one mistake many times, or sent no real file."""

    def __init__(self, path: str, most: int = MOST) -> None:
        self.path = path
        self.most = most
        self.found: list[Diagnostic] = []

    @property
    def full(self) -> bool:
        """True where further faults are no longer kept."""
        return len(self.found) > self.most

    def span(self, node: Node) -> Span:
        """The place of a node."""
        return Span(self.path, node.line, node.column, node.length, node.cell)

    def add(self, code: str, node: Node, message: str, hint: str = "", **more: Any) -> None:
        """Record one fault at a node; the first one over the limit says that there are more."""
        if len(self.found) < self.most:
            self.found.append(Diagnostic(code, self.span(node), message, hint, **more))
        elif not self.full:
            self.found.append(
                Diagnostic(
                    "E005", Span(self.path), f"问题超过{self.most}处，后面的没有列出", "先改好已经列出的，再检查一次。"
                )
            )


Parser = Callable[[Node, Faults], Any]


@dataclass(frozen=True)
class Field:
    """One key of a record: English and Chinese name, how it is read, and a line for the handbook."""

    key: str
    name: str
    parse: Parser
    about: str
    required: bool = False
    also: tuple[str, ...] = ()
    inner: Record | None = None
    """The table of a value that is a mapping."""


@dataclass(frozen=True)
class Record:
    """A kind of record: what people call it and its fields."""

    name: str
    fields: tuple[Field, ...]
    by_word: dict[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        words = {w.lower(): f for f in self.fields for w in (f.key, f.name, *f.also)}
        object.__setattr__(self, "by_word", words)

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """The fields without which the record means nothing."""
        return tuple(f for f in self.fields if f.required)


@dataclass(slots=True)
class Values:
    """The decoded fields of one record by English key, and the node of each value."""

    node: Node
    got: dict[str, Any]
    nodes: dict[str, Node]

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a field, or `default` where it is absent or was faulty."""
        value = self.got.get(key, default)
        return default if value is MISSING else value


LONGEST_WORD = 60
"""Characters of a key or of a ledger's head: what is longer names no field, and no pattern has to meet it."""
_HEAD_NOTE = re.compile(r"[\s*＊]|[(（【\[][^()（）【】\[\]]*[)）】\]]")


def find_field(record: Record, word: str) -> Field | None:
    """The field that a written word names: as it is, in half-width lower case, or without a note in brackets."""
    found = record.by_word.get(word)
    if found is None and len(word) <= LONGEST_WORD:
        clean = unicodedata.normalize("NFKC", word).strip().lower()
        found = record.by_word.get(clean) or record.by_word.get(without_note(clean))
    return found


def without_note(word: str) -> str:
    """A written word in half-width lower case, without spaces, stars and notes in brackets."""
    return _HEAD_NOTE.sub("", unicodedata.normalize("NFKC", word[: 2 * LONGEST_WORD]).strip().lower())


def decode(record: Record, node: Node, faults: Faults, *, extra: frozenset[str] = frozenset()) -> Values | None:
    """Read a mapping by the record's table; None (after a fault) where the node is no mapping.

    Keys in `extra` are passed over without a word (a ledger's 序号 or 备注 columns).
    """
    if not isinstance(node, Mapping):
        faults.add(
            "E023",
            node,
            f"这里应是{record.name}的各项内容（“键: 值”）",
            "每行写一个“键: 值”；冒号用英文的，后面空一格。",
        )
        return None
    values = Values(node, {}, {})
    first: dict[str, Scalar] = {}
    pairs, numbers = joined(node)
    for number in numbers:
        hint = f"写成 {number.text.replace(',', '')}。花括号里，逗号是用来隔开两项的。"
        faults.add("E025", number, f"花括号里的数不要写千位逗号：“{number.text}”", hint)
    by_word = record.by_word
    for key, child in pairs:
        known = by_word.get(key.text) or find_field(record, key.text)
        if known is None:
            if key.text.strip() in extra:
                continue
            if faults.full:
                continue
            suggestion = key_hint(record, key.text)
            if without_colon(key, child):
                suggestion = "花括号里，逗号是用来隔开两项的：内容里有逗号的，给整段内容加上引号，或者改用中文逗号。"
                if "：" in key.text:
                    suggestion = WIDE_SIGNS
            faults.add("E021", key, f"{record.name}里没有“{visible(key.text)}”这个键", suggestion + "全部键名见手册。")
            continue
        if known.key in first:
            faults.add(
                "E020", key, f"“{known.name}”（{known.key}）写了两次",
                f"第{first[known.key].line}行已经写过，只留一处。", related=(faults.span(first[known.key]),),
            )  # fmt: skip
            continue
        first[known.key] = key
        if isinstance(child, Scalar) and not child.text.strip():
            if isinstance(known.parse, Words):
                _tell_lost(child, faults)
            continue
        values.nodes[known.key] = child
        values.got[known.key] = known.parse(child, faults)
    for needed in record.required:
        if values.got.get(needed.key, []) == []:  # absent, or a list of nothing
            faults.add(
                "E022",
                node,
                f"{record.name}缺少“{needed.name}”（{needed.key}）",
                f"请补上一行“{needed.name}: …”。{needed.about}",
            )
    return values


# --- parsers -----------------------------------------------------------------------------------------------------

_MARKUP = re.compile(r"<\s*[a-zA-Z/!?]|&#?\w+;|(?:java|vb)script\s*:|data\s*:\s*text/html", re.IGNORECASE)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def unsafe_mark(text: str, *, lines: bool = False) -> str | None:
    """The first control, direction or unassigned mark of `text` as `U+202E`, or None."""
    if text.isprintable():
        return None
    for char in text:
        if char.isprintable():
            continue
        if char in "\n\t" and lines:
            continue
        if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"):
            if char in "\u200d\ufe0f":  # joins emoji
                continue
            if "\U00020000" <= char <= "\U0003fffd":  # a rare Chinese character that this Python does not know yet
                continue
            return f"U+{ord(char):04X}"
    return None


def _scalar(node: Node, faults: Faults, what: str = "文字") -> str | None:
    if isinstance(node, Scalar):
        return node.text
    faults.add("E023", node, f"这里应是一个{what}，不是列表或映射", "写成“键: 值”一行。")
    return None


def _checked(text: str, node: Node, faults: Faults, limit: int, lines: bool) -> Any:
    if len(text) <= limit and text.isalnum():
        return text  # the usual case: letters and figures only, which no mark and no markup is
    if len(text) > limit:
        faults.add(
            "E028", node, f"文字有{len(text)}个字，超过了{limit}个字", "请写短一些，长文放到 index.md 或 content/ 里。"
        )
        return MISSING
    if not text.isprintable() and (mark := unsafe_mark(text, lines=lines)):
        raw = node.text if isinstance(node, Scalar) else text
        first = next((i for i, sign in enumerate(raw) if unsafe_mark(sign, lines=lines)), 0)
        faults.add(
            "E011",
            _line_of(node, first, 1),
            f"文字里有看不见的控制字符 {mark}",
            "多半是从网页或聊天软件复制带来的。删掉这段重新打一遍。",
        )
        return MISSING
    if _MARKUP.search(text):
        found = _MARKUP.search(node.text) if isinstance(node, Scalar) else None
        faults.add(
            "E031",
            _line_of(node, found.start(), len(found[0])) if found else node,
            "文字里有网页代码或脚本链接",
            "这里只写普通文字；“<”请用“小于”或书名号“《》”代替。",
        )
        return MISSING
    return text


class Words(partial[Any]):
    """A parser of plain words, in a cover that costs no call: what a `#` cuts off there may be part of them."""


def _tell_lost(node: Node, faults: Faults) -> None:
    """W240: what stands behind a `#` is a comment, though it is written as close to the words as words are."""
    if isinstance(node, Marked) and node.lost is not None:
        hint = "要发布的，给整段内容加上引号；只是说明的，在“#”后面空一格。"
        lost = node.lost
        faults.add("W240", lost, f"“#”后面的字不会发布：“{visible(lost.text, 40)}”", hint)


def _line_of(node: Node, start: int, length: int) -> Node:
    """The place of a part of a long text, counted in its text; the node itself where it is not known."""
    line, column = row_at(node.rows, start) if isinstance(node, Marked) else (0, 0)
    return Scalar("", line, column, length, node.cell) if line else node


def text(limit: int = 200) -> Parser:
    """One line of plain text."""
    return Words(_line(limit))


def _line(limit: int, *, told: bool = False) -> Parser:
    """A reader of one line; `told` where a list has told what a `#` cut off of its items."""

    def parse(node: Node, faults: Faults) -> Any:
        raw = node.text if isinstance(node, Scalar) else _scalar(node, faults)
        if raw is None:
            return MISSING
        if not told and isinstance(node, Marked):
            _tell_lost(node, faults)
        clean = one_line(raw) if "\n" in raw else raw.strip()
        if len(clean) <= LONGEST_DITTO and is_ditto(clean):
            hint = "程序不看上一条：请把上一条的内容抄到这里。"
            faults.add("E053", node, f"这里写的是“{visible(clean)}”", hint)
            return MISSING
        return _checked(clean, node, faults, limit, lines=False)

    return parse


def prose(limit: int = 4000) -> Parser:
    """Plain text that may have several lines."""

    def parse(node: Node, faults: Faults) -> Any:
        raw = _scalar(node, faults)
        if raw is None:
            return MISSING
        _tell_lost(node, faults)
        return _checked(raw.strip(), node, faults, limit, lines=True)

    return Words(parse)


def value(read: Callable[..., Any], *args: Any) -> Parser:
    """A single value read by one of the strict parsers of `values`."""

    def parse(node: Node, faults: Faults) -> Any:
        raw = node.text if isinstance(node, Scalar) else _scalar(node, faults, "值")
        if raw is None:
            return MISSING
        try:
            return read(raw, *args)
        except BadValue as bad:
            faults.add(bad.code, node, visible(bad.message, 200), bad.hint)
            return MISSING

    return parse


def key_hint(record: Record, word: str, *, keys: bool = True) -> str:
    """What a key that is not known may have been meant to be, "" where nobody can say; without `keys` as a ledger's head."""
    clean = unicodedata.normalize("NFKC", word[:LONGEST_WORD]).strip().lower()
    if clean in KEY_OTHERS and clean not in record.by_word:
        return "要公开的，写在“简介”里。" if "简介" in record.by_word else ""
    for outer in record.fields:
        if outer.inner and (found := outer.inner.by_word.get(clean)):
            return f"它写在“{outer.name}”里：{outer.key}: {{{found.key}: …}}。"
    said = [w for w in KEY_MEANINGS.get(clean, ()) if w in record.by_word]
    word = said[0] if said else typo(clean, record.by_word) or ""
    if not word:  # two spellings of one key may both be near
        near = {record.by_word[w].key: w for w in record.by_word if typo(clean, (w,))} if not clean.isascii() else {}
        word = next(iter(near.values())) if len(near) == 1 else ""
    if not word:
        return ""
    key = f"（{record.by_word[word].key}）" if keys else ""
    return f"是不是“{record.by_word[word].name}”{key}？"


def choice(words: dict[str, str] | tuple[str, ...], what: str, notes: dict[str, str] | None = None) -> Parser:
    """One word of a closed list; other spellings map to the standard word. `notes` say what to do about words that are none."""
    table = {w: w for w in words} if isinstance(words, tuple) else {**{v: v for v in words.values()}, **words}
    standard = tuple(dict.fromkeys(table.values()))
    # officers are shown a Chinese word also where the value is for programs: 场次, not occurrence
    shown = {
        v: v if not v.isascii() else next((w for w in table if not w.isascii() and table[w] == v), v) for v in standard
    }

    def parse(node: Node, faults: Faults) -> Any:
        raw = _scalar(node, faults)
        if raw is None:
            return MISSING
        found = table.get(raw.strip()) or table.get(raw.strip().lower())
        if found is not None:
            return found
        clean = raw.strip()[:LONGEST_WORD]
        word = typo(clean, table)
        hint = (notes or {}).get(clean) or (f"是不是“{shown[table[word]]}”？" if word else "")
        if several(clean, table):
            hint = "这里只写一个。"
        faults.add(
            "E026", node, f"{what}里没有“{visible(raw.strip())}”", f"{hint}可以写：{'、'.join(shown.values())}。"
        )
        return MISSING

    return parse


def identifiers(node: Node, faults: Faults) -> Any:
    """Some ids: a YAML list, or one line with 、 between them. Gives `list[Scalar]`."""
    found = many(80, 20)(node, faults)
    if found is MISSING:
        return MISSING
    read = value(identifier)
    return [one for one in found if read(one, faults) is not MISSING]


def many(limit: int = 60, most: int = 200, *, sentences: bool = False) -> Parser:
    """A list of short texts: a YAML list, or one line, both with 、 between the parts. Gives `list[Scalar]`.

    With `sentences` the items of a list are sentences, which may have commas.
    """
    one = _line(limit, told=True)

    def parse(node: Node, faults: Faults) -> Any:
        for written in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(written, Marked):
                _tell_lost(written, faults)
        parts = node.items if sentences and isinstance(node, Sequence) else parts_of(node)
        if parts is None:
            faults.add("E023", node, "这里应是一个列表", "写成 [甲, 乙]，或者 甲、乙。")
            return MISSING
        if len(parts) > most:
            faults.add("E005", node, f"列表有{len(parts)}项，超过了{most}项", "请分开写。")
            return MISSING
        found = []
        for part in parts:
            clean = one(part, faults)
            if clean is not MISSING and clean:
                found.append(Scalar(clean, part.line, part.column, part.length, part.cell))
        return found

    return Words(parse)


def split(node: Scalar) -> list[Scalar]:
    """The parts of a line with 、 between them, each at its own place where the line stands in the file as it is."""
    if node.text.isalnum():
        return [node]  # the usual case: one word, with no mark in it that could part it
    parts = listed(node.text)
    extra = node.length - len(node.text)  # two where there are quotes around it
    exact = not node.cell and extra in (0, 2)
    if len(parts) < 2 and parts[:1] == [node.text]:
        return [node]
    found, offset = [], 0
    for part in parts:
        offset = node.text.index(part, offset)
        column, length = (node.column + offset + extra // 2, len(part)) if exact else (node.column, node.length)
        found.append(Scalar(part, node.line, column, length, node.cell))
        offset += len(part)
    return found


def parts_of(node: Node) -> list[Node] | None:
    """The items of a list, those with 、 between their parts as the parts that they are; None where it is no list."""
    if isinstance(node, Scalar):
        return list(split(node))
    if not isinstance(node, Sequence):
        return None
    return [part for item in node.items for part in (split(item) if isinstance(item, Scalar) else (item,))]


def records(
    read: Callable[[Node, Faults], Any], *, most: int = 20000, apart: Callable[[Node, Faults], list[Node]] | None = None
) -> Parser:
    """A list of records read one by one; a single mapping counts as a list of one.

    `apart` gives the records of an item, of which there are several where one lost its dash.
    """

    def parse(node: Node, faults: Faults) -> Any:
        if isinstance(node, Mapping):
            items: list[Node] = [node]
        elif isinstance(node, Sequence):
            items = node.items
        else:
            faults.add("E023", node, "这里应是一个列表，每项以“- ”开头", "参看手册里的例子。")
            return MISSING
        if len(items) > most:
            faults.add("E005", node, f"列表有{len(items)}项，超过了{most}项", "请分成几个文件。")
            return MISSING
        if apart is not None:
            items = [piece for item in items for piece in apart(item, faults)]
        return [found for item in items if (found := read(item, faults)) is not None]

    return parse


def texts(node_list: Any) -> tuple[str, ...]:
    """The texts of a `many` value, without repeats."""
    return tuple(dict.fromkeys(n.text for n in node_list)) if node_list else ()
