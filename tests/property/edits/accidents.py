"""What may happen to a cache and to a site between two builds, whoever did it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

FOREIGN = ("alt.html", "events/alt/index.html", "assets/alt.js", "townships/alt.txt")


def _files(folder: Path) -> list[Path]:
    """Every plain file below a folder, in order."""
    found = [Path(base, name) for base, _, names in os.walk(folder) for name in names]
    return sorted(p for p in found if not p.is_symlink() and not p.name.startswith("."))


def damage_cache(cache: Path, chance: Random) -> str:
    """Some kept results are cut short, changed, gone or in each other's place; or all of them are gone."""
    found = [p for p in _files(cache) if p.parent != cache]
    if not found or chance.random() < 0.1:
        shutil.rmtree(cache, ignore_errors=True)
        return "all gone"
    if chance.random() < 0.15:  # all results of one kind: those in one folder
        home = chance.choice(sorted({p.parent for p in found}))
        shutil.rmtree(home)
        return f"{home.relative_to(cache)} gone"
    kinds = chance.sample(("cut", "flip", "delete", "empty", "swap", "junk"), chance.randrange(1, 4))
    rooms: dict[tuple[str, ...], list[Path]] = {}
    for path in found:  # a room with few results is met as often as one with hundreds
        rooms.setdefault(path.relative_to(cache).parts[:3], []).append(path)
    count = 0
    for kind in kinds:
        for room in chance.sample(sorted(rooms), chance.randrange(1, len(rooms) + 1)):
            for path in chance.sample(rooms[room], chance.randrange(1, min(8, len(rooms[room])) + 1)):
                if path.exists():
                    _damage(path, kind, chance.choice(rooms[room]), chance)
                    count += 1
    return f"{', '.join(kinds)}: {count} of {len(found)}"


def _damage(path: Path, kind: str, other: Path, chance: Random) -> None:
    data = path.read_bytes()
    if kind == "cut":
        path.write_bytes(data[: chance.randrange(len(data) + 1)])
    elif kind == "flip" and data:
        at = chance.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :])
    elif kind == "delete":
        path.unlink()
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "junk":
        path.write_bytes(chance.randbytes(200))
    elif other.exists():
        path.write_bytes(other.read_bytes())


def foreign_entries(cache: Path, other: Path, chance: Random) -> str:
    """Entries of another project's cache (of the same user) lie in this one, some under the names of ours."""
    theirs, homes = _files(other), sorted({p.parent for p in _files(cache)})
    if not theirs or not homes:
        return "nothing there"
    count = 0
    for path in theirs:
        if chance.random() < 0.5:
            for home in homes:
                if home.name == path.parent.name:
                    shutil.copyfile(path, home / path.name)
                    count += 1
    return f"{count} entries"


def damage_site(site: Path, chance: Random) -> str:
    """Files of the site are gone or changed, others were added, a folder is a file or a link now."""
    found = [p for p in _files(site) if p.relative_to(site).as_posix() != "assets/pufa/pufa.css"]
    if not found:
        return "nothing there"
    path = chance.choice(found)
    name = path.relative_to(site).as_posix()
    kind = chance.choice(
        (
            "delete",
            "change",
            "same size",
            "add",
            "file for folder",
            "link",
            "link for folder",
            "folder for file",
            "no folder",
            "empty folder",
            "many",
        )
    )
    if kind == "delete":
        path.unlink()
    elif kind == "change":
        path.write_bytes(path.read_bytes() + b"?")
    elif kind == "same size":
        times = path.stat()
        path.write_bytes(bytes(reversed(path.read_bytes())))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + chance.choice((1000, 10**9))))
    elif kind == "add":
        name = chance.choice(FOREIGN)
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("alt")
    elif kind in ("file for folder", "link for folder", "no folder"):
        folder = site / chance.choice([p for p in sorted(os.listdir(site)) if (site / p).is_dir() and p != "assets"])
        name = folder.name
        if kind == "link for folder":
            away = site.parent / f"away-{chance.randrange(10**9)}"
            os.rename(folder, away)
            folder.symlink_to(away)
        else:
            shutil.rmtree(folder)
            if kind == "file for folder":
                folder.write_text("alt")
    elif kind == "link":
        away = site.parent / f"away-{chance.randrange(10**9)}"
        os.rename(path, away)
        path.symlink_to(away)
    elif kind == "folder for file":
        path.unlink()
        path.mkdir()
        (path / "alt.txt").write_text("alt")
    elif kind == "empty folder":
        (site / "leer/leer").mkdir(parents=True, exist_ok=True)
    else:
        for one in found:
            if chance.random() < 0.3:
                one.unlink()
    return f"{kind}: {name}"


def touch_records(root: Path, chance: Random) -> str:
    """Records are written anew with the same words, or only their time is another."""
    found = [p for name in ("campaigns", "content") for p in _files(root / name)]
    some = chance.sample(found, min(len(found), 4))
    for path in some:
        if chance.random() < 0.5:
            path.write_bytes(path.read_bytes())
        else:
            os.utime(path)
    return f"{len(some)} files"
