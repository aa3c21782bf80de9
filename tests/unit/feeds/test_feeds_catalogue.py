"""Which feeds exist and what is in each."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from generator.feeds.catalogue import audience_ids, catalogue, members, path_of, remind_path
from generator.feeds.entry import Placement, placement_of
from generator.feeds.kinds import KINDS, FeedKind, Subject
from generator.model import DEFAULT_AUDIENCES, Library
from generator.schedule import occurrences
from tests.clients.makers import CAMPAIGN, HECUN, QINGHU, SITE, event, in_feeds, library

EVENTS = [
    event("own", audiences=("农民",)),
    event("named", village=f"{HECUN}-hecun", audiences=("青少年", "农民")),
    event("wide", region_wide=True, audiences=("全体居民",)),
    event("both", townships=(HECUN, QINGHU), audiences=("老年人",)),
    event("other", townships=(QINGHU,), site="park"),
]
LIBRARY = library(EVENTS)
INSIDE = in_feeds(LIBRARY)


def inside(path: str) -> set[str]:
    return {o.id for o in INSIDE[path]}


def placements(found: Library) -> list[tuple[str, tuple[Placement, ...]]]:
    return [(o.event.id, (placement_of(o.event),)) for o in occurrences(found)]


def test_every_feed_of_the_scheme_exists_once_and_in_order() -> None:
    paths = [f.path for f in catalogue(LIBRARY)]
    assert len(paths) == len(set(paths))
    assert paths == [
        "calendars/all.ics",
        "calendars/observances.ics",
        "calendars/campaigns/gaq.ics",
        f"calendars/townships/{QINGHU}.ics",
        f"calendars/townships/{HECUN}.ics",
        f"calendars/townships/{QINGHU}/gaq.ics",
        f"calendars/townships/{HECUN}/gaq.ics",
        f"calendars/villages/{QINGHU}-qingmo.ics",
        f"calendars/villages/{HECUN}-hecun.ics",
        f"calendars/villages/{HECUN}-lixian.ics",
        *(f"calendars/audiences/{i}.ics" for i in audience_ids(DEFAULT_AUDIENCES).values()),
        "calendars/sites/park.ics",
        "events/both.ics",
        "events/named.ics",
        "events/other.ics",
        "events/own.ics",
        "events/wide.ics",
    ]


def test_catalogue_and_members_speak_of_the_same_feeds() -> None:
    assert {f.path for f in catalogue(LIBRARY)} == set(INSIDE)


def test_a_kind_is_one_row_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that says what its feeds are about and which entries they have: feeds, names and members follow."""
    row = FeedKind(
        "calendars/mornings/{}.ics",
        "·早场·",
        lambda ground: [Subject(c.id, c.title, "早场。", "x/") for c in ground.library.campaigns],
        lambda event, place, _: (place.campaign,) if event == "own" else (),
        pooled=lambda place: [("far",)] if place.site else [],
        pools=lambda *_: (("far",),),
    )
    monkeypatch.setitem(cast("dict[str, FeedKind]", KINDS), "morning", row)
    found = next(f for f in catalogue(LIBRARY) if f.path == "calendars/mornings/gaq.ics")
    assert (found.id, found.page, found.name) == ("gaq", "x/", f"{LIBRARY.region.name}普法·早场·{CAMPAIGN.title}")
    assert found.description.startswith("早场。由")
    placed = placements(LIBRARY)
    assert [placed[p][0] for p in members(LIBRARY, placed)[found.path]] == ["other", "own"]
    moved = Placement("gone")
    assert "calendars/mornings/gone.ics" not in {f.path for f in catalogue(LIBRARY, [moved])}
    monkeypatch.setitem(
        cast("dict[str, FeedKind]", KINDS), "morning", row._replace(own=lambda _, place, __: (place.campaign,))
    )
    assert "calendars/mornings/gone.ics" in {f.path for f in catalogue(LIBRARY, [moved])}


def test_a_feed_knows_its_address_and_its_page() -> None:
    village = next(f for f in catalogue(LIBRARY) if f.id == f"{HECUN}-hecun")
    assert village.url(SITE) == f"https://pufa.example.gov.cn/calendars/villages/{HECUN}-hecun.ics"
    assert village.page == f"townships/{HECUN}/{HECUN}-hecun/"
    assert village.name == "江山市普法·贺村镇贺村"
    assert village.uid(LIBRARY) == f"calendars/villages/{HECUN}-hecun@330881.pufa"


def test_a_townships_feed_has_its_own_and_the_region_wide_events() -> None:
    assert inside(path_of("township", HECUN)) == {"own", "named", "wide", "both"}
    assert inside(path_of("township", QINGHU)) == {"wide", "both", "other"}


def test_a_villages_feed_leaves_out_what_names_another_village() -> None:
    assert inside(path_of("village", f"{HECUN}-hecun")) == {"own", "named", "wide", "both"}
    assert inside(path_of("village", f"{HECUN}-lixian")) == {"own", "wide", "both"}
    assert inside(path_of("village", f"{QINGHU}-qingmo")) == {"wide", "both", "other"}


def test_an_audiences_feed_has_what_is_open_to_all() -> None:
    assert inside(path_of("audience", "farmers")) == {"own", "named", "wide", "other"}
    assert inside(path_of("audience", "youth")) == {"named", "wide", "other"}
    assert inside(path_of("audience", "women")) == {"wide", "other"}
    assert inside(path_of("audience", "everyone")) == {"wide", "other"}


def test_other_feeds_have_what_names_them() -> None:
    assert inside("calendars/all.ics") == {e.id for e in EVENTS}
    assert inside(path_of("campaign", "gaq")) == {e.id for e in EVENTS}
    assert inside(path_of("site", "park")) == {"other"}
    assert inside(path_of("event", "both")) == {"both"}


def test_a_townships_campaign_has_what_both_feeds_have() -> None:
    """Place and topic together; region-wide events of other campaigns are left out."""
    other = replace(CAMPAIGN, id="xf", title="宪法宣传周")
    found = library(
        [*EVENTS, event("xf-own", campaign="xf"), event("xf-wide", campaign="xf", region_wide=True)],
        campaigns=(CAMPAIGN, other),
    )
    feeds = {path: {o.id for o in held} for path, held in in_feeds(found).items()}
    for campaign in ("gaq", "xf"):
        for code in (HECUN, QINGHU):
            both = feeds[path_of("township", code)] & feeds[path_of("campaign", campaign)]
            assert feeds[path_of("township-campaign", f"{code}/{campaign}")] == both
    assert feeds[path_of("township-campaign", f"{HECUN}/xf")] == {"xf-own", "xf-wide"}


def test_what_moved_away_stays_in_the_feeds_that_told_of_it() -> None:
    """Whoever has an entry must see where it went; the feed of a thing that is gone is still made for it."""
    found = library([event("moved", townships=(QINGHU,))])
    former = Placement("old", (HECUN,), False, f"{HECUN}-gone", "gone", ("农民", "渔民"))
    now = [("moved", (placement_of(found.events[0]), former))]
    inside_of = members(found, now, [former])
    for kind, identifier in (
        ("township", HECUN), ("township", QINGHU), ("campaign", "old"), ("village", f"{HECUN}-gone"), ("site", "gone"),
        ("audience", "farmers"), ("audience", "yumin"), ("township-campaign", f"{HECUN}/old"),
    ):  # fmt: skip
        assert inside_of[path_of(kind, identifier)] == (0,), (kind, identifier)
    assert [f.path for f in catalogue(found, [former])] == list(inside_of)
    retired = [f for f in catalogue(found, [former]) if "已停用" in f.name]
    assert {f.kind for f in retired} == {"campaign", "township-campaign", "village", "site", "audience"}


def test_a_feed_with_reminders_has_an_address_of_its_own() -> None:
    assert remind_path(path_of("township", HECUN)) == f"calendars/townships/{HECUN}-remind.ics"


def test_a_region_wide_event_that_also_names_places_is_in_each_feed_once() -> None:
    found = library([event("x", region_wide=True), event("y", townships=(HECUN, HECUN), audiences=("农民", "农民"))])
    for positions in members(found, placements(found)).values():
        assert len(positions) == len(set(positions))
        assert list(positions) == sorted(positions)


def test_villages_without_events_of_their_own_share_one_list() -> None:
    found = library([event("a"), event("b", region_wide=True)])
    inside_of = members(found, placements(found))
    assert inside_of[path_of("village", f"{HECUN}-hecun")] is inside_of[path_of("village", f"{HECUN}-lixian")]


def test_the_usual_audiences_have_fixed_addresses() -> None:
    assert list(audience_ids(DEFAULT_AUDIENCES).values()) == [
        "everyone", "leaders", "civil-servants", "youth", "business", "farmers", "residents", "seniors", "women",
        "disabled", "migrant-workers",
    ]  # fmt: skip


def test_an_offices_own_words_get_pinyin_and_keep_it_when_a_homophone_is_added() -> None:
    before = audience_ids(["网民", "青少年"])
    after = audience_ids(["网民", "青少年", "罔民"])
    assert before == {"网民": "wangmin", "青少年": "youth"}
    assert after["网民"] == "wangmin"
    assert after["罔民"].startswith("wangmin-")
    assert len(set(after.values())) == 3


def test_a_custom_word_never_takes_a_fixed_address() -> None:
    assert audience_ids(["youth"])["youth"].startswith("youth-")
