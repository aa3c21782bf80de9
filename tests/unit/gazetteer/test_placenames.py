"""A word is matched with a place as people say it, and with nothing else."""

from __future__ import annotations

import pytest

from generator.gazetteer.placenames import alike, called

JIANGSHAN = ("江山市", "浙江省衢州市江山市")
ENSHI = ("恩施土家族苗族自治州", "湖北省恩施土家族苗族自治州")
HUOCHENG = ("霍城县", "新疆维吾尔自治区伊犁哈萨克自治州霍城县")


@pytest.mark.parametrize(
    ("place", "word", "rank"),
    [
        (JIANGSHAN, "江山市", 2),
        (JIANGSHAN, "浙江省衢州市江山市", 2),
        (JIANGSHAN, "衢州江山", 1),
        (JIANGSHAN, "浙江江山市", 2),
        (JIANGSHAN, "江", 0),
        (JIANGSHAN, "江山县", 0),
        (JIANGSHAN, "杭州江山", 0),
        (JIANGSHAN, "衢州", 0),
        (ENSHI, "恩施", 1),
        (ENSHI, "恩施州", 1),
        (ENSHI, "湖北恩施州", 1),
        (ENSHI, "恩州", 0),
        (HUOCHENG, "伊犁霍城", 1),
        (HUOCHENG, "新疆霍城县", 2),
        (("县", "县"), "", 0),
    ],
)
def test_a_place_is_called_by_its_name_with_what_is_above_it_or_without(
    place: tuple[str, str], word: str, rank: int
) -> None:
    assert called(*place, word) == rank


def test_names_with_the_same_characters_in_place_are_most_alike() -> None:
    assert alike("江山市", "江山市") == 2
    assert alike("江山市", "江三市") > alike("靖江市", "江三市") > 0
    assert alike("江山市", "鼓楼区") == 0
