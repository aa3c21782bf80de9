"""`pufa report`: a world and a wish to files in a folder. Nothing an officer has changed is written over unasked."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.base.cache import Cache
from generator.base.diagnostics import Fault, visible
from generator.base.filenames import path_fault
from generator.base.files import is_real_file
from generator.publish.faults import reason
from generator.render.templates import Renderer
from generator.reports.commas import comma_bytes
from generator.reports.compose import compose, too_long
from generator.reports.page import page_bytes
from generator.reports.request import NOTICES, Request, Wish, understand
from generator.reports.seal import sealed
from generator.reports.sheets import sheets
from generator.reports.voice import Lookup, Voice
from generator.reports.workbook import LARGE, workbook_bytes
from generator.world import World

Progress = Callable[[str], None]
_MOST_COPIES = 99


class ReportFault(Fault):
    """The report could not be made; the words are for the officer. `ending` is what became of the files that were wanted."""

    ending = "报告没有写。"

    def __init__(self, message: str, ending: str = ending) -> None:
        super().__init__(message)
        self.ending = ending


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written. `length` is the characters of its text, 0 for data; `notes` are what the officer should know."""

    path: Path
    length: int
    notes: tuple[str, ...]


def make_reports(
    world: World, wish: Wish, out: Path | None, *, root: Path, cache: Cache, force: bool, progress: Progress
) -> tuple[Written, ...]:
    """Make every file of a wish and find its place, then write them. Raises `ReportFault`.

    Then none of them is written, but where a file cannot be put in its place any more after all of them were written out
    beside it: those before it are there by then, and the fault says how many. No file is ever half written.
    `out` is a file, or a folder where it has no ending or several files are wanted; None is the current folder.
    """
    requests, faults = understand(wish, world.library, world.coverage.years, world.as_of)
    if faults:
        raise ReportFault("\n".join(faults))
    targets = _targets(requests, world, out)
    lookup = Lookup(world)
    renderer = Renderer(root, cache, {}, "reports")
    made = []
    for number, request in enumerate(requests, 1):
        if number % 10 == 1:
            progress(f"写报告 {number}/{len(requests)}")
        made.append(_bytes(lookup, request, renderer))
    places = [_place(path, data, cache, force=force) for path, (data, _, _) in zip(targets, made, strict=True)]
    spares: list[Path] = []
    written: list[Written] = []
    try:
        for (place, _), (data, _, _) in zip(places, made, strict=True):
            spares.append(_spare(place, len(spares)))
            _fill(spares[-1], place, data)
        for spare, (place, note), (data, length, notes) in zip(spares, places, made, strict=True):
            _put(spare, place, len(written))
            if wish.form == "csv":
                cache.store("reports", str(place.absolute()), _digest(data))
            written.append(Written(place, length, (*((note,) if note else ()), *notes)))
    finally:
        for spare in spares:
            with contextlib.suppress(OSError):
                spare.unlink(missing_ok=True)
    return tuple(written)


def _bytes(lookup: Lookup, request: Request, renderer: Renderer) -> tuple[bytes, int, tuple[str, ...]]:
    """A file's bytes, the length of its text, and what to tell of it."""
    voice = Voice(lookup, request)
    if request.form == "csv":
        return comma_bytes(voice), 0, ()
    library = lookup.world.library
    if request.form == "xlsx":
        large = len(lookup.world.tables.events.rows) > LARGE
        title = request.name(library).removesuffix(".xlsx")
        return workbook_bytes(sheets(voice), title, library.region.publisher, request.signed, large=large), 0, ()
    document = compose(lookup, request)
    notes = [too_long(document)]
    if voice.running and request.kind not in NOTICES:
        notes.append(f"这一期到 {request.last} 才结束，报告里的数截至 {lookup.world.as_of}。")
    told = tuple(note for note in notes if note)
    if request.form == "html":
        return page_bytes(document, renderer), document.length, told
    from generator.reports.word import word_bytes  # noqa: PLC0415 - python-docx takes a fifth of a second to import

    return word_bytes(document), document.length, told


def _targets(requests: Sequence[Request], world: World, out: Path | None) -> list[Path]:
    """A path for each file, all different."""
    form = requests[0].form
    names = [request.name(world.library) for request in requests]
    shared = {name for name in names if names.count(name) > 1}
    for place, request in enumerate(requests):
        if names[place] in shared:
            names[place] = f"{request.unit or world.library.region.code}{names[place]}"
    if out is not None and not _is_folder(out):
        wrong = next(filter(None, map(path_fault, out.parts)), "")
        if wrong:
            raise ReportFault(f"--out“{visible(str(out))}”不行：{wrong}。请换一个名称。")
        if len(requests) == 1 and (out.suffix or _is_file(out)):
            if out.suffix.lower() != f".{form}":
                raise ReportFault(
                    f"--out 的后缀要是 .{form}，和 --format 一致，现在写的是“{visible(out.name)}”。"
                    f"要写进文件夹的，请换一个没有同名文件的名称。"
                )
            return [out]
        if _is_file(out) or out.suffix.lower() in (".docx", ".xlsx", ".html", ".csv"):
            raise ReportFault(f"要写 {len(requests)} 份报告，--out 要写一个文件夹，不能写“{visible(out.name)}”。")
    folder = out if out is not None else Path() if len(requests) == 1 else Path(_folder(requests[0], world))
    return [folder / name for name in names]


def _folder(request: Request, world: World) -> str:
    """The name of a folder for one kind of report on several townships: 各乡镇2025年普法工作报告."""
    where = world.library.township_by_code[request.unit].name if request.unit else world.library.region.name
    return f"各乡镇{request.name(world.library).rpartition('.')[0].removeprefix(where)}"


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; a name that no system takes is none."""
    return os.path.isdir(path)


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)


def _place(path: Path, data: bytes, cache: Cache, *, force: bool) -> tuple[Path, str]:
    """Where to write: the path itself where nothing of an officer's would be lost, else the path with (2)."""
    if _is_folder(path):
        raise ReportFault(f"“{path}”是一个文件夹，不能写成文件。请换一个 --out。")
    if force or _free(path, data, cache):
        return path, ""
    for number in range(2, _MOST_COPIES + 1):
        other = path.with_name(f"{path.stem}({number}){path.suffix}")
        if not _is_folder(other) and _free(other, data, cache):
            return other, f"“{path.name}”已经有了，而且改过（或者不是 pufa 写的），没有动它。要覆盖，请加 --force。"
    raise ReportFault(f"“{path.name}”已经有 {_MOST_COPIES} 份改过的。请删去不要的，或者加 --force 覆盖。")


def _free(path: Path, data: bytes, cache: Cache) -> bool:
    """Whether a path can be written: nothing is there, or just what pufa wrote."""
    if os.path.lexists(path) and not is_real_file(os.path.realpath(path)):
        return False
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        return True
    except OSError as error:
        raise ReportFault(f"读不了原来的文件：{reason(error)}。") from error
    return there == data or sealed(there) or cache.load("reports", str(path.absolute())) == _digest(there)


def _spare(place: Path, number: int) -> Path:
    """Where a file is written out before it gets its place: a short name, whatever that of the file."""
    return place.with_name(f".pufa-{os.getpid()}-{number}")


def _fill(spare: Path, place: Path, data: bytes) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # a link may lie there, and would be written to
            spare.unlink()
        with spare.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise ReportFault(f"“{place}”没有写成：{_why(error)}。") from error


def _put(spare: Path, place: Path, done: int) -> None:
    """Put a file that is written out in its place: whoever opens it sees the former one or the whole new one."""
    try:
        spare.replace(place)
    except OSError as error:
        hint = "如果它在 Word、Excel 里开着，请先关掉。" if isinstance(error, PermissionError) else ""
        ending = f"这以前的 {done} 份已经写好了，它和后面的没有写；改好以后再运行一次。" if done else ReportFault.ending
        raise ReportFault(f"“{place}”没有写成：{_why(error)}。{hint}", ending) from error


def _why(error: OSError) -> str:
    """Why the system refused, without the name of a file that the officer has never heard of."""
    return reason(OSError(error.errno, error.strerror))
