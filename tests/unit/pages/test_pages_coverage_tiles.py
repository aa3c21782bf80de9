"""The tile map: every township once, no two at one place, and each says its figure and its state in words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Township
from generator.pages.coverage import overview as coverage
from generator.pages.coverage.book import open_book
from generator.pages.coverage.tiles import lay, tile_map
from tests.unit.pages_places import HE, NEW, QING, TOWNSHIPS, ZERO, Reader, event, render, specs, world


def town(code: str, tile: tuple[int, int] | None, group: str = "") -> Township:
    return Township(code, f"镇{code}", tile=tile, group=group)


def test_tiles_keep_the_places_that_the_officer_gave_moved_to_the_corner() -> None:
    laid = lay([town("330881101", (5, 7)), town("330881102", (6, 9))])
    assert laid.spots == {"330881101": (0, 0), "330881102": (1, 2)}
    assert (laid.moved, laid.labels) == ((), ())


def test_of_two_at_one_place_the_later_moves_to_the_nearest_free_one_and_both_are_named() -> None:
    laid = lay([town("330881101", (1, 1)), town("330881102", (1, 1)), town("330881103", (1, 2))])
    assert laid.spots["330881101"] == (0, 0)
    assert laid.spots["330881103"] == (0, 1)
    assert laid.spots["330881102"] == (1, 0)
    assert laid.moved == (("330881102", "330881101"),)


def test_who_gives_way_goes_below_else_to_the_right_else_to_the_left_else_above() -> None:
    """All four are as near; people read on from where they are, so what is below or to the right is found first."""
    below, right, left, above = (3, 2), (2, 3), (2, 1), (1, 2)
    corners = [(1, 1), (3, 3)]  # the map goes round the place in the middle
    for n, free in enumerate((below, right, left, above)):
        taken = [(2, 2), *(below, right, left, above)[:n], *corners, (2, 2)]
        towns = [town(f"3308811{i:02d}", tile) for i, tile in enumerate(taken)]
        laid = lay(towns)
        assert laid.moved == ((towns[-1].code, towns[0].code),)
        assert laid.spots[towns[-1].code] == (free[0] - 1, free[1] - 1)


def test_townships_without_a_place_stand_in_rows_by_peer_group_below_the_map() -> None:
    laid = lay([
        town("330881101", (1, 1)), town("330881102", None, "山区"), town("330881001", None), town("330881103", None, "山区"),
    ])  # fmt: skip
    assert laid.labels == ((1, "山区"), (3, "街道"))
    assert [laid.spots[c] for c in ("330881102", "330881103", "330881001")] == [(2, 0), (2, 1), (4, 0)]


def test_a_region_that_gave_no_places_gets_rows_of_its_groups() -> None:
    laid = lay([town(f"3308811{i:02d}", None) for i in range(8)])
    assert laid.labels == ((0, "镇"),)
    assert sorted(laid.spots.values()) == [(1, c) for c in range(6)] + [(2, 0), (2, 1)]


@given(st.lists(st.none() | st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=30))
def test_no_two_tiles_ever_share_a_place_and_none_is_lost(tiles: list[tuple[int, int] | None]) -> None:
    townships = [town(f"3308811{i:02d}", tile) for i, tile in enumerate(tiles)]
    laid = lay(townships)
    assert set(laid.spots) == {t.code for t in townships}
    assert len(set(laid.spots.values())) == len(townships)
    assert all(row >= 0 and column >= 0 for row, column in laid.spots.values())
    assert not {row for row, _ in laid.labels} & {row for row, _ in laid.spots.values()}


def test_every_tile_says_township_figure_and_state_and_leads_to_the_records() -> None:
    made = world()
    told = {t["unit"]: t for t in tile_map(open_book(made), 2025, "coverage/")["tiles"]}
    assert set(told) == {HE, QING, ZERO}
    assert {c: (t["words"], t["cls"], t["state"]) for c, t in told.items()} == {
        HE: ("2场", "figure", "figure"), QING: ("未报", "silent", "silent"), ZERO: ("0场，没办", "zero", "figure"),
    }  # fmt: skip
    assert told[HE]["href"] == f"2025/{HE}/#events_held"


def test_the_four_states_differ_on_the_map_in_word_and_class_and_pattern() -> None:
    body = render(specs(coverage, world())["coverage/"], world())
    drawing = body.partition('<svg class="pf-mapped ')[2].partition("</svg>")[0]
    assert f'aria-label="新设乡：未到期" data-unit="{NEW}" data-state="not_due" data-value=""' in drawing
    assert '<a class="notdue"' in drawing
    assert '<pattern id="map-hatch"' in drawing
    assert "<title" in drawing
    assert "共4个乡镇（街道）：办过的1个，未到期的3个。" in drawing


def test_the_table_behind_the_map_has_the_same_figures_in_its_last_column() -> None:
    spec = specs(coverage, world())["coverage/"]
    last = {r["unit"]: r["cells"][-1] for r in spec.context["townships"]["rows"]}
    for tile in spec.context["map"]["tiles"]:
        assert (tile["state"], tile["value"]) == (last[tile["unit"]]["data"], last[tile["unit"]]["number"])
    body = render(spec, world())
    assert body.index('id="map-title"') < body.index('id="townships"')


def test_who_had_to_move_is_told_under_the_map() -> None:
    both = tuple(replace(t, tile=(2, 3)) if t.code in (HE, QING) else t for t in TOWNSHIPS)
    made = world(townships=both)
    words = Reader(render(specs(coverage, made)["coverage/"], made)).words
    assert "清湖街道和贺村镇写在同一格，清湖街道挪到了旁边" in words


def test_long_names_stand_on_two_lines_and_are_whole_for_the_ear() -> None:
    long = (replace(TOWNSHIPS[0], name="仙霞关历史文化旅游示范管理镇"), *TOWNSHIPS[1:])
    made = world(event("x", "2026-02-01", HE), townships=long)
    tile = next(t for t in tile_map(open_book(made), 2026, "coverage/")["tiles"] if t["unit"] == HE)
    assert tile["name"] == "仙霞关历史文化旅游示范管理镇"
    assert [len(line) <= 5 for line in tile["lines"]] == [True, True]
