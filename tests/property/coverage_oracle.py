"""The oracle: what a cell of coverage has to say, from the definition cards and the rules of the four states."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

from generator.figures import coverage as cov
from generator.figures.indicators import Indicator, indicator_catalogue
from generator.model import Target
from generator.periods import Period
from tests.property.coverage_book import Ask, Book, common, length
from tests.property.coverage_county import County
from tests.property.coverage_measures import Figure, ids
from tests.property.coverage_places import MEASURES

CLOSE = 1.5e-6
"""How near the two indices are that have a logarithm or a regression in them and are rounded to six places."""
ROUNDED = ("theil", "slope_index")
NO_FIGURE = Figure(None)


def number_of(ask: Ask) -> int | None:
    """The N of "n of N": counted units that exist on some day of the period so far, silent ones included."""
    if not ask.indicator.of:
        return None
    per = "village" if ask.indicator.of == "villages" else "township"
    book, days = ask.book, ask.book.known(ask.period)
    return sum(
        book.counted(per, u)
        and book.exists(per, u).covers(*days)
        and (ask.per == "region" or book.home(per, u) == ask.unit)
        for u in book.units(per)
    )


def said(ask: Ask, township: str, year: int) -> bool:
    """Whether a township said that it held nothing in a year: in this campaign, or in each that ran in the year."""
    plans = ask.book.library.campaigns
    mine = {c.id: [z for z in c.zero_reports if (z.township, z.year) == (township, year)] for c in plans}
    if any(z.every_campaign for told in mine.values() for z in told):
        return True
    running = [c.id for c in plans if c.period.start.year <= year <= c.period.end.year]
    asked = [ask.campaign] if ask.campaign else running
    return bool(asked) and all(mine[c] for c in asked)


def zero_report(ask: Ask) -> bool:
    """Whether it was said that nothing was held, by the unit's township or by all of the region's, for each of their years."""
    book, period = ask.book, (ask.period.first, ask.period.last)
    if ask.per == "region":
        speak = [("township", c) for c in book.townships if book.counted("township", c)]
    else:
        speak = [(ask.per, ask.unit)]
    days = {one: there for one in speak if (there := common(period, (book.exists(*one).start, book.exists(*one).end)))}
    return bool(days) and all(
        said(ask, book.home(*one), year)
        for one, (first, last) in days.items()
        for year in range(first.year, last.year + 1)
    )


def reported_none(ask: Ask) -> bool:
    """Whether it was reported that nothing was held: by records that are cancelled or postponed, or by zero reports."""
    return any(o.status in ("取消", "延期") for o in ask.recorded) or zero_report(ask)


def meant(book: Book, target: Target | None, per: str, unit: str) -> bool:
    """Whether a target is meant for a unit."""
    if target is None or not (target.townships or target.group):
        return True
    home = book.townships.get(book.home(per, unit))
    return (
        home is not None
        and (not target.townships or home.code in target.townships)
        and target.group in ("", home.group)
    )


def due(ask: Ask, target: Target | None) -> bool:
    """Rule 1: the unit is counted, exists in the period, is meant, and has something to count."""
    days = ask.book.known(ask.period)
    there = ask.book.counted(ask.per, ask.unit) and ask.book.exists(ask.per, ask.unit).covers(*days)
    return there and meant(ask.book, target, ask.per, ask.unit) and number_of(ask) != 0


def judged(ask: Ask) -> tuple[str, Figure]:
    """Rules 2 to 6: the state of a cell that is due, and its figure."""
    i, running = ask.indicator, not ask.book.over(ask.per, ask.unit, ask.period)
    if ask.book.as_of < ask.period.first:
        return "not_due", NO_FIGURE
    found = MEASURES[i.id](ask)
    if i.on_events and not ask.held:
        if running:
            return "not_due", NO_FIGURE
        if not reported_none(ask):
            return "silent", NO_FIGURE
        return (
            ("figure", Figure(0, whole=found.whole if found else None))
            if i.kind == "flow"
            else ("not_applicable", NO_FIGURE)
        )
    if found is None:
        return "not_applicable", NO_FIGURE
    if found.value is not None:
        return "figure", found
    if i.kind == "flow" and not ask.held and not running and reported_none(ask):
        return "figure", Figure(0)
    time_left = running and i.kind != "stock" and i.records != "villages"
    return ("not_due" if time_left else "silent"), found


def own_days(ask: Ask) -> tuple[date, date] | None:
    """The days of the period on which the unit exists; None where it is all of them."""
    validity = ask.book.exists(ask.per, ask.unit)
    period = (ask.period.first, ask.period.last)
    days = common(period, (validity.start, validity.end))
    return None if days == period else days


def level(ask: Ask, at_least: float) -> float:
    """What a target asks of a unit: of a count for its days only, rounded up."""
    period, days = (ask.period.first, ask.period.last), own_days(ask)
    if ask.indicator.kind != "flow" or days in (None, period):
        return at_least
    return math.ceil(Fraction(str(at_least)) * length(days) / length(period))


def missing(ask: Ask, figure: Figure, least: float) -> float:
    """How much is missing to a target: whole things, or hundredths of a share, rounded up."""
    i = ask.indicator
    value = Fraction(str(figure.value or 0))
    if i.kind == "ratio" and figure.whole:
        value = i.times * Fraction(figure.part or 0) / Fraction(figure.whole)
    gap = max(Fraction(0), Fraction(str(least)) - value)
    launches_only = bool(ask.held) and all(o.event.stage == "启动" for o in ask.held)
    needed = math.ceil(gap) if i.kind in ("flow", "stock") else math.ceil(gap * 100) / 100
    return max(needed, 1) if i.on_events and least and launches_only else needed


def cell(ask: Ask, target: Target | None) -> cov.Cell:
    """The whole cell of one unit and period."""
    running, of = not ask.book.over(ask.per, ask.unit, ask.period), number_of(ask)
    blank = cov.Cell(ask.unit, ask.period.id, None, "not_applicable", of, running=running)
    if not due(ask, target):
        return blank
    state, f = judged(ask)
    told = blank._replace(
        value=f.value, state=state, records=f.records, launches=sum(o.event.stage == "启动" for o in ask.held),
        others=ids(o for o in ask.recorded if not ask.book.held(o)), part=f.part, whole=f.whole,
        chosen=f.chosen,
    )  # fmt: skip
    if ask.indicator.kind in ("flow", "stock") and f.whole is not None:
        told = told._replace(of=f.whole, part=None, whole=None)
    if target is None or state == "not_applicable":
        return told
    least = level(ask, target.at_least)
    needed = missing(ask, f, least)
    enough = f.value is not None and not needed
    return told._replace(
        needed=needed,
        met=True if enough else None if running else False,
        least=None if least == target.at_least else least,
        days=own_days(ask),
    )


def differing(county: County, account: cov.Coverage) -> list[tuple[object, ...]]:
    """Every cell that is not what the oracle says: (matrix, what the account says, what the oracle says)."""
    book, found = Book(county), []
    wanted = [t for c in county.library.campaigns for t in c.targets]
    aims = {m.id: t for m, t in zip(account.targets, wanted, strict=True)}
    for m in account.matrices():
        indicator = indicator_catalogue()[m.indicator]
        assert m.units == tuple(book.units(m.per))
        for unit, row in zip(m.units, m.rows, strict=True):
            for period, told in zip(m.periods, row, strict=True):
                right = cell(Ask(book, indicator, m.campaign, m.per, unit, period), aims.get(m.id))
                if not same(indicator, told, right):
                    found.append((m.id, told, right))
    return found


def same(indicator: Indicator, told: cov.Cell, right: cov.Cell) -> bool:
    """Whether two cells agree: exactly, but for the two indices that are rounded."""
    if indicator.id in ROUNDED and told.value is not None and right.value is not None:
        near = abs(told.value - right.value) <= CLOSE and abs(told.needed - right.needed) <= 0.01
        return near and told._replace(value=0, needed=0) == right._replace(value=0, needed=0)
    return told == right


def items(book: Book, name: str, campaign: str, per: str, unit: str, period: Period) -> dict[str, tuple[str, ...]]:
    """A breakdown of one unit and period: the held occurrences that name each audience or law."""
    held = Ask(book, indicator_catalogue()["events_held"], campaign, per, unit, period).held
    named = {o.id: o.event.audiences if name == "audience_events" else o.event.laws for o in held}
    words = {word for found in named.values() for word in found}
    return {word: tuple(i for i, found in named.items() if word in found) for word in words}
