"""Results that contradict themselves, the state of their event, or the place: each told with its likely mending.

Invariant: only numbers that are written are held against each other; what was not reported contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from generator.base.diagnostics import Diagnostic, Span
from generator.model import OFF, Result, Township

_NAMES = {"attendance": "参加人数", "staff": "工作人员", "responses": "评价份数", "satisfied": "满意份数"}
TIMES_A_VILLAGE = 3
"""More people than this many times a village's population are worth a question."""


class Told(NamedTuple):
    """A result, the state of what it tells of, and where each of its numbers (and `status`) was written."""

    result: Result
    status: str
    at: Callable[[str], Span]


WITHOUT_COUNT = 100_000
"""More people than this, for each township, are worth a question where nobody wrote down how many live there."""
MOST_WITHOUT_COUNT = 1_000_000


class Crowd(NamedTuple):
    """How many people a place can send: its name, its population (0: not known), and how many there may be before one asks."""

    name: str
    population: int
    most: int


def crowd_of(townships: Sequence[Township], village_id: str) -> Crowd | None:
    """The people of an event's village, or of its townships together; None where it names none.

    Where the population of one is not known, only what no gathering has is worth a question.
    """
    for village in (v for t in townships for v in t.villages if v.id == village_id):
        if village.population:
            return Crowd(village.name, village.population, TIMES_A_VILLAGE * village.population)
    if not townships:
        return None
    name = townships[0].name if len(townships) == 1 else f"这{len(townships)}个乡镇（街道）"
    heads = [t.population or 0 for t in townships if t.counted or len(townships) == 1]
    if heads and all(heads):
        return Crowd(name, sum(heads), sum(heads))
    return Crowd(name, 0, min(WITHOUT_COUNT * len(townships), MOST_WITHOUT_COUNT))


def first_count(result: Result) -> str:
    """The key of the first number that says that somebody was there, "" where none does."""
    return next((key for key in _NAMES if getattr(result, key)), "")


def contradictions(told: Told, crowd: Crowd | None) -> Iterable[Diagnostic]:
    """Everything that cannot be true of one result, and what is hard to believe (`crowd` None: whatever the place)."""
    if not_held := _not_held(told):
        yield not_held
    yield from _answers(told)
    yield from _people(told, crowd)


def _fault(told: Told, code: str, key: str, message: str, hint: str, other: str = "") -> Diagnostic:
    related = (told.at(other),) if other and told.at(other) != told.at(key) else ()
    return Diagnostic(code, told.at(key), message, hint, related=related)


def _not_held(told: Told) -> Diagnostic | None:
    """E143: what was not held reached nobody. Zeros are what a ledger puts there, and no contradiction."""
    key = first_count(told.result)
    if not key or told.status in ("已办", ""):  # "": the state has a fault of its own
        return None
    hint = "办了的，把状态改成“已办”；"
    hint += "没有办的，删去这些数，原因写在“说明”里。" if told.status in OFF else "还没有办的，先不要填。"
    return _fault(told, "E143", key, f"状态是“{told.status}”，却填了{_NAMES[key]}", hint, "status")


def _answers(told: Told) -> Iterable[Diagnostic]:
    """E140, E142, W209: answers come from people who were there."""
    attendance, responses, satisfied = told.result.attendance, told.result.responses, told.result.satisfied
    if satisfied is not None and responses is not None and satisfied > responses:
        hint = "满意份数是评价份数里的一部分，不会更多。请核对这两个数，看看是不是填反了。"
        yield _fault(
            told, "E140", "satisfied", f"满意的有{satisfied}份，收回的评价一共才{responses}份", hint, "responses"
        )
    answers = max(responses or 0, satisfied or 0)
    if attendance == 0 and answers:
        hint = "没有数过的，把参加人数空着，不要写0；数过的，写上实际人数。"
        yield _fault(told, "E142", "attendance", f"参加人数写的是0，却有{answers}份评价", hint, "responses")
    elif attendance is not None and responses is not None and responses > attendance:
        hint = "请核对：参加人数是不是漏数了，评价是不是几场合在一起收的。展览等来了又走、没有数全的，也可能没错，请在小结里说明。"
        yield _fault(told, "W209", "responses", f"收回评价{responses}份，参加的只有{attendance}人", hint, "attendance")


def _people(told: Told, crowd: Crowd | None) -> Iterable[Diagnostic]:
    """E141, W210: the staff are among those present, and a place has only so many people."""
    attendance, staff = told.result.attendance, told.result.staff
    if attendance is not None and staff is not None and staff > attendance:
        hint = f"参加人数是到场的总人数，工作人员也在里面。没有算进去的，把参加人数改成 {attendance + staff}；不然请核对这两个数。"
        yield _fault(told, "E141", "staff", f"工作人员有{staff}人，参加的一共才{attendance}人", hint, "attendance")
    if attendance is not None and crowd is not None and attendance > crowd.most:
        hint = "请核对是不是多写了一位，或者把几场加在了一起；人口不对的，改 region.yml。外地来的人多，比如集市、演出、展览，也可能没错，不用改。"
        words = f"{crowd.name}的常住人口只有{crowd.population}人"
        if crowd.population:
            yield _fault(told, "W210", "attendance", f"参加的有{attendance}人，{words}", hint)
        else:
            yield _fault(
                told, "W210", "attendance", f"参加的有{attendance}人，{crowd.name}一场活动很少有这么多人", hint
            )
