"""Who is expected to report: the counties below a code, by the shipped divisions or by a list; and whom each counts for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.base.diagnostics import Diagnostic, visible
from generator.gazetteer.divisions import Country, country
from generator.read.text import decode_bytes
from generator.rollup.finding import Finding
from generator.rollup.inbox import Refused, open_plain
from generator.rollup.smalls import plain_text

WHOLE = "00"
"""The code of the whole country."""
_LINE = re.compile(r"([0-9]{4}|[0-9]{6})(?:[\s,，、;；:：]+(.*))?")
_MOST = 8 << 20
_MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Expected:
    """The members that are expected, by code with their names ("" where none is known), and the country around them."""

    code: str
    members: Mapping[str, str]
    country: Country
    written: bool
    """Whether the user wrote the list."""


def normal_code(word: str) -> str | None:
    """`--code` as 4 digits of a city, 2 of a province or `WHOLE`; None where it is none of them."""
    digits = word.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (1, 2, 4, 6):
        return None
    if not digits.strip("0"):
        return WHOLE
    if len(digits) == 6 and digits.endswith("00"):
        digits = digits[:2] if digits.endswith("0000") else digits[:4]
    return digits if len(digits) in (2, 4) else None


def inside(code: str, region: str) -> bool:
    """Whether a region lies below (or is) the one that is rolled up."""
    return code == WHOLE or region.startswith(code)


def uppers(expected: Expected, region: str) -> tuple[str, ...]:
    """Whom a region counts for: itself, its city, its province and the whole, without repeats.

    Cities that are only headings of the list (县, 省直辖县) are no places; 北京's only "city" is the municipality itself.
    """
    found = [region]
    for length in (4, 2):
        above = region[:length]
        if (
            len(region) > length > (0 if expected.code == WHOLE else len(expected.code))
            and above in expected.country.uppers
        ):
            found.append(above)
    return tuple(dict.fromkeys([*found, expected.code]))


def expect(code: str, members: str | None) -> tuple[Expected, list[Finding]]:
    """The expected members: all counties below the code, or those of `members` (a file, or codes with commas between them)."""
    known = country()
    prefix = "" if code == WHOLE else code
    if members is None:
        return Expected(code, {c: n for c, n in known.counties.items() if c.startswith(prefix)}, known, False), []
    path = Path(members)
    where, text = "--members", re.sub(r"[,，、;；]", "\n", members)
    if not re.fullmatch(r"[\d\s,，、;；]+", members):
        where = str(path)
        read = _read(path)
        if isinstance(read, Finding):
            return Expected(code, {}, known, True), [read]
        text = read
    listed: dict[str, str] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#") or (number == 1 and not re.search(r"\d", line)):
            continue
        found = _LINE.fullmatch(line.strip())
        if not found:
            faults.append(Finding("R030", where, f"“{visible(line.strip())}”不是代码和名称", line=number))
            if len(faults) > _MOST_FAULTS:  # no list at all: nobody reads ten thousand faults
                break
        elif not inside(code, found[1]):
            faults.append(Finding("R030", where, f"{found[1]}不在{code}下面", line=number))
        elif found[1] in listed:
            faults.append(Finding("R030", where, f"{found[1]}写了两次", line=number))
        else:
            listed[found[1]] = (
                plain_text(found[2] or "") or known.counties.get(found[1]) or known.uppers.get(found[1], "")
            )
    if not listed and not faults:
        faults.append(Finding("R030", where, "名单是空的"))
    return Expected(code, listed, known, True), faults


def _read(path: Path) -> str | Finding:
    try:
        with open_plain(os.path.realpath(path), _MOST) as stream:  # where a link leads to is the user's own word
            text = decode_bytes(str(path), stream.read(_MOST + 1), _MOST)
    except Refused as refused:
        return Finding("R030", str(path), refused.message)
    except OSError:
        return Finding("R030", str(path), "文件打不开")
    return Finding("R030", str(path), text.message) if isinstance(text, Diagnostic) else text


def named(expected: Expected, code: str) -> str:
    """The name of an upper level or a member by the shipped list, its code where it has none."""
    if code == WHOLE:
        return "全国"
    return (
        expected.members.get(code) or expected.country.counties.get(code) or expected.country.uppers.get(code) or code
    )


def codes_without_units(codes: Iterable[str], known: Country) -> list[str]:
    """Those of the codes below which the shipped list has no township."""
    return [c for c in codes if c not in known.counties and not any(k.startswith(c) for k in known.counties)]
