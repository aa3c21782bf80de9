"""What is asked: which years, which campaigns, which units, and for whom each county counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.figures.coverage.answers import REPORTED, Grouping, beside
from generator.figures.coverage.matrix import Question
from generator.figures.coverage.values import matrix_id
from generator.figures.indicators import HELD, breakdown_catalogue, indicator_catalogue, shown_at
from generator.model import Every, Per
from generator.periods import Period, periods
from generator.rollup.finding import Finding
from generator.rollup.members import Expected, uppers
from generator.rollup.smalls import Campaign, County, Target

_PER_TARGET: tuple[Per, ...] = ("region", "township")


@dataclass(frozen=True, slots=True)
class Plan:
    """The questions, the days of each scope ("" for everything together), and for whom each region counts.

    `areas` are (region, unit) pairs; `silent` the regions that published nothing that can be used.
    """

    as_of: date
    years: tuple[int, ...]
    campaigns: tuple[Campaign, ...]
    spans: Mapping[str, tuple[date, date]]
    areas: tuple[tuple[str, str], ...]
    silent: frozenset[str]
    general: tuple[Question, ...]
    targets: tuple[Question, ...]

    def periods_of(self, q: Question) -> tuple[Period, ...]:
        """The periods of one question."""
        return periods(q.every, *self.spans[q.campaign], self.as_of, q.campaign)

    def wanted(self) -> dict[str, list[Grouping]]:
        """The groupings of each indicator and breakdown, and of what was reported at all."""
        found: dict[str, set[Grouping]] = {}
        for q in (*self.general, *self.targets):
            found.setdefault(q.indicator.id, set()).add(q.grouping)
        reported = {g for groupings in found.values() for g in groupings}
        found |= {name: {("", "region", "year")} for name in breakdown_catalogue()}
        return {name: sorted(groupings) for name, groupings in {**found, REPORTED: reported}.items()}

    def groupings(self) -> list[Grouping]:
        """Every grouping that records are made for."""
        wanted = self.wanted()
        return sorted({g for groupings in wanted.values() for g in groupings} | beside(wanted))

    def period_rows(self) -> list[tuple[str, str, str, str, str, str]]:
        """The table `periods`: scope, cycle, id, first and last day, and up to which day is counted."""
        cycles = sorted({(scope, every) for scope, _, every in self.groupings()})
        return [
            (scope, every, p.id, p.first.isoformat(), p.last.isoformat(), min(p.last, self.as_of).isoformat())
            for scope, every in cycles
            for p in periods(every, *self.spans[scope], self.as_of, scope)
        ]

    def units(self) -> tuple[str, ...]:
        """Everyone above the townships: the whole first, then provinces, cities and counties by code."""
        return tuple(sorted({unit for _, unit in self.areas}, key=lambda u: (len(u) == 6, u)))


def plan(
    expected: Expected, counties: Sequence[County], silent: Iterable[str], first: date | None, as_of: date
) -> tuple[Plan, list[Finding]]:
    """The plan of a rollup. `first` is the earliest day on which anything was recorded."""
    campaigns, faults = _shared(counties)
    starts = [c.start for county in counties for c in county.campaigns]
    begin = min([as_of.year, *(day.year for day in starts), *([first.year] if first else [])])
    years = tuple(range(begin, as_of.year + 1))
    spans = {"": (date(years[0], 1, 1), date(years[-1], 12, 31))} | {c.id: (c.start, c.end) for c in campaigns}
    targets, disagreed = _agreed(counties, {c.id for c in campaigns})
    quiet = frozenset(silent)
    regions = sorted({*(c.code for c in counties), *quiet})
    areas = tuple((region, unit) for region in regions for unit in uppers(expected, region))
    general = tuple(_general([c.id for c in campaigns]))
    return Plan(as_of, years, campaigns, spans, areas, quiet, general, targets), [*faults, *disagreed]


def _shared(counties: Sequence[County]) -> tuple[tuple[Campaign, ...], list[Finding]]:
    """Campaigns that at least two counties publish: one campaign each, told where the counties differ."""
    by_id: dict[str, list[tuple[County, Campaign]]] = {}
    for county in counties:
        for campaign in county.campaigns:
            by_id.setdefault(campaign.id, []).append((county, campaign))
    found, faults = [], []
    for name, pairs in sorted(by_id.items()):
        if len(pairs) < 2:
            continue
        ours = [campaign for _, campaign in pairs]
        titles = Counter(c.title for c in ours)
        title = min(titles, key=lambda t: (-titles[t], t))
        found.append(Campaign(name, title, min(c.start for c in ours), max(c.end for c in ours)))
        odd = next(
            (
                (county, c)
                for county, c in pairs
                if c.title != title or (c.start, c.end) != (found[-1].start, found[-1].end)
            ),
            None,
        )
        if odd:
            path = odd[0].folder.files["campaigns"].path
            words = f"专项“{name}”在各县区的名称或期限不一样，按“{title}”、{found[-1].start}到{found[-1].end}算"
            faults.append(Finding("R025", path, words, odd[0].code))
    return tuple(found), faults


def _agreed(counties: Sequence[County], shared: set[str]) -> tuple[tuple[Question, ...], list[Finding]]:
    """Targets of shared campaigns on which all counties that publish the campaign agree."""
    catalogue = indicator_catalogue()
    publishing: Counter[str] = Counter()
    by_kind: dict[tuple[str, str, str, str], list[tuple[County, Target]]] = {}
    for county in counties:
        publishing.update(c.id for c in county.campaigns if c.id in shared)
        for t in county.targets:
            if t.campaign in shared:
                by_kind.setdefault((t.campaign, t.indicator, t.per, t.every), []).append((county, t))
    questions, faults = [], []
    for (campaign, name, per, every), pairs in sorted(by_kind.items()):
        indicator = catalogue.get(name)
        level = next((p for p in _PER_TARGET if p == per), None)
        cycle = next((e for e in indicator.every if e == every), None) if indicator else None
        if indicator is None or level is None or cycle is None or level not in indicator.per:
            continue
        levels = {t.at_least for _, t in pairs}
        if len(pairs) == publishing[campaign] and len(levels) == 1 and not any(t.limited for _, t in pairs):
            first = pairs[0][1]
            key = f"{campaign}.{name}.{per}.{every}"
            least = int(first.at_least) if first.at_least == int(first.at_least) else first.at_least
            questions.append(Question(key, campaign, indicator, level, cycle, least, first.basis))
        else:
            county = pairs[0][0]
            words = f"专项“{campaign}”的目标“{indicator.name}”各县区写得不一样，或者有的没有写"
            faults.append(Finding("R026", county.folder.files["targets"].path, words, county.code))
    return tuple(questions), faults


def _general(campaigns: Iterable[str]) -> Iterator[Question]:
    """Every indicator by year (a stock for all time), the first figures for all time and each campaign, townships' events by year."""

    def question(name: str, per: Per, every: Every, campaign: str = "") -> Question:
        return Question(matrix_id(name, per, every, campaign), campaign, catalogue[name], per, every)

    catalogue = indicator_catalogue()
    for name, i in catalogue.items():
        if "region" in i.per:
            yield question(name, "region", "year" if "year" in i.every else "campaign")
    yield question(HELD, "township", "year")
    for campaign in ("", *campaigns):
        for first, _, _ in shown_at("headline"):
            yield question(first.id, "region", "campaign", campaign)
