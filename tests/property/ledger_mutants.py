"""Ledgers as careless offices leave them: a true list of events, then up to six things that happen to a file.

Nothing here knows the program: a ledger is a list of sheets of rows, and each event is known by a word of its own, which stands
in its title and nowhere else.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

HEAD = ["编号", "名称", "开始", "乡镇", "地点", "对象", "参加人数", "备注"]
DECORATION = [
    ["合计", None, None, None, None, None, 320], [None, "小计", None, None, None, None, "86人次"], ["注：人数含工作人员。"], ["填表人：王某", None, "审核人：李某"],
    ["第1页 共2页"], [None, None, None, None, None, None, None, None], ["二、下半年"], ["负责人（签字）：", None, None, "2026年12月31日"],
]  # fmt: skip


@dataclass
class Mutant:
    """A ledger in the making. `hidden` are sheets, `hidden_rows` and `struck` the words of events."""

    sheets: dict[str, list[list[Any]]]
    words: list[str]
    merged: dict[str, list[tuple[int, int, int, int]]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    hidden_rows: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)
    mark: str = ","
    encoding: str = "utf-8"
    said: bool = False

    def events(self, name: str) -> list[int]:
        """The rows of a sheet, from 0, that hold an event."""
        return [i for i, row in enumerate(self.sheets[name]) if any(is_word(cell) for cell in row)]


def is_word(cell: Any) -> bool:
    return isinstance(cell, str) and "场事" in cell


def true_ledger(chance: random.Random) -> Mutant:
    """One to three sheets of up to a dozen events each, all in order."""
    sheets: dict[str, list[list[Any]]] = {}
    words: list[str] = []
    for number in range(chance.choice((1, 1, 1, 2, 3))):
        lines: list[list[Any]] = [list(HEAD)]
        for _ in range(chance.randint(1, 12)):
            word = f"甲{len(words)}场事"
            words.append(word)
            day = f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d} {chance.randint(8, 17):02d}:00"
            lines.append(
                [
                    f"e-{len(words)}",
                    word,
                    day,
                    chance.choice(("青石镇", "云溪街道")),
                    "文化礼堂",
                    "农民",
                    chance.randint(5, 90),
                    None,
                ]
            )
        sheets[f"表{number + 1}"] = lines
    return Mutant(sheets, words)


# --- what happens to it ------------------------------------------------------------------------------------------


def shuffle_with_head(m: Mutant, name: str, chance: random.Random) -> None:
    chance.shuffle(m.sheets[name])


def lose_head(m: Mutant, name: str, chance: random.Random) -> None:
    if not any(is_word(cell) for cell in m.sheets[name][0]):
        del m.sheets[name][0]


def spoil_head(m: Mutant, name: str, chance: random.Random) -> None:
    row, place = chance.choice(m.sheets[name]), chance.randrange(len(HEAD))
    if place < len(row) and not is_word(row[place]):
        row[place] = chance.choice((None, "其他", "日期", "备注", "时间", "人数"))


def decorate(m: Mutant, name: str, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        m.sheets[name].insert(chance.randint(0, len(m.sheets[name])), list(chance.choice(DECORATION)))


def title(m: Mutant, name: str, chance: random.Random) -> None:
    m.sheets[name][:0] = [["青石镇2026年普法台账"], ["填报单位：青石司法所", None, None, "截至2026年12月31日"]][
        : chance.randint(1, 2)
    ]


def blank_rows(m: Mutant, name: str, chance: random.Random) -> None:
    m.sheets[name][chance.randint(0, len(m.sheets[name])) : 0] = [
        [None] * len(HEAD) for _ in range(chance.randint(1, 14))
    ]


def repeat_head(m: Mutant, name: str, chance: random.Random) -> None:
    m.sheets[name].insert(chance.randint(0, len(m.sheets[name])), list(HEAD))


def shift(m: Mutant, name: str, chance: random.Random) -> None:
    """The whole table, or only a row of it, a column further."""
    for row in m.sheets[name] if chance.random() < 0.7 else [chance.choice(m.sheets[name])]:
        row.insert(0, None)


def swap_columns(m: Mutant, name: str, chance: random.Random) -> None:
    a, b = chance.sample(range(5), 2)
    for row in m.sheets[name]:
        row.extend([None] * (len(HEAD) - len(row)))
        row[a], row[b] = row[b], row[a]


def scribble(m: Mutant, name: str, chance: random.Random) -> None:
    """Something in any cell, also beyond the table."""
    row = chance.choice(m.sheets[name])
    row.extend([None] * (len(HEAD) + 2 - len(row)))
    place = chance.choice([i for i, cell in enumerate(row) if not is_word(cell)])
    row[place] = chance.choice(
        ("同上", "待定", "/", 46329, "#REF!", "〃", None, "合计", "注：略", "120余人", "2026年", "一、")
    )


def lose_cells(m: Mutant, name: str, chance: random.Random) -> None:
    for row in m.sheets[name]:
        for i, cell in enumerate(row):
            if not is_word(cell) and chance.random() < 0.06:
                row[i] = None


def merge(m: Mutant, name: str, chance: random.Random) -> None:
    """A block of cells; what lies under it is gone, but no title with an event's word."""
    lines = m.sheets[name]
    top, left = chance.randrange(len(lines)), chance.randrange(len(HEAD))
    bottom, right = min(len(lines) - 1, top + chance.randint(0, 3)), min(len(HEAD) - 1, left + chance.randint(0, 1))
    places = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) != (top, left)]
    old = m.merged.setdefault(name, [])
    if not places or any(c < len(lines[r]) and is_word(lines[r][c]) for r, c in places):
        return
    if any(not (bottom < t or b < top or right < le or r < left) for t, le, b, r in old):
        return
    for r, c in places:
        if c < len(lines[r]):
            lines[r][c] = None
    old.append((top, left, bottom, right))


def split_time(m: Mutant, name: str, chance: random.Random) -> None:
    for row in m.sheets[name]:
        row.extend([None] * (3 - len(row)))
        day, _, clock = str(row[2] or "").partition(" ")
        head = row[2] == "开始"
        row[2:3] = ["日期", "时间"] if head else [day or None, clock or None]


def hide_sheet(m: Mutant, name: str, chance: random.Random) -> None:
    if len(m.hidden) + 1 < len(m.sheets):
        m.hidden.add(name)


def hide_rows(m: Mutant, name: str, chance: random.Random) -> None:
    m.hidden_rows |= {w for w in m.words if chance.random() < 0.3}


def strike_rows(m: Mutant, name: str, chance: random.Random) -> None:
    m.struck |= {w for w in m.words if chance.random() < 0.2}


def other_mark(m: Mutant, name: str, chance: random.Random) -> None:
    m.mark, m.said = chance.choice(",;\t|"), chance.random() < 0.3


def other_encoding(m: Mutant, name: str, chance: random.Random) -> None:
    m.encoding = chance.choice(("gb18030", "utf-8-sig", "utf-16"))


BOTH = [
    shuffle_with_head,
    lose_head,
    spoil_head,
    decorate,
    title,
    blank_rows,
    repeat_head,
    shift,
    swap_columns,
    scribble,
    lose_cells,
    split_time,
]
FORMS = {
    ".xlsx": [*BOTH, merge, merge, hide_sheet, hide_rows, strike_rows],
    ".csv": [*BOTH, other_mark, other_encoding],
}


def mutant(seed: int) -> tuple[str, Mutant]:
    """The ledger of a number, with its ending; a merge comes last, since rows would move under it."""
    chance = random.Random(seed)
    ending = chance.choice((".xlsx", ".csv"))
    m = true_ledger(chance)
    if ending == ".csv":
        m.sheets = {"表1": m.sheets["表1"]}
        m.words = [w for w in m.words if any(w in row for row in m.sheets["表1"])]
    steps = [chance.choice(FORMS[ending]) for _ in range(chance.randint(1, 6))]
    for step in sorted(steps, key=lambda s: s is merge):
        name = chance.choice(list(m.sheets))
        if m.sheets[name]:
            step(m, name, chance)
    return ending, m


def written(ending: str, m: Mutant) -> bytes:
    """The file."""
    if ending == ".csv":
        out = io.StringIO()
        csv.writer(out, delimiter=m.mark).writerows(m.sheets["表1"])
        return (f"sep={m.mark}\n" * m.said + out.getvalue()).encode(m.encoding)
    made = Workbook()
    made.remove(made.active)
    for name, lines in m.sheets.items():
        sheet = made.create_sheet(name)
        sheet.sheet_state = "hidden" if name in m.hidden else "visible"
        for r, row in enumerate(lines, 1):
            for c, cell in enumerate(row, 1):
                if cell is not None:
                    sheet.cell(r, c).value = cell
            words = {cell for cell in row if is_word(cell)}
            sheet.row_dimensions[r].hidden = bool(words & m.hidden_rows)
            if words & m.struck:
                for cell in sheet[r]:
                    cell.font = Font(strike=True)
        for top, left, bottom, right in m.merged.get(name, []):
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    binary = io.BytesIO()
    made.save(binary)
    return binary.getvalue()
