"""YAML as trees of text with positions. The only room that knows PyYAML.

Every scalar stays text. Anchors, aliases, tags and several documents in one file are refused: officers need none of
them, and they are the way to write a bomb. After a syntax error in a list, the other items are still read.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from generator.base.diagnostics import Diagnostic, Span, visible
from generator.read.folds import without_folds
from generator.read.marks import CUT, Marks
from generator.read.tree import Mapping, Marked, Node, Scalar, Sequence

MAX_DEPTH = 24
MAX_NODES = 600_000
MAX_BROKEN = 200
"""Items of a list that are read alone after a syntax error, before the rest is given up."""
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_WORDS = (
    (r"found character '\\t'|found a tab", "缩进用了制表符（Tab）", "把行首的 Tab 换成空格。"),
    (r"mapping values are not allowed", "这里多了一个冒号，或者缩进不对", "内容里有英文冒号时，请给整段内容加上引号；并检查行首空格。"),
    (r"could not find expected ':'|did not find expected ':'", "这一行缺少英文冒号，或者冒号后面没有空格", "写成“键: 值”，冒号用英文的，后面空一格。"),
    (r"did not find expected key|expected <block end>|did not find expected '-'", "缩进或层次不对，或者引号、括号后面多了字", "同一层的行首空格要一样多；列表每项以“- ”开头；引号要包住整段内容。"),
    (r"unexpected end of stream|found unexpected end|expected ',' or|did not find expected ',' or", "从这里开始的引号或括号没有成对", "补上另一半，或者删掉这一半；检查引号、[ ] 和 { }。"),
    (r"indentation indicators|block scalar", "“|”或“>”后面不能再写字", "多行文字从下一行开始写，行首多空两格。"),
    (r"expected node content|sequence entries are not allowed", "这里的内容没有写完，或者用了不能这样用的符号", "内容以 - [ ] { } 等符号开头时，请给整段内容加上引号。"),
    (r"cannot start any token", "这个符号不能放在开头", "请给整段内容加上引号。"),
    (r"unknown escape|escape", "双引号里的反斜杠写法不对", "请改用单引号。"),
    (r"document start|expected '<document start>'", "一个文件里写了几份内容", "删掉中间的 --- 行，或者检查上一行的缩进。"),
)  # fmt: skip


def read_settings(path: str, text: str) -> dict[str, object] | Diagnostic:
    """The settings of another program (mkdocs.yml) as nested strings; its tags are passed over, not run."""
    mark = text.find("\ufeff")
    if mark >= 0:  # PyYAML's two parsers, ours and that program's, see different settings behind such a mark
        return _control(path, text, 1, mark)
    try:
        if not _is_shallow(text):
            return _too_big(path, 1)
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 - the base loader makes only strings, lists and dicts
    except yaml.reader.ReaderError as error:
        return _control(path, text, 1, int(error.position))
    except yaml.MarkedYAMLError as error:
        return _syntax(path, text, 1, error)
    except (RecursionError, ValueError, TypeError):
        return _too_big(path, 1)
    if not isinstance(found, dict):
        return Diagnostic("E023", Span(path, 1, 1), "这里应是“键: 值”", "请照手册“网站设置”一页写。")
    return found


def _is_shallow(text: str) -> bool:
    """False where building the tree would recurse too deep: PyYAML's C part does not notice, and crashes."""
    loader = _Loader(text)
    depth = 0
    while (event := loader.get_event()) is not None and depth <= MAX_DEPTH:
        kind = type(event)
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            depth += 1
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            depth -= 1
        elif kind is yaml.StreamEndEvent:
            break
    return depth <= MAX_DEPTH


def read_yaml(path: str, text: str, first_line: int = 1) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree of a YAML text and its faults; None where the file holds nothing. Lines count from `first_line`."""
    node, faults = _parse(path, text, first_line)
    if faults and faults[0].code in ("E003", "E011") and re.search(r"^- ", text, re.MULTILINE):
        return _item_by_item(path, text, first_line)
    return node, faults


def _item_by_item(path: str, text: str, first_line: int) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read each item of a top-level list alone, so that one broken record does not hide the faults of the others."""
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("- ")]
    items: list[Node] = []
    faults: list[Diagnostic] = []
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        node, found = _parse(path, "\n".join(lines[begin:end]), first_line + begin)
        faults.extend(found)
        if not found and isinstance(node, Sequence):
            items.extend(node.items)
        if len(faults) > MAX_BROKEN:
            faults.append(_too_many(path, first_line + begin))
            break
    if not faults:  # the fault lies between the items: say it as the whole file said it
        return None, _parse(path, text, first_line)[1]
    return Sequence(items, first_line, 1), tuple(faults)


def _too_many(path: str, line: int) -> Diagnostic:
    return Diagnostic("E005", Span(path, line, 1), "写错的地方太多，后面的没有检查", "先改好前面的，再检查一次。")


def _parse(path: str, text: str, first_line: int) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    mark = _HIDDEN_BREAK.search(text)
    if mark:  # YAML would count a line there, and every later place would be named wrongly
        return None, (_control(path, text, first_line, mark.start()),)
    try:
        return _build(path, text, first_line)
    except yaml.reader.ReaderError as error:
        return None, (_control(path, text, first_line, int(error.position)),)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax(path, text, first_line, error),)
    except (RecursionError, MemoryError):
        return None, (_too_big(path, first_line),)


def _too_big(path: str, line: int) -> Diagnostic:
    return Diagnostic("E005", Span(path, line, 1), "内容套得太深或条目太多", f"最多 {MAX_DEPTH} 层；请分成几个文件。")


def _build(  # noqa: PLR0915 - one loop without calls: the hottest of a cold build
    path: str, text: str, first_line: int
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """One pass over the parser's events; the hottest loop of a cold build, hence the plain locals."""
    loader = _Loader(text)
    marks = Marks(text, first_line)
    next_event = loader.get_event
    stack: list[Node] = []
    keys: list[Scalar | None] = []
    root: Node | None = None
    parent: Node | None = None
    documents = count = 0
    faults: list[Diagnostic] = []
    while (event := next_event()) is not None:
        kind = type(event)
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            keys.pop()
            parent = stack[-1] if stack else None
            continue
        node: Node
        if kind is yaml.ScalarEvent:
            node = _scalar(event, marks)
        elif kind is yaml.MappingStartEvent:
            start = event.start_mark
            node = Mapping([], first_line + start.line, start.column + 1)
        elif kind is yaml.SequenceStartEvent:
            start = event.start_mark
            node = Sequence([], first_line + start.line, start.column + 1)
        elif kind is yaml.StreamEndEvent:
            break
        else:
            documents += kind is yaml.DocumentStartEvent
            fault = _refused(path, event, first_line, documents)
            if fault is not None:
                return (root if fault.code == "E003" else None), (fault,)
            continue
        if event.anchor is not None or (event.tag is not None and event.tag != "!"):
            place = Span(path, node.line, node.column)
            return None, (_alias(place, f"&{event.anchor}" if event.anchor else visible(event.tag)),)
        count += 1
        if count > MAX_NODES or len(stack) > MAX_DEPTH:
            return None, (_too_big(path, node.line),)
        if type(parent) is Mapping:
            key = keys[-1]
            if key is not None:
                parent.pairs.append((key, node))
                keys[-1] = None
            elif isinstance(node, Scalar):
                keys[-1] = node
            else:
                place = Span(path, node.line, node.column)
                faults.append(Diagnostic("E003", place, "键不能是列表或映射", "检查这里的括号。"))
                keys[-1] = Scalar("", node.line, node.column)
        elif type(parent) is Sequence:
            parent.items.append(node)
        else:
            root = node
        if kind is not yaml.ScalarEvent:
            parent = node
            stack.append(node)
            keys.append(None)
    return (None if isinstance(root, Scalar) and not root.text.strip() else root), tuple(faults)


def _scalar(event: Any, marks: Marks) -> Scalar:
    start, end = event.start_mark, event.end_mark
    line, column = start.line, start.column
    length = end.column - column if end.line == line else 1
    text = event.value
    if not event.style and text in ("~", "null"):
        text = ""
    if end.line > line and event.style != "|" and " " in text:
        text = without_folds(text, _written(event, marks.lines), event.style)
    scalar = Scalar(text, marks.first_line + line, column + 1, length or 1)
    lost = marks.cuts.get((end.line, end.column)) if marks.cuts and not event.style else None
    if end.line == line:
        return scalar if lost is None else Marked(scalar, (), lost)
    return Marked(scalar, marks.rows(text, event.style, (line, column), (end.line, end.column)), lost)


def _written(event: Any, lines: list[str]) -> list[str]:
    """The lines of a text as they stand in the file, from its first sign to its last."""
    start, end = event.start_mark, event.end_mark
    first = [] if event.style == ">" else [lines[start.line][start.column :]]
    last = [lines[end.line][: end.column]] if end.line < len(lines) else []
    return [*first, *lines[start.line + 1 : end.line], *last]


def _refused(path: str, event: Any, first_line: int, documents: int) -> Diagnostic | None:
    """The fault of an event that no officer's file needs: an alias, a second document."""
    if isinstance(event, yaml.AliasEvent):
        start: Any = event.start_mark
        place = Span(path, first_line + start.line, start.column + 1, len(str(event.anchor)) + 1)
        return _alias(place, f"*{event.anchor}")
    if isinstance(event, yaml.DocumentStartEvent) and documents > 1:
        begin: Any = event.start_mark
        place = Span(path, first_line + begin.line, 1)
        return Diagnostic("E003", place, "一个文件里写了几份内容", "删掉中间的 --- 行。")
    return None


def _alias(place: Span, what: str) -> Diagnostic:
    return Diagnostic(
        "E004", place, f"用了锚点、别名或标签“{what}”", "请把内容完整写出来；以 & * ! 开头的文字要加引号。"
    )


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")


def _control(path: str, text: str, first_line: int, position: int) -> Diagnostic:
    found = _CONTROL.search(text)
    position = found.start() if found else min(position, len(text))
    before = text[:position]
    char = text[position : position + 1] or "?"
    return Diagnostic(
        "E011",
        Span(path, first_line + before.count("\n"), position - before.rfind("\n")),
        f"有看不见的控制字符 U+{ord(char):04X}",
        "多半是从别的软件复制带来的。删掉这段重新打一遍。",
    )


WIDE_SIGNS = "花括号里，两项之间用英文半角的“,”，键后面用英文半角的“:”，再空一格。"
"""What to do about full-width signs between the keys of a mapping in braces."""
_BEGUN_EARLIER = re.compile("quoted scalar|simple key|flow (sequence|mapping)")


def _syntax(path: str, text: str, first_line: int, error: yaml.MarkedYAMLError) -> Diagnostic:
    said = f"{error.problem or ''} {error.context or ''}"
    mark = error.problem_mark or error.context_mark
    if (
        error.context_mark and _BEGUN_EARLIER.search(said) and "escape" not in said
    ):  # show the beginning of what was not finished
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    line = min(line, max(len(lines) - 1, 0))
    for near in (line, line - 1, line + 1):  # a full-width colon after a key: the most common slip of all
        if 0 <= near < len(lines) and (wide := re.match(r"\s*(?:- +)?[\w\-]+(\uff1a)", lines[near])):
            return Diagnostic(
                "E003",
                Span(path, first_line + near, wide.start(1) + 1),
                "冒号用了中文全角的“\uff1a”",
                "键后面的冒号要用英文半角的“:”，再空一格。",
            )
    if slip := _slip(path, lines, first_line, said, line, error.problem_mark):
        return slip
    for pattern, message, hint in _WORDS:
        if re.search(pattern, said):
            return Diagnostic("E003", Span(path, first_line + line, column + 1), message, hint)
    return Diagnostic(
        "E003", Span(path, first_line + line, column + 1), "YAML 写法有误", "检查这一行和上一行的缩进、冒号和引号。"
    )


_KEY = re.compile(
    r"\s*(?:(?P<dash>[-\uff0d\u2013\u2014\u00b7\u2022*])(?P<space>\s*))?(?P<key>[^\W_][\w()（）-]*)\s*:(?:\s|$)"
)
_WIDE_COMMA = re.compile(r"\{[^{}]{0,500}?(，)\s*[^\W\d]\w{0,20}\s*[:：]")


def _slip(path: str, lines: list[str], first_line: int, said: str, line: int, mark: Any) -> Diagnostic | None:
    """A slip that the parser meets only later: a record without its dash, a `#` that swallowed the rest of a line."""
    for near in (line, line - 1):
        begun = _KEY.match(lines[near]) if near >= 0 else None
        if begun and begun["dash"] and (begun["dash"] != "-" or not begun["space"]):
            place = Span(path, first_line + near, begun.start("key") + 1, len(begun["key"]))
            message = "“-”后面少了一个空格" if begun["dash"] == "-" else f"行首的“{begun['dash']}”不是英文半角的“-”"
            return Diagnostic("E003", place, message, f"写成“- {begun['key']}: …”，下面几行和“{begun['key']}”对齐。")
    if "expected '-' indicator" in said and (begun := _KEY.match(lines[line])):
        place = Span(path, first_line + line, begun.start("key") + 1, len(begun["key"]))
        hint = f"写成“- {begun['key']}: …”，“-”和上面各项的“-”对齐，下面几行和“{begun['key']}”对齐。"
        return Diagnostic("E003", place, "从这里起像是另一条，前面少了“- ”", hint)
    goes_on = not _KEY.match(lines[line]) and not lines[line].lstrip().startswith("-")
    if not goes_on and not re.search(r"expected ',' or|expected ':'", said):
        return None
    last = min(mark.line, len(lines) - 1) if mark else line
    for near in range(max(line - 1, 0), last + 1):
        if "expected ',' or" in said and (comma := _WIDE_COMMA.search(lines[near])):
            place = Span(path, first_line + near, comma.start(1) + 1)
            return Diagnostic("E003", place, "花括号里的逗号用了中文全角的“，”", WIDE_SIGNS)
        if cut := CUT.search(lines[near]):
            place = Span(path, first_line + near, cut.start() + 1, len(cut.group().rstrip()))
            words = "“#”后面的字被当成了说明，这里的内容没有写完"
            return Diagnostic("E003", place, words, "“#”是内容里的，请给整段内容加上引号。")
    return None
