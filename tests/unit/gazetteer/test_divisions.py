"""Any county or city of the country is found by code or name, with everything below it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from generator.gazetteer.divisions import NoRegion, Place, RegionUnits, find_region, lookup, units_of
from generator.gazetteer.romanise import village_ids


def _found(word: str) -> RegionUnits:
    found = find_region(word)
    assert isinstance(found, RegionUnits), str(found)
    return found


def _refused(word: str) -> NoRegion:
    found = lookup(word)
    assert isinstance(found, NoRegion), found
    return found


@pytest.mark.parametrize(
    ("word", "code", "name"),
    [
        ("330881", "330881", "浙江省衢州市江山市"),
        ("３３０８８１", "330881", "浙江省衢州市江山市"),
        (" 江山 ", "330881", "浙江省衢州市江山市"),
        ("江山市", "330881", "浙江省衢州市江山市"),
        ("衢州江山", "330881", "浙江省衢州市江山市"),
        ("浙江省衢州市江山市", "330881", "浙江省衢州市江山市"),
        ("4307", "4307", "湖南省常德市"),
        ("430700", "4307", "湖南省常德市"),
        ("常德", "4307", "湖南省常德市"),
        ("长春市朝阳区", "220104", "吉林省长春市朝阳区"),
        ("120110", "120110", "天津市东丽区"),
        ("恩施州", "4228", "湖北省恩施土家族苗族自治州"),
        ("琼中", "469030", "海南省琼中黎族苗族自治县"),
        ("北京市", "1101", "北京市"),
        ("110000", "1101", "北京市"),
    ],
)
def test_a_place_is_found_by_code_and_by_the_names_people_use(word: str, code: str, name: str) -> None:
    found = lookup(word)
    assert isinstance(found, Place), str(found)
    assert (found.code, found.full_name) == (code, name)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("4419", "东莞市"), ("441900", "东莞市"), ("东莞", "东莞市"), ("4420", "中山市"), ("442000", "中山市"),
        ("6202", "嘉峪关市"), ("620200", "嘉峪关市"), ("620201", "嘉峪关市"), ("4604", "儋州市"), ("460400", "儋州市"),
        ("419001", "济源市"), ("429021", "神农架林区"), ("469021", "定安县"), ("659012", "白杨市"),
    ],
)  # fmt: skip
def test_cities_without_counties_and_counties_without_a_city_are_regions_too(word: str, name: str) -> None:
    found = _found(word)
    assert found.name == name
    assert found.townships


# counties of the source documents have known numbers of units (state of 2023-06-30)
@pytest.mark.parametrize(
    ("code", "real", "pseudo"),
    [("330881", 19, 0), ("120110", 11, 8), ("3404", 90, 5), ("4307", 169, 9), ("3206", 88, 48)],
)
def test_numbers_of_units_agree_with_the_known_ones(code: str, real: int, pseudo: int) -> None:
    townships = _found(code).townships
    assert (sum(not t.pseudo for t in townships), sum(t.pseudo for t in townships)) == (real, pseudo)


def test_names_of_townships_and_villages_are_proper_names_in_the_order_of_codes() -> None:
    found = _found("330881")
    assert [t.code for t in found.townships] == sorted(t.code for t in found.townships)
    hecun = next(t for t in found.townships if t.name == "贺村镇")
    assert hecun.villages[:4] == ("中心社区", "镇北社区", "淤头社区", "溪淤村")
    assert {"贺村村", "礼贤村", "高路村"} <= set(hecun.villages)
    assert found.villages == 323


def test_a_city_has_the_townships_of_all_its_counties_and_tells_same_names_apart() -> None:
    found = _found("6109")
    names = [t.name for t in found.townships]
    assert len(set(names)) == len(names)
    assert "城关镇（汉阴县）" in names
    assert {t.code[:6] for t in found.townships} > {"610902", "610921"}
    assert "城关镇" in [t.name for t in _found("610921").townships]


@pytest.mark.parametrize(
    ("word", "said", "codes"),
    [
        ("鼓楼区", "有4个", ("320106", "320302", "350102", "410204")),
        ("4290", "不是一个市", ("429004", "429005", "429006", "429021")),
        ("330888", "相近的有", ("330802", "330803", "330822", "330824", "330825", "330881")),
        ("330881121", "乡镇或村的代码", ("330881",)),
    ],
)
def test_a_word_that_names_no_one_place_brings_the_codes_to_use(word: str, said: str, codes: tuple[str, ...]) -> None:
    found = _refused(word)
    assert said in found.message
    assert tuple(p.code for p in found.places) == codes
    assert all(f"{p.code}  {p.full_name}" in str(found) for p in found.places)


def test_a_misspelt_name_brings_the_right_one_among_the_suggestions() -> None:
    assert _refused("南通是").places[0].code == "3206"
    assert "330881" in [p.code for p in _refused("江三市").places]
    assert "120110" in [p.code for p in _refused("东利区").places]
    assert "4307" in [p.code for p in _refused("常得").places]


def test_a_province_is_refused_with_the_codes_of_its_cities() -> None:
    zhejiang = _refused("33")
    assert zhejiang == _refused("浙江") == _refused("330000")
    assert len(zhejiang.places) == 11
    assert {"4201", "429004"} <= {p.code for p in _refused("湖北省").places}
    assert len(_refused("重庆").places) == 38


@pytest.mark.parametrize(
    "word", ["", "  ", "x", "县", "9999", "999999", "12345", "县" * 1000, "'; drop table t; --", "\x00"]
)
def test_nonsense_is_told_what_to_type(word: str) -> None:
    assert "如 430703 或 4307" in _refused(word).message


SAMPLE = (
    "110101", "120116", "130126", "131121", "140214", "150206", "152524", "152971", "210111", "211322", "220103", "222426",
    "231083", "230381", "310115", "320114", "320402", "330122", "341171", "350527", "361130", "370781", "370704", "410324",
    "421087", "429004", "430703", "440307", "441625", "450923", "460321", "469007", "500101", "500243", "513401", "522301",
    "530102", "540171", "540236", "610403", "620621", "632723", "640104", "650104", "659001", "4604", "6540", "3209",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("code", SAMPLE)
def test_every_kind_of_region_has_usable_names_and_ids(code: str) -> None:
    found = _found(code)
    ids = [i for t in found.townships for i in village_ids(t.code, t.villages)]
    assert len(set(ids)) == len(ids) == found.villages
    names = [t.name for t in found.townships]
    assert len(set(names)) == len(names)
    assert all(0 < len(n) <= 40 for n in (*names, *(v for t in found.townships for v in t.villages)))
    assert all(t.code.startswith(code) and len(t.code) == 9 for t in found.townships)
    assert all(t.pseudo == (t.code[6] in "45") for t in found.townships)
    assert not [v for t in found.townships for v in t.villages if "虚拟" in v]


def test_duckdb_is_loaded_only_when_the_list_is_read() -> None:
    code = "import sys, generator.gazetteer.divisions; print('duckdb' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "False"


def test_reading_twice_gives_the_same_value() -> None:
    place = lookup("330881")
    assert isinstance(place, Place)
    assert units_of(place) == units_of(place)
