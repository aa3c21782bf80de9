"""A site put in place at one stroke, and the former one kept for going back.

Beside the folder `site` lie `.site.pufa-next`, in which the new site is made, and `.site.pufa-former`, the one before.
Invariants, whatever is killed when: the live folder is wholly the old site or wholly the new one; the former site stays
whole until a newer one takes its part; the next run first brings an interrupted one to its end, or takes back what
had not got so far. (Where folders cannot be exchanged, `byfiles` says what holds instead.)
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.base.files import replace_file
from generator.publish import byfiles
from generator.publish.byfiles import MARKER, STAMP
from generator.publish.faults import PublishFault, UnfinishedFault, reason
from generator.publish.locking import locked, uninterrupted
from generator.publish.moves import flush, rename, swap
from generator.publish.names import Names, lock_of, names_of, real, refuse_foreign
from generator.publish.trees import bring_keepers, discard, like, make_later, second_tree, sites

MARK = "assets/pufa/pufa.css"
"""The file by which a site of ours is known."""
_CANNOT_MOVE = frozenset({errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EACCES})


@dataclass(frozen=True, slots=True)
class Placed:
    """How a site came into place: `at_once`, or file by file; `notes` are for the officer."""

    at_once: bool
    notes: tuple[str, ...] = ()


@contextlib.contextmanager
def open_place(folder: Path, *, project: Path | None = None, mark: str = MARK) -> Iterator[Place]:
    """The place of a site, for one run at a time; what an interrupted run left is put in order first.

    `project` is the folder of the records, which no site may cover. Raises `PublishFault`.
    """
    live = real(folder, project, mark)
    with locked(live, lock_of(live)):
        try:
            place = Place(names_of(live), mark)
            place._mend()
            refuse_foreign(live, mark)
        except OSError as error:
            raise _unchanged(error) from error
        try:
            yield place
        finally:
            if not place._unfinished():
                discard(place.names.next)


@dataclass(frozen=True, slots=True)
class Place:
    """One site's folders. To publish: build into `begin()`, then `commit`."""

    names: Names
    mark: str

    @property
    def live(self) -> Path:
        """The folder that readers are served from."""
        return self.names.live

    @property
    def former(self) -> Path:
        """The folder of the site before."""
        return self.names.former

    def has_former(self) -> bool:
        """Whether there is a site to go back to."""
        return self._is_site(self.former)

    def publication(self) -> str | None:
        """Which publication is live, by the text given to `commit`; None where there is none, or none that says so."""
        return _stamp(self.live)

    def former_publication(self) -> str | None:
        """Which publication `roll_back` would bring back."""
        return _stamp(self.former)

    def begin(self) -> Path:
        """A folder that holds the live site once more, to be brought up to date by `folder.put`."""
        try:
            self._throw_away(self.names.next)
            if self._is_site(self.live) and not self._recycled():
                self._throw_away(self.names.next)
                second_tree(self.live, self.names.next, sites)
        except OSError as error:
            raise _unchanged(error) from error
        return self.names.next

    def _recycled(self) -> bool:
        try:
            rename(self.names.older, self.names.next)
            second_tree(self.live, self.names.next, sites)
        except OSError:  # there is none, or something in it cannot be removed
            return False
        return True

    def commit(self, publication: str, changed: Iterable[str] | None = None) -> Placed:
        """Make live what was built in `begin()`, known from now on as `publication`; what was live becomes the former.

        `changed` are the paths that have been written since `begin()`, where that is known: the others are the live files.
        """
        assert self._is_site(self.names.next), "nothing was built"
        with uninterrupted():
            try:
                make_later(self.names.next, self.live, changed)
                _write_stamp(self.names.next, publication)
                return self._put_in()
            except OSError as error:
                raise _unchanged(error) from error

    def roll_back(self) -> Placed:
        """Exchange the live site and the former one; done twice, all is as it was."""
        if not self.has_former():
            raise PublishFault(f"没有可以退回的上一版：“{self.former}”不在，或者不完整。网站没有变。")
        with uninterrupted():
            try:
                make_later(self.former, self.live)
                if self.names.at_once and self._exchanged():
                    flush(self.live.parent)
                    return Placed(at_once=True)
                second_tree(self.former, self.names.next, sites)
                _write_stamp(self.names.next, _stamp(self.former) or "")
                return self._file_by_file()
            except OSError as error:
                raise _unchanged(error) from error

    def _exchanged(self) -> bool:
        """Live and former have traded names; False where this folder cannot be moved."""
        names = self.names
        if not self.live.exists():
            rename(self.former, self.live)
            return True
        bring_keepers(self.live, self.former)
        flush(self.former)
        return _traded(self.live, self.former, names.leaving)

    def _put_in(self) -> Placed:
        if not self.names.at_once:
            return self._file_by_file()
        names = self.names
        if self.live.exists():
            bring_keepers(self.live, names.next)
            like(self.live, names.next)
            byfiles.mark(names.next)
            if not _traded(self.live, names.next, names.leaving):
                return self._file_by_file()
        else:
            byfiles.mark(names.next)
            rename(names.next, self.live)
        flush(names.home)
        try:
            self._finish_exchange()
        except OSError as error:
            raise _half(error, "新的网站已经上线，上一版还没有收好") from error
        return Placed(at_once=True, notes=self._sweep())

    def _file_by_file(self) -> Placed:
        byfiles.prepare(self.names, keep=self._is_site(self.live))
        self._finish_files()
        note = f"这个文件夹不能整个换（{_why_not(self.names)}），文件是一个一个换上去的。"
        return Placed(at_once=False, notes=(note, *self._sweep()))

    def _unfinished(self) -> bool:
        """Whether the next run will still need the folder of the new site: a fault came between two moves."""
        return (self.live / MARKER).exists() or byfiles.begun(self.names.next) is not None

    def _mend(self) -> None:
        """Bring to its end what an interrupted run had begun to put in place; throw away what it had not."""
        names = self.names
        for folder in (names.next, names.former, names.older, names.leaving, names.copy):
            if folder.is_symlink():  # never ours: whoever put it there wants to be written to somewhere else
                self._throw_away(folder)
        if names.leaving.exists():
            self._mend_turn()
        if byfiles.begun(names.next) is not None:
            self._finish_files()
        elif (self.live / MARKER).exists():
            self._finish_exchange()
        else:
            self._throw_away(names.next)
        self._throw_away(names.copy)
        for end in ("pufa", "pufa-lock"):  # of `put`, killed while it built
            self._throw_away(names.home / f".{names.next.name}.{end}")
        self._sweep()

    def _mend_turn(self) -> None:
        """Two folders were trading names in three steps."""
        names = self.names
        if not self.live.exists():
            rename(names.leaving, self.live)
        elif (self.live / MARKER).exists() and not names.next.exists():
            rename(names.leaving, names.next)
        elif not names.former.exists():
            rename(names.leaving, names.former)
        else:
            self._throw_away(names.leaving)

    def _finish_exchange(self) -> None:
        """The new site is live and has its marker: what was live, if it is a site, becomes the former."""
        names = self.names
        if names.leaving.exists():
            self._mend_turn()
        if self._is_site(names.next):
            self._make_former(names.next)
        else:
            self._throw_away(names.next)
        (self.live / MARKER).unlink()
        flush(names.home)

    def _finish_files(self) -> None:
        names = self.names
        try:
            byfiles.move_in(names, byfiles.begun(names.next) or [])
        except OSError as error:
            raise _half(error, "网站的文件有的已经换成新的，有的还没有") from error
        if names.copy.exists():
            self._make_former(names.copy)
        (names.next / MARKER).unlink()
        self._throw_away(names.next)

    def _make_former(self, folder: Path) -> None:
        names = self.names
        if names.former.exists():
            self._throw_away(names.older)
            rename(names.former, names.older)
        rename(folder, names.former)

    def _is_site(self, folder: Path) -> bool:
        return (folder / self.mark).exists()

    def _throw_away(self, folder: Path) -> None:
        """Delete a folder; at the least its name is free then, and what cannot be deleted has another."""
        if os.path.lexists(folder):
            waste = self.names.new_waste()
            rename(folder, waste)
            discard(waste)

    def _sweep(self) -> tuple[str, ...]:
        left = [folder for folder in self.names.waste() if not discard(folder)]
        return tuple(f"旧文件夹“{folder}”没有删干净，可以手工删掉。" for folder in left)


def _traded(one: Path, other: Path, spare: Path) -> bool:
    try:
        swap(one, other, spare)
    except OSError as error:
        if error.errno in _CANNOT_MOVE and one.is_dir() and other.is_dir():
            return False
        raise
    return True


def _stamp(folder: Path) -> str | None:
    try:
        found = json.loads((folder / STAMP).read_text("utf-8"))["publication"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return found if isinstance(found, str) and found else None


def _write_stamp(folder: Path, publication: str) -> None:
    replace_file(folder / STAMP, (json.dumps({"publication": publication}, ensure_ascii=False) + "\n").encode())


def _why_not(names: Names) -> str:
    return (
        "有程序正在用它，或者没有权限改它的名字" if names.at_once else "它是单独挂载的磁盘，或者没有权限在它旁边写文件"
    )


def _unchanged(error: OSError) -> PublishFault:
    return PublishFault(f"网站没有换上去，原来的网站没有变：{reason(error)}。")


def _half(error: OSError, what: str) -> UnfinishedFault:
    return UnfinishedFault(
        f"{what}：{reason(error)}。请关闭正在打开这些文件的程序，检查磁盘和权限，再运行一次，会自动接着做完。"
    )
