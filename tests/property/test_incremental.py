"""After any edit, an incremental build gives what a clean one gives: the same files, bytes, words and exit status.

`make edits` does the same with many more edits; what fails there is told with the command that does it again.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from edits import county, runs
from edits.catalogue import EDITS
from edits.session import Failure, Session, Step, Tally, plan, tree

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(runs.os, "fork"), reason="builds are forked here")]
FEW = 5
"""Steps after which a build is compared; those before are built one by one all the same. What has much made anew (templates,
settings) hides what the steps before it left as it was, so it does not stand right before a comparison alone."""


def live(home: Path, kind: str, *steps: Step) -> Tally:
    """Take a small county through steps, the first of which is its first build."""
    tally = Tally()
    session = Session(home, 1, 0, kind, tally, events=8)
    try:
        for step in steps:
            session.take(step, compare=step.number % FEW == FEW - 1 or step is steps[-1])
    finally:
        session.close()
    return tally


def steps(seed: int, *kinds: tuple[str, ...], ways: tuple[str, ...] = ("fork",), publish: bool = False) -> list[Step]:
    """A first build and a step for each of these."""
    return [Step(n, k, 1000 * seed + n, ways[n % len(ways)], publish) for n, k in enumerate(((), *kinds))]


def test_edits_of_records_texts_and_settings_and_another_day(tmp_path: Path) -> None:
    """Now in a process that builds again and again, now in a new one."""
    kinds = [
        ("move_hour", "new_figures"), ("new_status", "rename_id", "move_place"), ("move_campaign", "one_date"), ("add_series", "delete_event", "other_title"),
        ("rename_township", "targets"), ("other_picture", "village_facts"), ("own_page_template", "own_macros"), ("drop_template", "edit_text"),
        ("other_hotline",), ("other_day",), ("settings", "site_facts"), ("other_site_name",), ("undone",),
    ]  # fmt: skip
    tally = live(tmp_path / "s", "warm", *steps(1, *kinds, ways=("fork", "warm", "warm")))
    assert sum(any(found) for found in tally.changed.values()) > 12, "edits that change nothing prove nothing"


def test_accidents(tmp_path: Path) -> None:
    kinds = [
        ("damaged cache",), ("damaged site",), ("killed",), ("touched",), ("fault",), ("killed", "damaged cache"), ("nothing",), ("foreign cache",),
    ]  # fmt: skip
    tally = live(tmp_path / "s", "build", *steps(2, *kinds))
    assert tally.builds["killed"] > 0
    assert tally.refused["fault"] == 1


def test_publications(tmp_path: Path) -> None:
    kinds = [
        ("move_day",),
        ("killed",),
        ("rename_id", "delete_event"),
        ("nothing",),
        ("snapshot", "add_event"),
        ("rolled back", "move_hour"),
    ]
    live(tmp_path / "s", "publish", *steps(3, *kinds, publish=True))


def test_the_program_itself_is_changed(tmp_path: Path) -> None:
    tally = live(tmp_path / "s", "code", *steps(5, ("words",) * 6, ("indicator",), ways=("program",)))
    assert all(tally.changed["indicator"])


def test_every_kind_of_edit_changes_the_records_and_the_same_seed_gives_the_same() -> None:
    for name, kind in EDITS.items():
        for seed in range(20):
            first, second = (county.sample(Random(7), 12) for _ in range(2))
            before = county.files(first)
            if kind.change(first, Random(seed)) is not None:
                assert kind.change(second, Random(seed))
                assert county.files(first) == county.files(second)
                if county.files(first) != before or first.day != second.copy().day:
                    break
        else:
            assert name in ("drop_template", "other_day", "round_the_year"), f"{name} does nothing"


def test_sessions_are_drawn_alike_and_hold_all_kinds() -> None:
    assert plan(1, 4, 20) == plan(1, 4, 20)
    drawn = {kind for number in range(60) for step in plan(1, number, 20)[1] for kind in step.kinds}
    assert drawn >= EDITS.keys() | {"killed", "undone", "damaged cache", "damaged site", "snapshot", "code"}


def test_a_site_that_is_not_as_a_clean_one_is_told_with_its_difference(tmp_path: Path) -> None:
    """The comparison itself: a changed file that the build does not know of, as a wrong key would leave one."""
    session = Session(tmp_path / "s", 1, 0, "build", Tally(), events=4)
    try:
        session.take(Step(0, (), 1), compare=False)
        built = session._pufa

        def wrong(words: list[str], way: str) -> runs.Done:
            done = built(words, way)
            page = tmp_path / "s/site/townships/330899101/index.html"
            page.write_text(page.read_text("utf-8").replace("石门", "石们"), "utf-8")
            return done

        session._pufa = wrong
        with pytest.raises(Failure, match=r"1 files differ: townships/330899101/index.html(?s:.*)\+.*石们"):
            session.take(Step(1, ("nothing",), 2))
    finally:
        session.close()
    assert tree(tmp_path / "s/site") == {}
