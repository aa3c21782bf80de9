"""What was published against what is written now: ids that were changed or used again (W251), another time zone (W250)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.base.diagnostics import Diagnostic, Span
from generator.model import Event, Library, Occurrence
from generator.register.identity import Twin, lost_ids, reused, twins, written_names
from generator.register.record import Register


def against_register(
    library: Library, occurrences: Sequence[Occurrence], register: Register | None, as_of: date, zone_at: Span
) -> list[Diagnostic]:
    """What publishing would do to those who subscribe that the officer may not have meant. `zone_at`: where the zone is written."""
    if register is None:
        return []
    names = written_names(library, register)
    lost = lost_ids(library, register, names, as_of)
    found = [_renamed(twin) for twin in twins(library, occurrences, register, names, lost)] if lost else []
    found += [_reused(event, other) for event, other in reused(library, register)]
    return [*found, *_rezoned(library, register, zone_at)]


def _renamed(twin: Twin) -> Diagnostic:
    """W251: a new id for a published event."""
    event, former = twin.event, twin.former
    hint = f"是的，给它加一行“原编号: {former}”，订阅的人看到的还是同一条。"
    if twin.exact:
        hint += "钟点也一样，所以发布时不会说取消；写上以后，再改时间也认得。"
    else:
        hint += "不是同一场的，不用改：发布时，原来那一场会说已取消。"
    return Diagnostic(
        "W251",
        event.span,
        f"已发布的 {former} 不见了，新写的 {event.id} 和它同名、同一天、同一个地点，是不是改了编号？",
        hint,
    )


def _reused(event: Event, other: Event) -> Diagnostic:
    """W251: an id under which subscribers know another event."""
    return Diagnostic(
        "W251",
        event.span,
        f"编号 {event.id} 以前是 {other.id} 用的，订阅的人手里还是那一场，是不是用重了？",
        f"请给这一场换一个没有用过的编号。不换，发布后他们手里的那一条会变成这一场，{other.id} 会当成新的一场再来一次。",
    )


def _rezoned(library: Library, register: Register, at: Span) -> list[Diagnostic]:
    """W250: every hour that was told means another moment from now on."""
    former, zone = register.timezone, library.region.timezone
    if former in ("", zone):
        return []
    count = sum(p.withdrawn is None for p in register.entries.values())
    hint = "真要改的，不用做什么，手机上的时间会跟着变；不是要改的，请改回来。"
    told = Diagnostic("W250", at, f"时区从 {former} 改成了 {zone}：下次发布，已发布的{count}条日程都算改了时间", hint)
    return [told]
