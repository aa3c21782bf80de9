"""Five years of an office's edits: after each publication every subscriber's calendar says what the site says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import recurring_ical_events
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from generator.base.artifacts import SiteInfo
from generator.feeds.build import Issue, plan_feeds
from generator.feeds.reading import told
from generator.feeds.vevent import Setting
from generator.model import Event, Library
from generator.readback import parsed
from generator.readback.expected import of_entries
from generator.register.advance import Outcome, advance
from generator.register.digest import digests, news
from generator.register.rebuild import rebuilt
from generator.register.record import Register, read_register, write_register
from generator.register.rollback import amend
from generator.schedule import occurrences
from tests.property import office as o
from tests.property.subscriber import OFFSET, Component, Instance, Subscriber, components, instances, live

SITE = SiteInfo("https://pufa.example.gov.cn/", "江山普法")
ALL = "calendars/all.ics"
WATCHED = (
    ALL,
    f"calendars/townships/{o.TOWNS[0]}.ics",
    f"calendars/townships/{o.TOWNS[1]}/xf.ics",
    f"calendars/villages/{o.TOWNS[1]}-xi.ics",
    "calendars/campaigns/xf.ics",
    "calendars/audiences/farmers.ics",
    "calendars/sites/wall.ics",
)
"""The subscriptions that are followed: one of each kind."""
REACH = (date(2020, 1, 1), date(2035, 1, 1))
WINDOW = timedelta(days=365)
MINUTE = timedelta(minutes=1)
START = 2
AFTER = st.sampled_from(["", "", "published", "published", "back"])


@dataclass(frozen=True)
class Live:
    """A site as it stands: its calendars, what it says, and of which records it was made."""

    files: dict[str, bytes]
    says: Counter[Any]
    library: Library
    made: date


def built(library: Library, register: Register | None, as_of: date) -> tuple[dict[str, bytes], Outcome]:
    """The calendars that publishing makes (those of the year's dates left out); the feed of everything is read back."""
    outcome = advance(library, occurrences(library), register, SITE, as_of)
    told = news(digests(outcome.register, outcome.library))
    issue = Issue(outcome.entries, outcome.numbers, outcome.also, outcome.kept, told)
    plan = plan_feeds(outcome.library, outcome.occurrences, SITE, as_of, issue)
    files = {p.path: p.make() for p in plan if p.path.endswith(".ics") and "observances" not in p.path}
    setting = Setting(outcome.library, SITE, as_of)
    assert list(parsed.read(files[ALL])[0]) == of_entries(outcome.entries, outcome.numbers, setting)
    return files, outcome


def midnight(day: date) -> datetime:
    """The moment a day begins."""
    return datetime.combine(day, datetime.min.time())


def naive(when: Any) -> Any:
    """A moment without its zone; days as they are."""
    return when.replace(tzinfo=None) if isinstance(when, datetime) else when


def by_key(data: bytes) -> dict[tuple[str, Any], Component]:
    """The entries of a file; each is there once."""
    found = components(data)
    keyed = {c.key: c for c in found}
    assert len(keyed) == len(found)
    return keyed


class FiveYears(RuleBasedStateMachine):
    """An office, its published site and those who subscribed to it."""

    def __init__(self) -> None:
        super().__init__()
        self.office = o.Office()
        self.ledger: bytes | None = None
        self.site: Live | None = None
        self.former: Live | None = None
        self.subscribers = {path: Subscriber() for path in WATCHED}
        self.numbers: dict[Any, int] = {}
        self.homes: dict[str, set[str]] = {}
        """By feed: every UID that it ever had and must still have."""
        self.until: dict[str, date] = {}
        """By UID: the last day on which it must be there once its record is gone."""
        self.dated = 0
        self.recovered = False
        self.mourned: set[str] = set()
        """Every UID whose record is gone, and was when it was looked at last."""
        self.told: set[tuple[str, Any]] = set()
        """(event, beginning) of everything that was ever told."""

    # --- the office writes -----------------------------------------------------------------------------------------

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        for identifier in o.IDS[:START]:
            self.add(identifier, data)

    def one(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.office.events)), label="record")

    def event(self, data: st.DataObject) -> Event:
        return self.office.events[self.one(data)]

    @rule(identifier=st.sampled_from(o.IDS), data=st.data())
    def add(self, identifier: str, data: st.DataObject) -> None:
        if identifier in self.office.events:
            return
        campaign = data.draw(st.sampled_from(sorted(o.CAMPAIGNS)), label="campaign")
        self.office.campaigns.add(campaign)
        when, where = data.draw(o.times(self.office.today)), data.draw(o.placements())
        event = Event(identifier, campaign, data.draw(o.titles), **when, **where, status=data.draw(o.statuses))
        if data.draw(st.booleans(), label="repeats"):
            event = replace(event, repeat=data.draw(o.repeats(event)))
        self.office.events[identifier] = o.tidied(event)

    @precondition(lambda self: self.office.events)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        del self.office.events[self.one(data)]

    @precondition(lambda self: len(self.office.campaigns) > 1)
    @rule(data=st.data())
    def delete_campaign(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(sorted(self.office.campaigns)), label="campaign")
        self.office.campaigns.discard(gone)
        self.office.events = {i: e for i, e in self.office.events.items() if e.campaign != gone}

    @precondition(lambda self: self.office.events)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        self.office.edit(self.one(data), **data.draw(o.times(self.office.today)))

    @precondition(lambda self: self.office.events)
    @rule(data=st.data(), campaign=st.booleans())
    def place(self, data: st.DataObject, campaign: bool) -> None:
        fields = data.draw(o.placements())
        if campaign:
            fields["campaign"] = data.draw(st.sampled_from(sorted(self.office.campaigns)))
        self.office.edit(self.one(data), **fields)

    @precondition(lambda self: self.office.events)
    @rule(data=st.data(), status=o.statuses)
    def decide(self, data: st.DataObject, status: Any) -> None:
        self.office.edit(self.one(data), status=status)

    @precondition(lambda self: self.office.events)
    @rule(data=st.data(), title=o.titles, note=st.sampled_from(["", "带上笔"]))
    def reword(self, data: st.DataObject, title: str, note: str) -> None:
        self.office.edit(self.one(data), title=title, summary=note)

    @precondition(lambda self: self.office.events)
    @rule(data=st.data())
    def date_the_record(self, data: st.DataObject) -> None:
        """Officers who write when they changed a record have changed it."""
        self.dated += 1
        self.office.edit(self.one(data), note=f"第{self.dated}次通知", updated=midnight(self.office.today))

    @precondition(lambda self: self.office.events)
    @rule(data=st.data(), never=st.booleans(), then=AFTER)
    def repeat(self, data: st.DataObject, never: bool, then: str) -> None:
        event = self.event(data)
        self.office.edit(event.id, repeat=None if never and event.repeat else data.draw(o.repeats(event)))
        self.then(then)

    @precondition(lambda self: any(e.repeat for e in self.office.events.values()))
    @rule(
        data=st.data(),
        kind=st.sampled_from(["change", "change", "except", "extra", "clear", "longer", "held"]),
        then=AFTER,
    )
    def change_a_day(self, data: st.DataObject, kind: str, then: str) -> None:
        repeating = sorted(i for i, e in self.office.events.items() if e.repeat)
        event = self.office.events[data.draw(st.sampled_from(repeating), label="record")]
        repeat, days = event.repeat, o.days_of(event)
        assert repeat is not None
        if not days:
            return
        day = data.draw(st.sampled_from(days), label="day")
        if kind == "change":
            others = tuple(c for c in repeat.changes if c.day != day)
            repeat = replace(repeat, changes=(*others, data.draw(o.changes(event, day))))
        elif kind == "except":
            repeat = replace(repeat, exceptions=tuple(sorted({*repeat.exceptions, day})))
        elif kind == "extra":
            repeat = replace(repeat, extra=tuple(sorted({*repeat.extra, day + timedelta(days=2)})))
        elif kind == "clear":
            repeat = replace(repeat, changes=(), exceptions=(), extra=())
        elif kind == "held":
            repeat = replace(repeat, held_until=self.office.today)
        else:
            last = (repeat.rule.until or day) + timedelta(days=data.draw(st.sampled_from([-20, 30])))
            repeat = replace(repeat, rule=replace(repeat.rule, until=last, count=None))
        self.office.edit(event.id, repeat=repeat)
        self.then(then)

    def then(self, then: str) -> None:
        """What follows an edit at once: nothing, a publication, or one that is taken back."""
        if then:
            self.publish()
        if then == "back" and self.knows_the_former():
            self.roll_back()

    @rule(days=st.sampled_from([1, 2, 7, 30, 60, 150]))
    def wait(self, days: int) -> None:
        self.office.today = min(self.office.today + timedelta(days=days), o.BEGUN + o.YEARS)

    # --- and publishes ---------------------------------------------------------------------------------------------

    def register(self) -> Register | None:
        if self.ledger is None:
            return None
        register, faults = read_register(self.ledger, "330881")
        assert faults == ()
        assert register is not None
        assert write_register(register) == self.ledger
        return register

    @rule()
    def publish(self) -> None:
        library, today = self.office.library(), self.office.today
        files, outcome = built(library, self.register(), today)
        self.ledger = write_register(outcome.register)
        if self.site is not None:
            seen = [list(instances(components(f[ALL]))) for f in (self.site.files, files)]
            self.nothing_vanishes_from_the_screen(*seen)
        self.put(Live(files, o.says(occurrences(library)), library, today))

    @precondition(lambda self: self.site is not None)
    @rule()
    def publish_with_nothing_changed(self) -> None:
        """The same bytes, and not a byte of the ledger; on another day the same entries."""
        assert self.site is not None
        self.publish()
        before = self.site.files
        ledger = self.ledger
        self.publish()
        assert self.site.files == before
        assert self.ledger == ledger
        later, _ = built(self.office.library(), self.register(), self.office.today + timedelta(days=17))
        now = by_key(before[ALL])
        for key, entry in by_key(later[ALL]).items():
            assert entry.raw == now[key].raw

    def knows_the_former(self) -> bool:
        """Whether there is a site to go back to, all of whose entries have the shape that they have now."""
        if self.former is None or self.site is None:
            return False
        now, former = ({t.id: t for t in told(site.files[ALL])} for site in (self.site, self.former))
        return all(now[i].override == t.override for i, t in former.items() if i in now)

    @precondition(knows_the_former)
    @rule()
    def roll_back(self) -> None:
        now, before = self.site, self.former
        register = self.register()
        assert now is not None
        assert before is not None
        assert register is not None
        readers = [{path: (lambda data=data: data) for path, data in live.files.items()} for live in (now, before)]
        amended = amend(*readers, register, self.office.today, midnight(self.office.today) - OFFSET)
        self.ledger = write_register(amended.register)
        self.put(replace(before, files={**before.files, **amended.files}), going_back=True)

    @precondition(lambda self: self.site is not None)
    @rule()
    def lose_the_ledger(self) -> None:
        """Recovered from the site, it says of every entry what the lost one said: nothing is published anew."""
        assert self.site is not None
        files = self.site.files
        found = rebuilt(files, files.__getitem__, self.office.library(), self.office.today)
        lost = self.register()
        assert lost is not None
        for identifier, line in found.entries.items():
            assert line.numbers == lost.entries[identifier].numbers
            assert line.digest == lost.entries[identifier].digest
        self.ledger = write_register(found)
        self.numbers = {key: self.numbers[key] for key in by_key(files[ALL])}  # what left the site is lost for good

    # --- what must hold --------------------------------------------------------------------------------------------

    def put(self, site: Live, *, going_back: bool = False) -> None:
        """Exchange the site; its subscribers fetch it; everything is looked at."""
        self.former, self.site = self.site, site
        before = {} if self.former is None else by_key(self.former.files[ALL])
        now = by_key(site.files[ALL])
        self.numbers_only_rise(before, now)
        self.every_feed_has_the_same_bytes(site.files, now)
        self.nothing_vanishes(site.files, before, now, going_back=going_back)
        for path, subscriber in self.subscribers.items():
            if path in site.files:
                subscriber.fetch(site.files[path])
        self.calendars_say_what_the_site_says(site)

    def numbers_only_rise(self, before: dict[Any, Component], now: dict[Any, Component]) -> None:
        newest = midnight(self.office.today) - OFFSET + MINUTE
        for key, new in now.items():
            assert new.sequence >= self.numbers.get(key, 0)
            self.numbers[key] = new.sequence
            assert new.stamp <= newest
            assert new.modified in (None, new.stamp)
            old = before.get(key)
            if old is None:
                continue
            if old.modified:
                assert new.stamp >= old.stamp
            if new.content != old.content:
                assert new.modified is not None
                assert new.modified > (old.modified or datetime(1, 1, 1))
                assert (new.sequence > old.sequence) >= (new.plan != old.plan)
            elif new.recurrence is None:
                assert new.sequence == old.sequence
            else:  # an exception rises with its series
                assert new.sequence in (old.sequence, now[new.uid, None].sequence)
            if new.recurrence is not None:
                assert new.sequence >= now[new.uid, None].sequence

    def every_feed_has_the_same_bytes(self, files: dict[str, bytes], now: dict[Any, Component]) -> None:
        towns = set()
        for path, data in files.items():
            for key, entry in by_key(data).items():
                assert entry.raw == now[key].raw, path
                assert not entry.rings or path.endswith("-remind.ics")
                if path.startswith("calendars/townships/"):
                    towns.add(key)
        assert towns == now.keys()

    def nothing_vanishes(
        self, files: dict[str, bytes], before: dict[Any, Component], now: dict[Any, Component], *, going_back: bool
    ) -> None:
        today = self.office.today
        alive = {uid for uid in {c.uid for c in before.values()} if uid.partition("@")[0] in self.office.events}
        for uid in {c.uid for c in before.values()}:
            last = max(
                c.last for c in before.values() if c.uid == uid and (c.recurrence is None or (uid, None) not in before)
            )
            if (
                going_back
                and uid in self.mourned
                and all(c.status == "CANCELLED" for c in now.values() if c.uid == uid)
            ):
                continue  # the former site mourns it too
            if uid in alive or going_back:
                self.until[uid] = last
                self.mourned.discard(uid)
            elif uid not in self.mourned:
                self.until[uid] = last if last + WINDOW < today else max(last, today)
                self.mourned.add(uid)
        for path, uids in self.homes.items():
            there = {c.uid for c in components(files[path])} if path in files else set()
            for uid in sorted(uids - there):
                assert uid in self.until, f"{uid} is missing from {path}"
                assert self.until[uid] + WINDOW < today, f"{uid} left {path} too early"
                uids.discard(uid)
                if path in self.subscribers:
                    self.subscribers[path].forget(uid)
        for path, data in files.items():
            if not path.endswith("-remind.ics"):
                self.homes.setdefault(path, set()).update(c.uid for c in components(data))

    def calendars_say_what_the_site_says(self, site: Live) -> None:
        everything = self.subscribers[ALL].instances()
        assert live(everything) == site.says
        assert live(list(instances(components(site.files[ALL])))) == site.says
        called_off = {i.shown for i in everything if i.status == "CANCELLED"}
        recorded = {o.shown(x) for x in occurrences(site.library) if x.status == "取消"}
        assert recorded <= called_off
        assert {c[:2] for c in called_off} <= self.told | {r[:2] for r in recorded}
        self.told |= {i.shown[:2] for i in everything}
        for path, subscriber in self.subscribers.items():
            shown = live(subscriber.instances())
            assert not shown - site.says, f"{path} shows what is not"
            mine = o.says(x for x in occurrences(site.library) if o.belongs(x.event).get(path, path == ALL))
            assert not mine - shown, f"{path} lacks what is"

    def nothing_vanishes_from_the_screen(self, before: list[Instance], now: list[Instance]) -> None:
        """Whatever was to take place is still there: at its time, at another, or called off."""
        days = {(i.event, i.day) for i in now}
        starts = {(i.event, i.start) for i in now}
        # A single event that moves, or that repeats from now on, keeps its UID; so does a series that is one day now.
        whole = {i.uid for i in now if i.day is None}
        uids = {i.uid for i in now}
        for i in before:
            if i.status == "CANCELLED" or i.start_day < self.office.today:
                continue
            moved = i.uid in uids if i.day is None else i.uid in whole
            assert moved or (i.event, i.day) in days or (i.event, i.start) in starts, i

    def teardown(self) -> None:
        """Another program reads the last calendar as our own subscriber does."""
        if self.site is None:
            return
        calendar = icalendar.Calendar.from_ical(self.site.files[ALL])
        found = recurring_ical_events.of(calendar, keep_recurrence_attributes=True).between(*REACH)
        theirs = Counter((str(e["UID"]), naive(e["DTSTART"].dt), str(e["STATUS"])) for e in found)
        ours = instances(components(self.site.files[ALL]))
        assert theirs == Counter((i.uid, i.start, i.status) for i in ours)


FiveYears.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,  # a county that fails must fail for everyone
    suppress_health_check=list(HealthCheck),
)
test_five_years = FiveYears.TestCase
