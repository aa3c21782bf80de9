"""Townships and villages are found by what officers write, and never guessed."""

from __future__ import annotations

import pytest

from generator.check.places import Gazetteer, NotFound, village_names
from generator.model import Township, Village

ONE = Township(
    "999901100",
    "青石镇",
    (Village("999901100-a", "青石村", "999901100"), Village("999901100-b", "贺村村", "999901100")),
)
TWO = Township(
    "999901101",
    "河上镇",
    (Village("999901101-a", "青石村", "999901101"), Village("999901101-c", "河上社区", "999901101")),
)
SAME = Township("999901102", "青石镇")


def code(found: object) -> str:
    assert isinstance(found, NotFound)
    assert found.message
    assert found.hint
    return found.code


def test_by_name_and_by_code() -> None:
    """Full name or code, full width included."""
    places = Gazetteer((ONE, TWO))
    assert {places.township(w) for w in ("青石镇", " 青石镇 ", "999901100", "９９９９０１１００")} == {ONE}


def test_two_of_one_name_need_the_code() -> None:
    """Ambiguity is E110 with both codes; the codes themselves are clear."""
    places = Gazetteer((ONE, TWO, SAME))
    found = places.township("青石镇")
    assert code(found) == "E110"
    assert isinstance(found, NotFound)
    assert "999901100" in found.hint
    assert "999901102" in found.hint
    assert places.township("999901102") == SAME


def test_a_village_is_looked_for_in_the_event_s_townships() -> None:
    """The same name in two townships is clear once the township is."""
    places = Gazetteer((ONE, TWO))
    assert places.village("青石村", [ONE]) == ONE.villages[0]
    assert places.village("青石村", [TWO]) == TWO.villages[0]
    assert code(places.village("青石村", [])) == "E110"
    assert code(places.village("青石村", [ONE, TWO])) == "E110"


def test_a_village_elsewhere_is_named_with_its_township() -> None:
    """The hint says where the village really is."""
    found = Gazetteer((ONE, TWO)).village("河上社区", [ONE])
    assert code(found) == "E105"
    assert isinstance(found, NotFound)
    assert "河上镇" in found.hint


@pytest.mark.parametrize(("word", "place"), [("贺村", 1), ("贺村村", 1), ("青石", 0), ("999901100-b", 1)])
def test_short_names(word: str, place: int) -> None:
    """People leave 村 and 社区 away."""
    assert Gazetteer((ONE,)).village(word, [ONE]) == ONE.villages[place]


def test_short_names_never_become_nothing() -> None:
    """村 alone and 一村 keep what they are."""
    assert village_names("村") == ("村",)
    assert village_names("一村") == ("一村",)
    assert village_names("社区") == ("社区",)
    assert village_names("河上社区") == ("河上社区", "河上")


def test_unknown_villages_get_a_likely_one() -> None:
    """A slip is E105 with a suggestion from the same township."""
    found = Gazetteer((ONE, TWO)).village("青石坞村", [ONE])
    assert code(found) == "E105"
    assert isinstance(found, NotFound)
    assert "青石" in found.hint
