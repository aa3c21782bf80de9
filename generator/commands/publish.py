"""`pufa publish`: check, build and read back, then the register, then the site at one stroke; back to the former site; the register recovered.

Order matters: the register is written before the site is put in place. A run that is killed in between has counted a
publication that nobody saw, which is harmless; the other way round a number could be used twice.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from generator.base.diagnostics import Fault
from generator.base.files import replace_file, without_links
from generator.commands.build import build_site
from generator.feeds.entry import Numbers
from generator.feeds.reading import Told, told
from generator.gather.settings import Settings, nested_in
from generator.gazetteer.zones import fixed_offset
from generator.pipeline import Prepared, Progress, derive, outcome_of, today
from generator.publish.faults import PublishFault, UnfinishedFault, reason
from generator.publish.folder import Report
from generator.publish.stroke import Place, Placed, open_place
from generator.readback.run import read_back
from generator.register.rebuild import CALENDARS, rebuilt
from generator.register.record import KINDS, PATH, Change, Register, read_register, salvaged, union, write_register
from generator.register.rollback import ALL, Amended, amend
from generator.schedule import moment

UNCHANGED = "网站已经是最新的，没有换；可以退回的上一版也没有变。"
REGISTER_CODES = frozenset({"E041", "E042"})
LOST = "pufa publish 网站文件夹 --rebuild-ledger"


class RegisterFault(Fault):
    """The register and the published site do not belong together; the words are for the officer. Nothing was changed."""

    ending = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did."""

    placed: Placed
    changes: tuple[Change, ...]
    first: bool
    register_changed: bool
    report: Report | None = None
    rezoned: str = ""
    """The region's time zone, where all that was told is now told in another one than before."""
    idle: bool = False
    """Whether nothing had to be done."""


def publish_site(
    prepared: Prepared, settings: Settings, folder: Path, *, strict: bool, progress: Progress
) -> Publication:
    """Build a checked project and put it in place in `folder`. Raises a `Fault`; the published site is then as it was."""
    nested = nested_in(prepared.root, prepared.docs, folder)
    if nested:
        raise PublishFault(f"“{folder}”和放记录的“{nested}”套在一起，网站会盖掉记录。请换一个空文件夹。")
    with open_place(folder, project=prepared.root) as place:
        _same_register(prepared)
        _same_history(place, prepared.register)
        world = derive(prepared)
        outcome = world.outcome
        assert outcome is not None
        folder = place.begin()
        report = build_site(prepared, settings, folder, strict=strict, progress=progress, world=world).report
        changed = outcome.register is not prepared.register
        if not (changed or report.written or report.removed):
            # The former site is kept: who publishes twice in a hurry can still go back.
            return Publication(
                Placed(at_once=True, notes=(UNCHANGED,)), (), first=False, register_changed=False, idle=True
            )
        library, site, as_of = outcome.library, prepared.site, prepared.as_of
        read_back(folder, place.live, library, site, as_of, outcome.issue(), prepared.cache, progress)
        progress("写发布台账，换上新网站")
        with _kept_if_refused(prepared):
            if changed:
                _write_register(prepared.root, outcome.register)
            placed = place.commit(prepared.as_of.isoformat(), report.changed)
    rezoned = outcome.register.timezone if outcome.rezoned else ""
    return Publication(placed, outcome.changes, outcome.first, changed, report, rezoned)


def taken_back(prepared: Prepared) -> tuple[Prepared, dict[str, list[str]]]:
    """What was published and would be cancelled now because its row or sheet is hidden or struck through: place → ids.

    Gives the project with the outcome that had to be known for it.
    """
    register = prepared.register
    if not prepared.loaded.left_out or register is None or prepared.library is None:
        return prepared, {}
    prepared = replace(prepared, outcome=prepared.outcome or outcome_of(prepared))
    assert prepared.outcome is not None
    former, now = register.entries, prepared.outcome.register.entries
    gone = {former[i].event for i, e in now.items() if e.withdrawn and i in former and not former[i].withdrawn}
    found: dict[str, list[str]] = {}
    for left in prepared.loaded.left_out:
        ids = [i for i in dict.fromkeys(left.ids) if i in gone]
        if ids:
            found.setdefault(f"{left.path} {left.where}", []).extend(ids)
    return prepared, found


def roll_back(prepared: Prepared, folder: Path, progress: Progress) -> Publication:
    """Put the former site back, its calendars with numbers that subscribers' programs accept as newer."""
    with open_place(folder, project=prepared.root) as place:
        if not place.has_former():
            raise RegisterFault(f"没有可以退回的上一版：“{folder}”旁边没有保留的旧网站。网站没有变。")
        _same_register(prepared)
        register = _register_of(prepared)
        _same_history(place, register)
        progress("准备上一版的日历")
        try:
            now, before = _feeds(place.live), _feeds(place.former)
            amended: Amended = amend(now, before, register, prepared.as_of, _midnight(prepared))
            for path, data in amended.files.items():
                if not without_links(place.former, path):
                    raise RegisterFault(f"上一版的“{path}”放在一个链接里，不能退回。网站没有变。")
                (place.former / path).parent.mkdir(parents=True, exist_ok=True)
                replace_file(place.former / path, data)
        except OSError as error:
            raise RegisterFault(f"上一版的日历没有写成，网站没有变：{reason(error)}。") from error
        with _kept_if_refused(prepared):
            if amended.register is not register:
                _write_register(prepared.root, amended.register)
            placed = place.roll_back()
    return Publication(
        placed, amended.changes, first=False, register_changed=amended.register is not register, rezoned=amended.rezoned
    )


def rebuild_register(prepared: Prepared, folder: Path) -> Register:
    """Recover the register from the calendars in `folder`, together with what can still be read of the old one."""
    assert prepared.library is not None
    if not (folder / ALL).is_file():
        raise RegisterFault(f"“{folder}”里没有 {ALL}，不像是已发布的网站。请写上已发布网站的文件夹。")
    region, old = prepared.library.region.code, prepared.loaded.register
    try:
        found = rebuilt(_names(folder), lambda path: (folder / path).read_bytes(), prepared.library, prepared.as_of)
    except OSError as error:
        raise RegisterFault(f"已发布的日历读不了：{reason(error)}。发布台账没有变。") from error
    if prepared.register is not None:
        found = union(prepared.register, found)
    elif old is not None:
        if not any(d.code == "E042" for d in prepared.diagnostics):
            found = union(salvaged(old, region), found)
        replace_file(prepared.root / f"{PATH}.bak", old)
    _write_register(prepared.root, found)
    return found


def _register_of(prepared: Prepared) -> Register:
    """The register, also where other records are too broken to be read."""
    if prepared.register is not None:
        return prepared.register
    if prepared.loaded.register is None:
        raise RegisterFault(f"找不到发布台账 {PATH}，不能退回。请先运行 {LOST} 。")
    register, wrong = read_register(prepared.loaded.register, None)
    if register is None:
        raise Fault(wrong[0].message, *wrong)
    return register


def _midnight(prepared: Prepared) -> datetime:
    zone = prepared.library.region.timezone if prepared.library else "Asia/Shanghai"
    return moment(prepared.as_of) - (fixed_offset(zone) or timedelta(hours=8))


def _same_register(prepared: Prepared) -> None:
    """The register must be the one that was read: another run may have published since."""
    try:
        data = (prepared.root / PATH).read_bytes()
    except FileNotFoundError:
        data = None
    except OSError as error:
        raise RegisterFault(f"发布台账 {PATH} 读不了：{reason(error)}。网站没有变。") from error
    if data != prepared.loaded.register:
        raise RegisterFault(f"发布台账 {PATH} 刚刚被别的程序改过。请再运行一次。网站没有变。")


@contextlib.contextmanager
def _kept_if_refused(prepared: Prepared) -> Iterator[None]:
    """Where the site could not be put in place, the register is as it was: nobody has seen what it would say."""
    try:
        yield
    except UnfinishedFault:
        raise
    except PublishFault:
        path, data = prepared.root / PATH, prepared.loaded.register
        with contextlib.suppress(OSError):
            if data is None:
                path.unlink(missing_ok=True)
            else:
                replace_file(path, data)
        raise


def latest_day(prepared: Prepared, now: datetime) -> date:
    """The last day as of which it makes sense to publish: stamps from the future would hide every later edit."""
    return today(prepared.library.region.timezone if prepared.library else "Asia/Shanghai", now)


def summary_of(changes: tuple[Change, ...]) -> str:
    """新增3场、改期1场; empty where nothing changed."""
    counts = Counter(c.kind for c in changes)
    return "、".join(f"{kind}{counts[kind]}场" for kind in KINDS if counts[kind])


def not_told(prepared: Prepared) -> str:
    """What whoever has only built a site must know of subscribers: they hear of nothing, and what tells them."""
    if prepared.register is None:
        return (
            "这份网站是给自己看的。要交给大家、让人订阅，请用 pufa publish 网站文件夹 来发布："
            "以后改期、取消，订阅的日历才会跟着变。"
        )
    outcome = prepared.outcome or outcome_of(prepared)
    waiting = summary_of(outcome.changes) or ("时区改了" if outcome.rezoned else "")
    if waiting:
        return (
            f"注意：{waiting}，订阅者的日历还不知道。build 不记发布台账，不会告诉他们；"
            "请用 pufa publish 网站文件夹 来发布。"
        )
    return (
        "注意：build 不记发布台账，有变动也不会告诉订阅者的日历；交给大家的网站，请用 pufa publish 网站文件夹 来发布。"
    )


def _same_history(place: Place, register: Register | None) -> None:
    """The register must know everything that is published, else numbers would be used a second time."""
    published = place.live / ALL
    if not published.is_file() or place.publication() is None:
        return  # nothing there, or what `pufa build` made: nobody has been told anything
    if register is None:
        raise RegisterFault(
            f"网站已经发布过，却找不到发布台账 {PATH}。请从版本库取回它；取不回就运行 {LOST} ，再发布。网站没有变。"
        )
    try:
        newer = [t for t in told(published.read_bytes()) if _is_newer(t, register)]
    except OSError as error:
        raise RegisterFault(f"已发布的日历读不了：{reason(error)}。网站没有变。") from error
    if newer:
        names = "、".join(f"“{t.facts.title[:20]}”" for t in newer[:3])
        raise RegisterFault(
            f"发布台账 {PATH} 比已发布的网站旧（{names}{f'等{len(newer)}条' if len(newer) > 3 else ''}）："
            f"可能别人发布后还没有把台账给你。请先从版本库取最新的台账；取不到就运行 {LOST} 。网站没有变。"
        )


def _is_newer(entry: Told, register: Register) -> bool:
    known = register.entries.get(entry.id)
    if known is None:
        return True
    theirs, ours = _version(entry.numbers), _version(known.numbers)
    return theirs > ours or (theirs == ours and entry.digest != known.digest)


def _version(numbers: Numbers) -> tuple[int, datetime]:
    return numbers.sequence, numbers.modified or datetime(1, 1, 1)


def _names(folder: Path) -> Iterator[str]:
    for base, folders, names in os.walk(folder / CALENDARS):
        folders.sort()
        below = Path(base).relative_to(folder).as_posix()
        yield from (f"{below}/{name}" for name in sorted(names))


def _feeds(folder: Path) -> Mapping[str, Callable[[], bytes]]:
    """Every calendar file of a site, those of single events too, by path."""
    paths = [p for p in _names(folder) if p.endswith(".ics")]
    paths += sorted(f"events/{p.name}" for p in (folder / "events").glob("*.ics"))
    return {path: (folder / path).read_bytes for path in paths}


def _write_register(root: Path, register: Register) -> None:
    try:
        replace_file(root / PATH, write_register(register))
    except OSError as error:
        raise RegisterFault(f"发布台账 {PATH} 没有写成，网站没有变：{reason(error)}。") from error
