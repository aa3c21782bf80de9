"""What is derived from the records on one day, before anything of it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from generator.base.artifacts import SiteInfo
from generator.figures.coverage import Coverage
from generator.figures.opendata import Tables
from generator.figures.snapshots import Comparison
from generator.model import Event, Library, Occurrence
from generator.register.advance import Outcome
from generator.schedule.reach import years_of


@dataclass(frozen=True, slots=True)
class World:
    """Everything a page may say, computed once: the library, its occurrences, the figures and the day of the build."""

    library: Library
    occurrences: tuple[Occurrence, ...]
    coverage: Coverage
    site: SiteInfo
    as_of: date
    tables: Tables = field(repr=False)
    outcome: Outcome | None = field(default=None, repr=False)
    """What publishing now would tell subscribers; None where nothing can be published (parts of a site in tests)."""
    snapshots: tuple[Comparison, ...] = field(default=(), repr=False)
    """Frozen accounts, each beside the present one of its day; the newest day first."""
    figures_key: str = field(default="", repr=False)
    """What `Tables.coverage_key` gives: of all that the figures depend on."""
    unit_marks: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """A hash of the figures of each township and of the region (see `coverage.marks`), where they are known."""
    years: range = field(init=False, repr=False, compare=False)
    """The years of which the site gives an account: found once, for every page of a unit asks."""

    def __post_init__(self) -> None:
        """Go through the events once."""
        object.__setattr__(self, "years", years_of(self.library, self.as_of))

    def narrowed(
        self, occurrences: tuple[Occurrence, ...], coverage: Coverage, snapshots: tuple[Comparison, ...] = ()
    ) -> World:
        """The same with these occurrences and figures alone, without what subscribers are told; the years are those of the whole."""
        ids = {o.event.id for o in occurrences}
        library = replace(self.library, events=tuple(e for e in self.library.events if e.id in ids))
        found = replace(
            self, library=library, occurrences=occurrences, coverage=coverage, tables=self.tables.without_events(),
            outcome=None, snapshots=snapshots, unit_marks={},
        )  # fmt: skip
        object.__setattr__(found, "years", self.years)
        return found

    def place_of(self, event: Event) -> str:
        """Where an event is, for a person: township, village and place without repeating a name."""
        names = [self.library.township_by_code[c].name for c in event.townships]
        where = (
            "全域" if event.region_wide else "、".join(names[:3]) + (f"等{len(names)}个乡镇" if len(names) > 3 else "")
        )
        village = self.library.village_by_id[event.village].name if event.village else ""
        parts = [where]
        for part in (village, event.place):
            if part and not any(part in p for p in parts):
                if parts and part.startswith(parts[-1]):
                    parts.pop()
                parts.append(part)
        return " ".join(parts)
