"""Does a word name a county or city as people do: 江山 for 江山市, 恩施州, 长春朝阳区? Text only; knows no list."""

from __future__ import annotations

import difflib
import re

_SUFFIX = re.compile(
    r"省|市|县|区|旗|盟|地区|林区|特区|新区|矿区|自治区|(?:壮族|回族|维吾尔)自治区|"
    r"(?:[\u4e00-\u9fa5]{1,4}族|哈萨克|蒙古|柯尔克孜|塔吉克|锡伯)+自治[县州旗]|自治[县州旗]"
)
_LEVELS = re.compile(r"(?<=[省市])|(?<=自治[区州])|(?<=地区)|(?<=盟)")


def called(name: str, full_name: str, word: str) -> int:
    """How `word` names a place: 2 in full, 1 without the last 市 or 县, 0 not at all.

    The province, the city or both may stand before it. `full_name` is the name from the province down.
    """
    above = full_name.removesuffix(name)
    best = 0
    for start in range(len(word) - 1):
        rank = _rank(name, word[start:])
        if rank and (not start or _is_above(word[:start], above)):
            best = max(best, rank)
    return best


def _rank(name: str, tail: str) -> int:
    if tail == name:
        return 2
    if name.startswith(tail) and _SUFFIX.fullmatch(name[len(tail) :]):
        return 1
    # 恩施州 is 恩施土家族苗族自治州
    return int(len(tail) > 2 and tail[-1] == "州" and name.endswith("自治州") and name.startswith(tail[:-1]))


def _is_above(head: str, above: str) -> bool:
    """True where `head` is the province, the city or both, with or without their last word."""
    units = [u for u in _LEVELS.split(above) if u]
    names = [{u, *(u[:i] for i in range(2, len(u)) if _SUFFIX.fullmatch(u[i:]))} for u in units]
    both = {a + b for a in names[0] for b in names[1]} if len(names) > 1 else set()
    return head in set().union(*names, both)


def alike(name: str, word: str) -> float:
    """How like two names are, from 0 to 2: by the characters they share, and again by those in the same place."""
    shared = difflib.SequenceMatcher(None, name, word).ratio()
    in_place = sum(a == b for a, b in zip(name, word, strict=False)) / max(len(name), len(word), 1)
    return shared + in_place if shared >= 0.5 else 0.0
