"""Which folder a site is put into, and where the folders lie that this takes.

They lie beside the site, so that one name can be exchanged for another. Where that cannot be (the site's folder is a
mount point, or nobody but the system's keeper may write beside it), they lie hidden within it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from generator.base.diagnostics import visible
from generator.publish.faults import PublishFault, reason
from generator.publish.moves import can_move
from generator.publish.staging import kept
from generator.publish.trees import OWN

_SOURCES = frozenset({"campaigns", "content", "site_templates"})


@dataclass(frozen=True, slots=True)
class Names:
    """The folders of one site. All but `live` begin with `prefix` and lie in `home`."""

    live: Path
    home: Path
    prefix: str

    @property
    def at_once(self) -> bool:
        """Whether the folder as a whole can be exchanged."""
        return self.home != self.live

    @property
    def next(self) -> Path:
        """The site to be: being made, or complete if it has the marker."""
        return self.home / f"{self.prefix}next"

    @property
    def former(self) -> Path:
        """The site before the one that is live, whole, kept for going back."""
        return self.home / f"{self.prefix}former"

    @property
    def older(self) -> Path:
        """What was the former site before: nobody needs it, but the next `next` is made of it in less time."""
        return self.home / f"{self.prefix}older"

    @property
    def leaving(self) -> Path:
        """What was live, while two folders trade names in three steps."""
        return self.home / f"{self.prefix}leaving"

    @property
    def copy(self) -> Path:
        """A second tree of the live site, made before its files are replaced one by one."""
        return self.home / f"{self.prefix}copy"

    def waste(self) -> list[Path]:
        """The folders that are there to be deleted."""
        try:
            names = sorted(n for n in os.listdir(self.home) if n.startswith(f"{self.prefix}waste"))
        except OSError:
            return []
        return [self.home / name for name in names]

    def new_waste(self) -> Path:
        """A free name for a folder that is to be deleted."""
        taken = {path.name for path in self.waste()}
        return next(p for i in range(len(taken) + 1) if (p := self.home / f"{self.prefix}waste-{i}").name not in taken)


def lock_of(live: Path) -> Path:
    """The file that is locked while a site is put in place: that of `folder.put` if one may write beside the site."""
    beside = live.parent / f".{live.name}.pufa-lock"
    return beside if not live.is_dir() or os.access(live.parent, os.W_OK | os.X_OK) else live / f"{OWN}lock"


def names_of(live: Path) -> Names:
    """Where the folders of a site lie. Raises `OSError`."""
    if not live.is_dir() or (lock_of(live).parent != live and can_move(live)):
        return Names(live, live.parent, f".{live.name}{OWN}")
    return Names(live, live, OWN)


def real(folder: Path, project: Path | None, mark: str) -> Path:
    """The folder itself, links followed. Raises `PublishFault` where no site may be put there.

    `project` is the folder of the records; `mark` is the file by which a site of ours is known.
    """
    shown = visible(str(folder), 200)
    try:
        live = folder.absolute().resolve()
        _refuse(live, project, mark, shown)
        is_file = not live.is_dir() and os.path.lexists(live)
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: links that go round in a circle
        why = reason(error) if isinstance(error, OSError) else "路径不对，或者链接绕成了圈"
        raise PublishFault(f"“{shown}”打不开：{why}。请检查文件夹的路径。") from error
    if is_file:
        raise PublishFault(f"“{shown}”是一个文件，不是文件夹。请写网站文件夹的路径。")
    return live


def refuse_foreign(live: Path, mark: str) -> None:
    """Raise `PublishFault` where a folder holds what is no site of ours. Raises `OSError` where it cannot be looked at."""
    if live.is_dir() and not (live / mark).exists() and any(not kept(name) for name in os.listdir(live)):
        raise PublishFault(
            f"“{visible(str(live), 200)}”里有别的文件，不像是 pufa 发布的网站，没有动它。"
            "请换一个空文件夹，或者先把里面的文件移走。"
        )


def _refuse(live: Path, project: Path | None, mark: str, shown: str) -> None:
    if live.parent == live:
        raise PublishFault(f"“{shown}”是整个磁盘，不能当网站文件夹。请在里面建一个文件夹，发布到那里。")
    if any(_one(live, folder) for home in _homes() for folder in (home, *home.parents)):
        raise PublishFault(f"“{shown}”是个人文件夹（或者包着个人文件夹），不能当网站文件夹。请另建一个文件夹。")
    if live.name.startswith(".") and OWN in live.name:
        raise PublishFault(f"“{shown}”是 pufa 自己用的文件夹。请写网站文件夹的名字。")
    if project is not None:
        root = project.absolute().resolve()
        if any(_one(live, folder) for folder in (root, *root.parents)):
            raise PublishFault(f"“{shown}”里放着活动记录和文章，不能当网站文件夹。请换一个空文件夹。")
        if live.is_relative_to(root):
            first = live.relative_to(root).parts[0]
            if first in _SOURCES or first.startswith("."):
                raise PublishFault(f"“{shown}”在“{first}”里面，那里是记录和文章，不能放网站。请换一个空文件夹。")
    for folder in live.parents:
        if (folder / mark).exists():
            raise PublishFault(
                f"“{shown}”在另一个 pufa 网站“{folder}”里面，那个网站下次更新时会把它删掉。请换一个文件夹。"
            )


def _homes() -> list[Path]:
    try:
        return [Path.home().resolve()]
    except (OSError, RuntimeError):
        return []


def _one(one: Path, other: Path) -> bool:
    try:
        return one == other or os.path.samefile(one, other)
    except OSError:
        return False
