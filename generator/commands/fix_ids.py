"""`pufa check --fix`: writes missing ids into YAML and CSV files, and touches nothing else in them.

Encoding, byte order mark, line ends, comments and order stay as they are; a file is replaced whole or not at all.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.base.diagnostics import Diagnostic
from generator.decode.event import decode_events
from generator.decode.fields import find_field
from generator.decode.ledger import decode_ledger, is_head
from generator.decode.tables import EVENT, LEDGER_EVENT
from generator.gather import reason
from generator.read.ledger import delimiter, read_csv, said_delimiter
from generator.read.tree import Mapping, Node, Scalar, Sequence
from generator.read.yaml import read_yaml

_HAN_KEY = re.compile(r"[\u4e00-\u9fff]")


def fix_ids(root: Path, diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Write the id that each E114 suggests. Gives a Chinese line for each file written or left alone."""
    wanted: dict[str, list[Diagnostic]] = {}
    for fault in diagnostics:
        if fault.fix and fault.fix[0] == "id":
            wanted.setdefault(fault.span.path, []).append(fault)
    said = []
    for path, faults in sorted(wanted.items()):
        suffix = os.path.splitext(path)[1].lower()
        if suffix == ".xlsx":
            said.append(f"{path}：Excel 文件不能自动改，请照提示在“编号”一列填上 {len(faults)} 个编号。")
            continue
        try:
            problem = _rewrite(root / path, faults, yaml=suffix in (".yml", ".yaml"))
        except OSError as error:
            problem = reason(error)
        said.append(f"{path}：没有改动（{problem}）。" if problem else f"{path}：写上了 {len(faults)} 个编号。")
    return said


def _rewrite(path: Path, faults: list[Diagnostic], *, yaml: bool) -> str:
    """Put the ids into one file; the reason in Chinese where that could not be done safely, else nothing."""
    path = Path(os.path.realpath(path))
    if not os.access(path, os.W_OK):
        return "没有写入权限"
    data = path.read_bytes()
    encoding, mark = _encoding(data)
    text = data[len(mark) :].decode(encoding)
    if text.encode(encoding) != data[len(mark) :]:
        return "文字编码不规整，请另存为 UTF-8"
    new = (_into_yaml if yaml else _into_csv)(text, faults)
    if not _has_all(str(path), new, faults, yaml=yaml):
        return "这里的写法太特别，请照提示自己填"
    handle, spare = tempfile.mkstemp(prefix=".pufa-fix-", dir=path.parent)
    try:
        with open(handle, "wb") as stream:
            stream.write(mark + new.encode(encoding))
        shutil.copymode(path, spare)
        os.replace(spare, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(spare)
    return ""


def _has_all(path: str, text: str, faults: list[Diagnostic], *, yaml: bool) -> bool:
    """True where the new text reads well and has every id."""
    if yaml:
        node, wrong = read_yaml(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        records, found = decode_events(path, node)
        bad = [*wrong, *found]
    else:
        sheets, wrong_sheets = read_csv(path, text.encode(), is_head)
        records, found = decode_ledger(path, sheets)
        bad = [*wrong_sheets, *found]
    ids = {record.id for record in records}
    return all(fault.fix and fault.fix[1] in ids for fault in faults) and not {"E003", "E007", "E020"} & {
        d.code for d in bad
    }


def _encoding(data: bytes) -> tuple[str, bytes]:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return name, mark
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030", b""
    return "utf-8", b""


def _lines(text: str) -> tuple[list[str], str]:
    """The lines with their ends (cut where the reader cuts), and the usual end."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    return lines, "\r\n" if "\r\n" in text else "\r" if "\r" in text else "\n"


_EMPTY_VALUE = re.compile(r"""(["']?[ \t]*:)(?:[ \t]*(?:""|''|~|null))?(?=[ \t]*(?:[,}#\r\n]|$))""")


def _into_yaml(text: str, faults: list[Diagnostic]) -> str:
    lines, end = _lines(text)
    blanks = _blank_ids(text)
    for fault in sorted(faults, key=lambda f: (f.span.line, f.span.column), reverse=True):
        assert fault.fix is not None
        blank = blanks.get((fault.span.line, fault.span.column))
        if blank is not None:  # the key is there and waits for its value
            index, column = blank
            before, after = lines[index][:column], lines[index][column:]
            gap = _EMPTY_VALUE.match(after)
            if gap is not None:
                lines[index] = f"{before}{gap.group(1)} {fault.fix[1]}{after[gap.end() :]}"
            continue
        index, column = fault.span.line - 1, fault.span.column - 1
        line = lines[index]
        key = "编号" if _HAN_KEY.match(line[column:].lstrip("{ \"'")) else "id"
        if line[column : column + 1] == "{":
            lines[index] = f"{line[: column + 1]}{key}: {fault.fix[1]}, {line[column + 1 :]}"
        else:
            lines[index] = f"{line[:column]}{key}: {fault.fix[1]}{end}{' ' * column}{line[column:]}"
    return "".join(lines)


def _blank_ids(text: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Events whose id is written without a value: place of the record → line index and column after the key."""
    root, _ = read_yaml("", text.replace("\r\n", "\n").replace("\r", "\n"))
    found: dict[tuple[int, int], tuple[int, int]] = {}
    waiting: list[Node] = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            for key, child in node.pairs:
                waiting.append(child)
                field = find_field(EVENT, key.text)
                if field and field.key == "id" and isinstance(child, Scalar) and not child.text.strip():
                    found.setdefault((node.line, node.column), (key.line - 1, key.column - 1 + key.length))
    return found


def _into_csv(text: str, faults: list[Diagnostic]) -> str:
    lines, _ = _lines(text)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    mark = delimiter(plain, is_head)
    rows: list[tuple[int, int, list[str]]] = []
    begin = 0
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=mark, strict=True)
    for row in reader:
        rows.append((begin, reader.line_num, row))
        begin = reader.line_num
    if said_delimiter(plain):  # a line that is no row
        del rows[0]
    heads = [i for i, (_, _, row) in enumerate(rows) if is_head([c.strip() for c in row])]
    new = {fault.span.line - 1: fault.fix[1] for fault in faults if fault.fix}
    columns = {i: _id_column(rows[i][2]) for i in heads}
    for i in reversed(range(len(rows))):
        first, last, row = rows[i]
        column = columns[max((h for h in heads if h <= i), default=heads[0])]
        if column is None:
            if any(cell.strip() for cell in row) and (i >= heads[0] or first in new):
                lines[first] = f"{'编号' if i in heads else new.get(first, '')}{mark}{lines[first]}"
        elif first in new:
            lines[first:last] = [_with_cell("".join(lines[first:last]), mark, column, new[first])]
    return "".join(lines)


def _id_column(head: list[str]) -> int | None:
    """Where a head has the ids."""
    return next((i for i, c in enumerate(head) if (f := find_field(LEDGER_EVENT, c)) and f.key == "id"), None)


def _with_cell(record: str, mark: str, column: int, value: str) -> str:
    """One record of a CSV text with an empty cell filled; every other character stays."""
    starts, quoted = [0], False
    body = record.rstrip("\r\n")
    for position, char in enumerate(body):
        if char == '"':
            quoted = not quoted
        elif char == mark and not quoted:
            starts.append(position + 1)
    while len(starts) <= column:  # a short row: as many empty cells as it takes
        body += mark
        starts.append(len(body))
    stop = starts[column + 1] - 1 if column + 1 < len(starts) else len(body)
    return body[: starts[column]] + value + body[stop:] + record[len(record.rstrip("\r\n")) :]
