"""A county that lives through a row of edits, each build of it held against a clean one.

A session is drawn from two numbers, and each of its steps from a number of its own, so that a step does the same whether or
not the steps before it are left out: that is how a failure is made small.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from edits import accidents, events, records, texts
from edits.catalogue import EDITS
from edits.county import County, files, sample, write
from edits.program import Code
from edits.runs import KILLED, Done, Warm, forked, kill_at, program, surroundings

__all__ = ["Failure", "Session", "Step", "Tally", "events", "plan", "records", "texts"]

Tree = dict[str, bytes]
REGISTER = "campaigns/published.json"
ACCIDENTS = {
    "nothing": 4,
    "touched": 2,
    "undone": 6,
    "damaged cache": 5,
    "foreign cache": 1,
    "damaged site": 5,
    "killed": 9,
    "snapshot": 2,
    "sampled": 1,
    "rolled back": 2,
}
"""What happens besides edits, with how often it is drawn."""
KINDS = ("build", "publish", "build", "warm", "publish", "code")
"""The kinds of sessions, in turn."""
CRASH = "程序出了意外的错误"


@dataclass(frozen=True)
class Step:
    """One step: the edits or the accident, the number they are drawn from, and how the build is run."""

    number: int
    kinds: tuple[str, ...]
    seed: int
    way: str = "fork"
    publish: bool = False


@dataclass
class Tally:
    """What was done and what came of it, over many sessions."""

    applied: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    changed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """By kind: how many files differed from the build before."""
    builds: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterable[str]:
        """A table: each kind, how often, how often the build refused it, files that differed."""
        yield f"{'kind':20} times refused  files that differed: median, most"
        for name in sorted(self.applied, key=lambda n: (-self.applied[n], n)):
            found = self.changed[name] or [0]
            yield f"{name:20} {self.applied[name]:5} {self.refused[name]:7}  {statistics.median(found):6.0f} {max(found):6}"
        yield "builds: " + ", ".join(f"{name} {count}" for name, count in sorted(self.builds.items()))


class Failure(AssertionError):
    """An incremental build that is not what a clean one is."""


def plan(seed: int, number: int, length: int) -> tuple[str, list[Step]]:
    """The kind of a session and its steps."""
    chance = Random(f"session {seed} {number}")
    kind = KINDS[number % len(KINDS)]
    steps = [Step(0, (), chance.randrange(1 << 30), publish=kind == "publish")]
    kinds = [*EDITS, *ACCIDENTS]
    weights = [*(e.weight for e in EDITS.values()), *(2 * w for w in ACCIDENTS.values())]
    for n in range(1, length):
        first = chance.choices(kinds, weights)[0]
        drawn = [first]
        if first in EDITS and first != "fault":
            more = [k for k in EDITS if k != "fault"]
            drawn += chance.choices(more, [EDITS[k].weight for k in more], k=chance.choice((0, 0, 0, 1, 2)))
        way = chance.choices(("fork", "program"), (9, 1))[0]
        if kind == "code":
            way = "program"
            drawn = [chance.choice(("code", "code", "code", first))] * chance.choice((1, 1, 3))
        elif kind == "warm":
            way = chance.choices(("warm", "fork"), (4, 1))[0]
        publish = kind == "publish" and chance.random() < 0.7
        steps.append(Step(n, tuple(drawn), chance.randrange(1 << 30), way, publish))
    return kind, steps


class Session:
    """One county in a folder of its own. `run` takes it through steps; `close` ends what it has started."""

    def __init__(self, home: Path, seed: int, number: int, kind: str, tally: Tally, events: int = 24) -> None:
        self.home, self.seed, self.number, self.kind, self.tally = home, seed, number, kind, tally
        shutil.rmtree(home, ignore_errors=True)
        (home / "p").mkdir(parents=True)
        self.root = home / "p"
        self.env = surroundings(home, "cache")
        self.county: County = sample(Random(f"county {seed} {number}"), events)
        self.good: County = self.county
        """As it was when a site was last built of it; what cannot be built is mended to be that again."""
        self.before: County | None = None
        """As it was in the build before that, to take edits back."""
        self.told: list[str] = []
        self.code = Code(home / "code") if kind == "code" else None
        self.warm = Warm(self.root, self.env) if kind == "warm" else None

    def close(self) -> None:
        if self.warm is not None:
            self.warm.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def run(self, steps: Sequence[Step], *, only_last: bool = False) -> None:
        """Take the steps; raises `Failure` at the first build that is not as it should be. `only_last` compares only that."""
        for step in steps:
            self.take(step, compare=not only_last or step is steps[-1])

    # --- one step ------------------------------------------------------------------------------------------------

    def take(self, step: Step, *, compare: bool = True) -> None:
        """One step: change something, build, and hold the build against a clean one."""
        chance = Random(f"step {step.seed}")
        done: list[str] = []
        self.county = self.good.copy()
        if self.code is not None:
            self.code.begin()
        for kind in step.kinds:
            what = self._change(kind, chance, step)
            if what is not None:
                done.append(kind)
                self.told.append(f"  {step.number:3} {kind}: {what}")
        write(self.root, files(self.county), chance)
        if "killed" in done:
            self._killed(chance, step)
            if chance.random() < 0.3:  # and what was changed is taken back before anything is built again
                self.county = self.good.copy()
                self.told.append("      taken back")
                write(self.root, files(self.county), chance)
        self._built(step, done, compare=compare)

    def _change(self, kind: str, chance: Random, step: Step) -> str | None:
        """Do one thing; what was done, or None."""
        if kind in EDITS:
            return EDITS[kind].change(self.county, chance)
        match kind:
            case "undone":
                if self.before is None:
                    return None
                self.county = self.before.copy()
                return "the edits before the last build"
            case "touched":
                return accidents.touch_records(self.root, chance)
            case "damaged cache":
                return accidents.damage_cache(self.home / "cache", chance)
            case "foreign cache":
                return self._foreign(chance)
            case "damaged site":
                return accidents.damage_site(self._out(step.publish), chance)
            case "code":
                return self.code.change(chance) if self.code else None
            case "words":
                return self.code.words(chance) if self.code else None
            case "indicator":
                return self.code.indicator(chance) if self.code else None
            case "killed":
                return f"with {EDITS['move_day'].change(self.county, chance)}; {EDITS['edit_text'].change(self.county, chance)}"
            case "snapshot" | "sampled":
                return self._command(kind, chance)
            case "rolled back":
                if not step.publish:
                    return None
                return f"status {self._pufa(['publish', '--rollback', str(self._out(True)), *self._day()], step.way).status}"
        return "nothing"

    def _day(self) -> list[str]:
        return ["--as-of", self.county.day.isoformat()]

    def _out(self, publish: bool) -> Path:
        return self.home / ("www" if publish else "site")

    def _command(self, kind: str, chance: Random) -> str:
        """A file that pufa itself writes into the records."""
        name = f"{kind}-{self.county.new()}"
        words = (
            ["snapshot", name]
            if kind == "snapshot"
            else ["sample", "--seed", str(chance.randrange(10**6)), "--size", "3", "--name", name]
        )
        done = self._pufa([*words, *self._day()], "fork")
        for folder in ("snapshots", "inspections"):
            for path in sorted((self.root / "campaigns" / folder).glob(f"{name}.*")):
                self.county.files[path.relative_to(self.root).as_posix()] = path.read_bytes()
        return f"{name}, status {done.status}"

    def _foreign(self, chance: Random) -> str:
        """Another county of the same user, and its results among ours."""
        other = self.home / "other"
        other.mkdir(exist_ok=True)
        write(other, files(sample(chance, 6)))
        forked(
            ["build", "--out", str(self.home / "other-site"), *self._day()],
            other,
            surroundings(self.home, "other-cache"),
        )
        return accidents.foreign_entries(self.home / "cache", self.home / "other-cache", chance)

    def _killed(self, chance: Random, step: Step) -> None:
        moves = chance.random() < 0.5
        number = int(10 ** chance.uniform(0, 2.5))
        done = forked(self._words(step.publish), self.root, self.env, kill_at(number, moves=moves))
        self.told.append(f"      killed at {'move' if moves else 'write'} {number}: {done.status == KILLED}")
        self.tally.builds["killed" if done.status == KILLED else "not killed"] += 1

    # --- builds --------------------------------------------------------------------------------------------------

    def _words(self, publish: bool, out: Path | None = None) -> list[str]:
        out = out or self._out(publish)
        return (["publish", str(out)] if publish else ["build", "--out", str(out)]) + self._day()

    def _pufa(self, words: Sequence[str], way: str) -> Done:
        self.tally.builds[way] += words[0] in ("build", "publish")
        if way == "warm" and self.warm is not None:
            return self.warm(words)
        if way == "program":
            return program(words, self.root, self.env, self.code.folder if self.code else None)
        return forked(words, self.root, self.env)

    def _built(self, step: Step, done: list[str], *, compare: bool) -> None:
        out = self._out(step.publish)
        register = _read(self.root / REGISTER)
        former, times = tree(out), _times(out)
        mine = self._pufa(self._words(step.publish), step.way)
        if compare or mine.status:
            theirs, clean, told = self._clean(step, register)
            self._compare(step, mine, theirs, clean if theirs.status == 0 else former, told)
        now = tree(out)
        if mine.status == 0 and not step.publish and not {"damaged site", "killed"} & set(done):
            self._untouched(step, former, now, times, _times(out))
        if mine.status == 0:
            self.before, self.good = self.good, self.county
        elif CRASH in mine.err:
            if self.code is None:
                raise Failure("\n".join([self._where(step), *self.told, mine.err]))
            self.told.append(f"      {self.code.take_back()}, since it does not run")
        changed = _differing(former, now)
        for name in done:
            self.tally.applied[name] += 1
            self.tally.refused[name] += mine.status != 0
            if mine.status == 0:
                self.tally.changed[name].append(len(changed))

    def _clean(self, step: Step, register: bytes | None) -> tuple[Done, Tree, bytes | None]:
        """The same records built in another place where nothing is kept from before: how it ended, the site, the register."""
        home = self.home / "clean"
        shutil.rmtree(home, ignore_errors=True)
        (home / "p").mkdir(parents=True)
        write(home / "p", files(self.county))
        if register is not None:
            (home / "p" / REGISTER).write_bytes(register)
        words, environment = self._words(step.publish, home / "out"), surroundings(self.home, "clean/cache")
        self.tally.builds["clean"] += 1
        if step.way == "program":
            done = program(words, home / "p", environment, self.code.folder if self.code else None)
        else:
            done = forked(words, home / "p", environment)
        return done, tree(home / "out"), _read(home / "p" / REGISTER)

    def _compare(self, step: Step, mine: Done, theirs: Done, wanted: Tree, register: bytes | None) -> None:
        found, wrong = tree(self._out(step.publish)), []
        if mine.status != theirs.status:
            wrong.append(
                f"exit status {mine.status}, clean {theirs.status}\n{mine.out}{mine.err}\n--- clean:\n{theirs.out}{theirs.err}"
            )
        one, other = said(mine, self.home), said(theirs, self.home)
        if one != other:
            wrong.append("other words:\n" + _diff(other, one))
        if register != _read(self.root / REGISTER):
            wrong.append(
                "another register:\n"
                + _diff(
                    (register or b"").decode().split("\n"), (_read(self.root / REGISTER) or b"").decode().split("\n")
                )
            )
        differing = _differing(wanted, found)
        if differing:
            wrong.append(f"{len(differing)} files differ: {', '.join(differing[:12])}")
            wrong += [f"--- {path}\n{_difference(wanted.get(path), found.get(path))}" for path in differing[:3]]
        if wrong:
            raise Failure("\n".join([self._where(step), *self.told, *wrong]))

    def _where(self, step: Step) -> str:
        return f"seed {self.seed}, session {self.number} ({self.kind}), step {step.number} ({step.way}):"

    def _untouched(
        self, step: Step, former: Tree, now: Tree, before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
    ) -> None:
        """Files whose bytes stay are not written again: browsers and calendars keep what they have."""
        again = [p for p in now if former.get(p) == now[p] and before.get(p) != after.get(p)]
        if again:
            raise Failure(
                "\n".join(
                    [
                        self._where(step),
                        *self.told,
                        f"{len(again)} files written again though their bytes are the same: {again[:12]}",
                    ]
                )
            )


# --- what is compared --------------------------------------------------------------------------------------------


def tree(folder: Path) -> Tree:
    """Every file below a folder but the hidden ones, by its path; a link by what it says."""
    found: Tree = {}
    for base, folders, names in os.walk(folder):
        for name in (*names, *(f for f in folders if os.path.islink(f"{base}/{f}"))):
            path = f"{base}/{name}"
            if not name.startswith("."):
                found[os.path.relpath(path, folder)] = (
                    os.readlink(path).encode() if os.path.islink(path) else Path(path).read_bytes()
                )
    return found


def _times(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and which file it is."""
    found = ((p, p.lstat()) for p in folder.rglob("*"))
    return {p.relative_to(folder).as_posix(): (state.st_mtime_ns, state.st_ino) for p, state in found}


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _differing(one: Tree, other: Tree) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


_FLEETING = re.compile(r"；更新 \d+，移除 \d+|；?用时 [\d.]+ 秒|（[\d.]+ 秒）")
_PUBLISHED = ("已发布", "网站已经是最新的")


def said(done: Done, home: Path) -> list[str]:
    """The words of a run without what may differ: where it is, how long it takes, what it is doing, how much was new."""
    lines = [
        _FLEETING.sub("", line)
        for line in f"{done.out}\n{done.err}".replace(str(home / "clean/out"), "OUT").split("\n")
    ]
    lines = [
        re.sub(rf"{re.escape(str(home))}/(site|www)\b", "OUT", line)
        .replace(f"{home}/clean/p", "P")
        .replace(f"{home}/p", "P")
        for line in lines
    ]
    lines = [line for line in lines if not line.startswith("… ") or "提醒" in line]
    for number, line in enumerate(lines):
        if line.startswith(_PUBLISHED):  # what follows tells how the folder was before
            return lines[:number]
    return lines


def _diff(one: Sequence[str], other: Sequence[str], most: int = 24) -> str:
    lines = [line[:300] for line in difflib.unified_diff(one, other, "clean", "incremental", lineterm="", n=1)]
    return "\n".join(lines[:most]) + (f"\n… {len(lines) - most} lines more" if len(lines) > most else "")


def _difference(one: bytes | None, other: bytes | None) -> str:
    if one is None or other is None:
        return "only in the incremental site" if one is None else "only in the clean site"
    try:
        return _diff(one.decode().split("\n"), other.decode().split("\n"))
    except UnicodeDecodeError:
        return f"{len(one)} bytes, clean; {len(other)} incremental"
