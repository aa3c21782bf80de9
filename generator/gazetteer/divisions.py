"""The country's townships and villages as shipped in `data/divisions.parquet` (state of 2023-06-30).

Faults are values: a word that names no region, or several, gives `NoRegion` with what to type instead. The file is read
through duckdb, loaded on first use: no other command pays for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from generator.base.resources import data_file
from generator.gazetteer.placenames import alike, called
from generator.gazetteer.unitnames import village_names

STATE = "2023年6月30日"


@dataclass(frozen=True, slots=True)
class TownshipUnits:
    """A township-level unit: its nine digits, its name and its villages' names. `pseudo`: a zone or a farm."""

    code: str
    name: str
    villages: tuple[str, ...]
    pseudo: bool
    county: str


@dataclass(frozen=True, slots=True)
class Place:
    """A county or city that may publish: its code (6 or 4 digits), its name, and its name from the province down."""

    code: str
    name: str
    full_name: str


@dataclass(frozen=True, slots=True)
class RegionUnits:
    """A region with everything below it, by township code. Township names are all different."""

    place: Place
    townships: tuple[TownshipUnits, ...]

    @property
    def code(self) -> str:
        """Six digits of a county, four of a city."""
        return self.place.code

    @property
    def name(self) -> str:
        """As in 江山市."""
        return self.place.name

    @property
    def full_name(self) -> str:
        """As in 浙江省衢州市江山市."""
        return self.place.full_name

    @property
    def villages(self) -> int:
        """How many villages and communities there are."""
        return sum(len(t.villages) for t in self.townships)


@dataclass(frozen=True, slots=True)
class NoRegion:
    """Why a word names no region: Chinese words for the user, and the places that may be meant."""

    message: str
    places: tuple[Place, ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {p.code}  {p.full_name}" for p in self.places)])


_HINT = "请写6位县区代码或4位地市代码，如 430703 或 4307；也可以写名称，如 江山市。"
# 市辖区, 县 and 省直辖县级行政区划 are headings of the list, not places.
_HEADING = re.compile(r"市辖区|县|.*直辖县级行政区划")


def _query(sql: str, *values: str) -> list[tuple[Any, ...]]:
    import duckdb  # noqa: PLC0415 - loaded on first use, see the module's first words

    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        return connection.execute(sql, [str(data_file("divisions.parquet")), *values]).fetchall()


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Every place by its code, and the headings of the list with the codes of the counties below them."""

    places: dict[str, Place]
    headings: dict[str, str]
    """Four digits that are no city → the province's name."""
    provinces: dict[str, str]


@cache
def _gazetteer() -> _Gazetteer:
    """Read once in a process: the list ships with the program, and a rollup asks for it at every step."""
    rows = _query("select distinct province, city, county_code, county from read_parquet(?) order by county_code")
    provinces: dict[str, str] = {row[2][:2]: row[0] for row in rows}
    groups: dict[str, set[str]] = {}
    for _, _, code, _ in rows:
        groups.setdefault(code[:2], set()).add(code[:4])
    places: dict[str, Place] = {}
    headings: dict[str, str] = {}
    for province, city, code, county in rows:
        above = province if _HEADING.fullmatch(city) else province + city
        if not _HEADING.fullmatch(city):
            places.setdefault(code[:4], Place(code[:4], city, above))
        elif city == "市辖区" and len(groups[code[:2]]) == 1:  # 北京、天津、上海: the one group is the whole city
            places.setdefault(code[:4], Place(code[:4], province, province))
        else:
            headings[code[:4]] = province
        places[code] = Place(code, county, above if county == city else above + county)
    return _Gazetteer(places, headings, provinces)


def _by_code(word: str, known: _Gazetteer) -> Place | NoRegion:
    if word in known.places:
        return known.places[word]
    if len(word) == 6 and word.endswith("00") and word[:4] in known.places:
        return known.places[word[:4]]
    if word[:4] in known.headings and (len(word) == 4 or (len(word) == 6 and word.endswith("00"))):
        province = known.headings[word[:4]]
        inside = _of(known, (c for c in known.places if len(c) == 6 and c.startswith(word[:4])))
        return NoRegion(f"{word}不是一个市，只是{province}一部分县区的统称。请用下面的6位代码：", inside)
    if word[:2] in known.provinces and not word[2:].strip("0") and len(word) in (2, 4, 6):
        return _province(word[:2], known)
    if len(word) in (9, 12) and word[:6] in known.places:
        return NoRegion(f"{word}是乡镇或村的代码。请用它所在县区的代码：", (known.places[word[:6]],))
    if len(word) not in (4, 6):
        return NoRegion(f"“{word}”有{len(word)}位数字，不是县区或地市的代码。{_HINT}")
    same = [c for c in known.places if len(c) == len(word)]
    near = [c for c in same if c[:4] == word[:4]] or [c for c in same if c[:2] == word[:2]]
    close = sorted(near, key=lambda c: (abs(int(c) - int(word)), c))[:6]
    return NoRegion(
        f"没有代码为 {word} 的地区（资料截至{STATE}）。" + ("相近的有：" if close else _HINT), _of(known, close)
    )


def _province(code: str, known: _Gazetteer) -> Place | NoRegion:
    name = known.provinces[code]
    inside = _of(known, (c for c in known.places if c[:2] == code and (len(c) == 4 or c[:4] in known.headings)))
    if len(inside) == 1:  # 北京、天津、上海
        return inside[0]
    return NoRegion(f"{name}的范围太大，一个网站对应一个市或县区。请用下面的代码，或下属县区的代码：", inside)


def _of(known: _Gazetteer, codes: Iterable[str]) -> tuple[Place, ...]:
    return tuple(known.places[c] for c in sorted(codes))


def _by_name(word: str, known: _Gazetteer) -> Place | NoRegion:
    ranks = {code: rank for code, place in known.places.items() if (rank := called(place.name, place.full_name, word))}
    best = [code for code, rank in ranks.items() if rank == max(ranks.values())]
    # 东莞市 4419 and 441900 are the same place: the city's own code stands for both.
    best = [
        c for c in best if not (len(c) == 6 and known.places.get(c[:4], Place("", "", "")).name == known.places[c].name)
    ]
    if len(best) == 1:
        return known.places[best[0]]
    if best:
        return NoRegion(f"叫“{word}”的地区有{len(best)}个，请改用代码：", _of(known, best))
    province = [
        code for code, name in known.provinces.items() if name == word or (len(word) > 1 and name.startswith(word))
    ]
    if len(province) == 1:
        return _province(province[0], known)
    found = tuple(known.places[code] for code in _alike(word, known))
    return NoRegion(f"找不到“{word}”这个地区（资料截至{STATE}）。" + ("是不是下面的一个？" if found else _HINT), found)


def _alike(word: str, known: _Gazetteer) -> tuple[str, ...]:
    """Codes of the places whose names are most like `word`, best first."""
    scored = [
        (-likeness, len(code), code)
        for code, place in known.places.items()
        if (likeness := max(alike(n, word) for n in (place.name, place.name[:-1], place.full_name)))
    ]
    return tuple(code for _, _, code in sorted(scored))[:5] if len(word) > 1 else ()


def lookup(word: str) -> Place | NoRegion:
    """The county or city that a code or a name means; otherwise the words that tell the user what to type.

    Codes: six digits of a county, four (or six ending in 00) of a city. Names may lack the last 市 or 县 and may have
    the city or the province before them (长春市朝阳区).
    """
    clean = "".join(unicodedata.normalize("NFKC", word).split())
    if not clean:
        return NoRegion(f"没有写地区。{_HINT}")
    if len(clean) > 40:
        return NoRegion(f"地区写得太长了。{_HINT}")
    known = _gazetteer()
    return _by_code(clean, known) if clean.isascii() and clean.isdigit() else _by_name(clean, known)


def units_of(place: Place) -> RegionUnits:
    """The townships and villages of a place from `lookup`, names as people use them."""
    rows = _query(
        "select county_code, county, township_code, township, village from read_parquet(?, file_row_number = true) "
        "where county_code between ? and ? order by file_row_number",
        place.code.ljust(6, "0"),
        place.code.ljust(6, "9"),
    )
    townships = []
    for _, part in groupby(sorted(rows, key=lambda r: (r[0], r[2])), key=lambda r: (r[0], r[1])):
        townships += _townships(part)
    return RegionUnits(place, _told_apart(townships))


def _townships(rows: Iterable[tuple[Any, ...]]) -> list[TownshipUnits]:
    """The townships of one county; rows are (county code, county, township code, township, village)."""
    rows = list(rows)
    county = rows[0][1]
    listed: dict[tuple[str, str], list[str]] = {}
    for _, _, code, name, village in rows:
        listed.setdefault((code, name), []).append(village)
    # Names of townships are unique within a county.
    proper = village_names(county, {name: names for (_, name), names in listed.items()})
    return [TownshipUnits(code, name, proper[name], code[6] in "45", county) for code, name in listed]


def _told_apart(townships: list[TownshipUnits]) -> tuple[TownshipUnits, ...]:
    """Townships of a city that share a name get their county's in brackets: an event must be able to say which."""
    uses = Counter(t.name for t in townships)
    return tuple(replace(t, name=f"{t.name}（{t.county}）") if uses[t.name] > 1 else t for t in townships)


def find_region(word: str) -> RegionUnits | NoRegion:
    """`lookup` and `units_of` in one step."""
    place = lookup(word)
    return place if isinstance(place, NoRegion) else units_of(place)


@dataclass(frozen=True, slots=True)
class Country:
    """Every county (6 digits) and every city (4) and province (2) above them, with their names."""

    counties: dict[str, str]
    uppers: dict[str, str]


def country() -> Country:
    """All places by code. A municipality (北京) is a province here and no city of itself; headings of the list are no places."""
    known = _gazetteer()
    counties = {code: place.name for code, place in sorted(known.places.items()) if len(code) == 6}
    cities = {
        code: place.name
        for code, place in sorted(known.places.items())
        if len(code) == 4 and place.name != known.provinces[code[:2]]
    }
    return Country(counties, cities | dict(sorted(known.provinces.items())))


def township_units(counties: Iterable[str]) -> dict[str, tuple[TownshipUnits, ...]]:
    """The townships of many counties by county code, with their villages' names as people use them."""
    rows = _query(
        "select county_code, county, township_code, township, village from read_parquet(?, file_row_number = true) "
        "where county_code in (select unnest(string_split(?, ','))) order by file_row_number",
        ",".join(sorted(counties)),
    )
    found: dict[str, tuple[TownshipUnits, ...]] = {}
    for (code, _), part in groupby(sorted(rows, key=lambda r: (r[0], r[2])), key=lambda r: (r[0], r[1])):
        found[code] = (*found.get(code, ()), *_townships(part))
    return found
