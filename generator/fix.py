"""`pufa check --fix`: writes missing ids into YAML and CSV files, and touches nothing else in them.

Encoding, byte order mark, line ends, comments and order stay as they are; a file is replaced whole or not at all.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path

from generator.decode.event import is_head
from generator.decode.fields import find_field
from generator.decode.tables import LEDGER_EVENT
from generator.diagnostics import Diagnostic

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
            _rewrite(root / path, faults, yaml=suffix in (".yml", ".yaml"))
        except OSError as error:
            said.append(f"{path}：写不进去（{error.strerror}），没有改动。")
        else:
            said.append(f"{path}：写上了 {len(faults)} 个编号。")
    return said


def _rewrite(path: Path, faults: list[Diagnostic], *, yaml: bool) -> None:
    data = path.read_bytes()
    encoding, mark = _encoding(data)
    text = data[len(mark) :].decode(encoding)
    edit = _into_yaml if yaml else _into_csv
    spare = path.with_name(path.name + ".tmp")
    try:
        spare.write_bytes(mark + edit(text, faults).encode(encoding))
        spare.replace(path)
    finally:
        spare.unlink(missing_ok=True)


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
    return lines, "\r\n" if "\r\n" in text else "\n"


def _into_yaml(text: str, faults: list[Diagnostic]) -> str:
    lines, end = _lines(text)
    for fault in sorted(faults, key=lambda f: (f.span.line, f.span.column), reverse=True):
        assert fault.fix is not None
        index, column = fault.span.line - 1, fault.span.column - 1
        line = lines[index]
        key = "编号" if _HAN_KEY.match(line[column:].lstrip("{ \"'")) else "id"
        if line[column : column + 1] == "{":
            lines[index] = f"{line[: column + 1]}{key}: {fault.fix[1]}, {line[column + 1 :]}"
        else:
            lines[index] = f"{line[:column]}{key}: {fault.fix[1]}{end}{' ' * column}{line[column:]}"
    return "".join(lines)


def _into_csv(text: str, faults: list[Diagnostic]) -> str:
    lines, end = _lines(text)
    delimiter = max("\t,;\uff0c", key=lambda m: sum(line.count(m) for line in lines[:10]))
    rows: list[tuple[int, int, list[str]]] = []
    begin = 0
    reader = csv.reader(io.StringIO("\n".join(line.rstrip("\r\n") for line in lines)), delimiter=delimiter)
    for row in reader:
        rows.append((begin, reader.line_num, row))
        begin = reader.line_num
    head = next(i for i, (_, _, row) in enumerate(rows) if is_head([c.strip() for c in row]))
    column = next((i for i, c in enumerate(rows[head][2]) if (f := find_field(LEDGER_EVENT, c)) and f.key == "id"), None)
    new = {fault.span.line - 1: fault.fix[1] for fault in faults if fault.fix}
    if column is None:
        for first, _, _ in rows[head + 1 :]:
            lines[first] = f"{new.get(first, '')}{delimiter}{lines[first]}"
        lines[rows[head][0]] = f"编号{delimiter}{lines[rows[head][0]]}"
        return "".join(lines)
    for first, last, row in reversed(rows[head + 1 :]):
        if first in new:
            row += [""] * (column + 1 - len(row))
            row[column] = new[first]
            out = io.StringIO()
            csv.writer(out, delimiter=delimiter, lineterminator="").writerow(row)
            tail = "" if last == len(lines) and not lines[last - 1].endswith(("\n", "\r")) else end
            lines[first:last] = [out.getvalue() + tail]
    return "".join(lines)
