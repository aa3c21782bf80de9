"""Targets in words, the same on pages, in reports and in reminders: what is asked, of whom alone, how a unit stands.

Invariant: nothing here decides who has met a target; `matrix` has, and what it left in the cells is only put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from generator.figures.coverage.shown import count, missing_unit, with_unit
from generator.figures.coverage.states import STATES
from generator.figures.coverage.values import Cell, Matrix
from generator.figures.indicators import HELD, Indicator, indicator_catalogue
from generator.figures.opendata.tables import Tables

PER_WORDS = {"township": "每个乡镇（街道）", "village": "每个村（社区）", "site": "每处开放的阵地"}
EVERY_WORDS = {"year": "每年", "quarter": "每季度", "month": "每月", "campaign": "在整个专项期内"}
AGAIN = "说明原因；下一期先补上差的，并按季度看进度。"
AFTER = "目标的期限已经过完：说明原因，把差的写进下一个专项的打算。"
"""What a missed target asks for while there is a period to come, and when there is none."""
NAMED = 6
"""How many units a sentence names before it says 等n个."""


def targets_of(targets: Iterable[Matrix], year: int, as_of: date) -> Iterator[tuple[Matrix, int]]:
    """The targets of a year, each with the place of a period in its matrix; none that has not begun by `as_of`.

    Years, quarters and months belong to the year in which they begin. A whole campaign belongs to the year in which it ends,
    and while it runs to the year of the account.
    """
    for matrix in targets:
        for place, period in enumerate(matrix.periods):
            if period.first > as_of:
                continue
            if period.every == "campaign":
                mine = year == (period.last.year if period.ended else as_of.year)
            else:
                mine = year == period.first.year
            if mine:
                yield matrix, place


def target_words(matrix: Matrix, region: str, scope: str = "") -> str:
    """What a target asks for: 每个乡镇（街道）每年，开展活动场次不少于3场，只对贺村镇. `scope` is that of `scope_words`."""
    indicator = indicator_catalogue()[matrix.indicator]
    who = PER_WORDS.get(matrix.per, f"全{region[-1:]}")
    least = count(matrix.at_least or 0)
    words = f"{who}{EVERY_WORDS[matrix.every]}，{indicator.name}不少于{least}{indicator.unit}"
    return f"{words}，{scope}" if scope else words


def scope_words(tables: Tables, matrix: Matrix) -> str:
    """For whom alone a target is meant: 只对贺村镇, 只对“山区乡镇”一组, "" where it is for all."""
    for identity, codes, group in tables.targets.select(("id", "townships", "group")):
        if identity == matrix.id:
            wanted = [code for code in str(codes or "").split(";") if code]
            names = {str(code): str(name) for code, name in tables.townships.select(("code", "name"))} if wanted else {}
            told = named([names[code] for code in wanted if code in names])
            return f"只对{told}" if told else (f"只对“{group}”一组" if group else "")
    return ""


def named(names: Sequence[str], most: int = NAMED) -> str:
    """贺村镇、清湖街道等9个."""
    return "、".join(names[:most]) + (f"等{len(names)}个" if len(names) > most else "")


def share_words(matrix: Matrix, cell: Cell) -> str:
    """Why a unit is held against less than all others: 按在册的181天折算为2场, "" where it is not."""
    if cell.least is None:
        return ""
    days = f"{(cell.days[1] - cell.days[0]).days + 1}天" if cell.days else "天数"
    return f"按在册的{days}折算为{count(cell.least)}{indicator_catalogue()[matrix.indicator].unit}"


def asked_words(matrix: Matrix, cell: Cell | None = None) -> str:
    """开展活动场次不少于4场, of a unit that existed for a part of the period 不少于4场，按在册的181天折算为2场."""
    indicator = indicator_catalogue()[matrix.indicator]
    words = f"{indicator.name}不少于{count(matrix.at_least or 0)}{indicator.unit}"
    share = share_words(matrix, cell) if cell else ""
    return f"{words}，{share}" if share else words


def reaches(matrix: Matrix, cell: Cell) -> bool:
    """Whether the bare figure reaches the level. With something still needed, all there was were launch ceremonies."""
    least = matrix.at_least if cell.least is None else cell.least
    if cell.value is None or least is None:
        return False
    indicator = indicator_catalogue()[matrix.indicator]
    if indicator.kind == "ratio" and cell.part is not None and cell.whole:
        return indicator.times * Fraction(cell.part) / Fraction(cell.whole) >= Fraction(str(least))
    return cell.value >= least


def only_launches(matrix: Matrix, cell: Cell) -> bool:
    """Whether a unit missed a target because it held launch ceremonies and nothing else."""
    if not cell.needed or not cell.launches:
        return False
    return reaches(matrix, cell) or (matrix.indicator == HELD and cell.launches == cell.value)


def now_words(indicator: Indicator, matrix: Matrix, cell: Cell) -> str:
    """How a unit stands: 1场, 未报, 1场（只有启动仪式，启动仪式不算达标）."""
    words = with_unit(indicator, cell)
    return f"{words}（只有启动仪式，启动仪式不算达标）" if only_launches(matrix, cell) else words


def gap_words(indicator: Indicator, matrix: Matrix, cell: Cell, verb: str = "差") -> str:
    """差2场, 差0.04个百分点; where the figure is there and only launches make it, that more than those is wanted."""
    if cell.needed and reaches(matrix, cell):
        return "还要办常态活动" if cell.running else "缺常态活动"
    return f"{verb}{count(cell.needed)}{missing_unit(indicator.unit)}"


def tally_words(cells: Sequence[Cell]) -> tuple[tuple[str, list[Cell]], ...]:
    """How many units stand how, in numbers and never as a share of what is not known yet: 达标0个, 没有达标1个, 未报2个, 未到期3个.

    Each with its cells; the word for those that have met the target is always there, the others where there are any.
    """
    silent = [c for c in cells if c.state == "silent" and not c.met]
    missed = [c for c in cells if c.met is False and c.state != "silent"]
    waiting = [c for c in cells if c.met is None and c.state != "silent"]
    met = [c for c in cells if c.met]
    rest = (("没有达标", missed), (STATES["silent"].word, silent), (STATES["not_due"].word, waiting))
    return tuple((f"{word}{len(found)}个", found) for word, found in (("达标", met), *rest) if found or word == "达标")


def of_these_silent(missed: Sequence[Cell]) -> str:
    """（其中未报2个）: a township that said nothing has not met a target either, and is told apart; "" where it is none or all."""
    silent = sum(c.state == "silent" for c in missed)
    return f"（其中未报{silent}个）" if 0 < silent < len(missed) else ""


def gone(tables: Tables) -> dict[str, date]:
    """The townships that are no more on the day of the account, each with its last day."""
    rows = tables.townships.select(("code", "valid_to"))
    ends = {str(code): date.fromisoformat(str(last)) for code, last in rows if last}
    return {code: last for code, last in ends.items() if last < tables.as_of}
