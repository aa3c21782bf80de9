"""Which feeds exist and what is in each."""

from __future__ import annotations

from generator.feeds.catalogue import audience_ids, catalogue, members, path_of
from generator.model import DEFAULT_AUDIENCES
from generator.schedule import occurrences
from tests.clients.makers import HECUN, QINGHU, SITE, event, library

EVENTS = [
    event("own", audiences=("农民",)),
    event("named", village=f"{HECUN}-hecun", audiences=("青少年", "农民")),
    event("wide", region_wide=True, audiences=("全体居民",)),
    event("both", townships=(HECUN, QINGHU), audiences=("老年人",)),
    event("other", townships=(QINGHU,), site="park"),
]
LIBRARY = library(EVENTS)
OCCURRENCES = occurrences(LIBRARY)


def inside(path: str) -> set[str]:
    return {OCCURRENCES[p].id for p in members(LIBRARY, OCCURRENCES)[path]}


def test_every_feed_of_the_scheme_exists_once_and_in_order() -> None:
    paths = [f.path for f in catalogue(LIBRARY)]
    assert len(paths) == len(set(paths))
    assert paths == [
        "calendars/all.ics",
        "calendars/campaigns/gaq.ics",
        f"calendars/townships/{QINGHU}.ics",
        f"calendars/townships/{HECUN}.ics",
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
    assert {f.path for f in catalogue(LIBRARY)} == set(members(LIBRARY, OCCURRENCES))


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


def test_a_region_wide_event_that_also_names_places_is_in_each_feed_once() -> None:
    found = library([event("x", region_wide=True), event("y", townships=(HECUN, HECUN), audiences=("农民", "农民"))])
    for positions in members(found, occurrences(found)).values():
        assert len(positions) == len(set(positions))
        assert list(positions) == sorted(positions)


def test_villages_without_events_of_their_own_share_one_list() -> None:
    found = library([event("a"), event("b", region_wide=True)])
    inside_of = members(found, occurrences(found))
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
