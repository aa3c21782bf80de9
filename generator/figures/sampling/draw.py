"""Drawing by lot, the same everywhere: on every system, in every version of Python, whatever the order of the files.

Each item draws a number of its own, u between 0 and 1, from a hash of the seed and its id. Its key is -ln(u) / w, an
exponential waiting time whose rate is the item's weight w; the items with the shortest times are drawn. That is weighted
sampling without replacement: the first is drawn with the chance w / sum of all w, the second so among the rest, and so on
(Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006). Nothing depends on the other items, so a record
that is added or taken away moves the others up or down by one and changes nothing else. The logarithm is that of
`decimal`, which is rounded correctly by its specification: no floating-point library has a say in who is drawn.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from generator.figures.sampling.frame import Item
from generator.figures.sampling.weights import EXACT, Rule, shown, weight_of

_BITS = 128


class Drawn(NamedTuple):
    """The items in the order in which they were drawn, the number that could be drawn, and the frame's fingerprint."""

    items: tuple[Item, ...]
    total: int
    digest: str


class Stratum(NamedTuple):
    """Items of one chance: which rules fit them, their weight, how many there are, how many were drawn, the chance of each."""

    label: str
    weight: Decimal
    total: int
    drawn: int
    chance: float


def lot(seed: str, item: Item) -> Decimal:
    """A number between 0 and 1 (neither of them) that only the seed and the item decide."""
    text = f"{seed}\n{item.kind}\n{item.id}"
    number = int.from_bytes(blake2b(text.encode(), digest_size=_BITS // 8).digest(), "big")
    return EXACT.divide(Decimal(2 * number + 1), Decimal(1 << (_BITS + 1)))


def draw(frame: Iterable[Item], rules: Sequence[Rule], seed: str, size: int) -> Drawn:
    """Draw `size` items, or all where there are fewer. What has weight 0 cannot be drawn and is not counted."""
    weighted = [(item, weight) for item in frame if (weight := weight_of(item, rules))]
    keyed = []
    for item, weight in weighted:
        time = EXACT.divide(EXACT.minus(EXACT.ln(lot(seed, item))), weight)
        keyed.append((time, item.kind, item.id, item))
    keyed.sort(key=lambda found: found[:3])
    return Drawn(tuple(found[3] for found in keyed[:size]), len(weighted), digest_of(weighted))


def digest_of(weighted: Iterable[tuple[Item, Decimal]]) -> str:
    """The fingerprint of what could be drawn: every kind, id and weight."""
    lines = sorted(f"{item.kind}\n{item.id}\n{shown(weight)}\n" for item, weight in weighted)
    return blake2b("".join(lines).encode(), digest_size=16).hexdigest()


def strata(frame: Iterable[Item], rules: Sequence[Rule], drawn: Drawn) -> tuple[Stratum, ...]:
    """The frame by which rules fit, the likeliest first, with the chance of one item of each to be drawn."""
    counts: Counter[tuple[Decimal, str]] = Counter()
    taken: Counter[tuple[Decimal, str]] = Counter()
    chosen = {(i.kind, i.id) for i in drawn.items}
    for item in frame:
        fitting = [rule for rule in rules if rule.fits(item)]
        key = (weight_of(item, rules), "、".join(rule.label for rule in fitting) or ("其余" if rules else "全部"))
        counts[key] += 1
        taken[key] += (item.kind, item.id) in chosen
    chances = _chances({key: count for key, count in counts.items() if key[0]}, len(drawn.items))
    ordered = sorted(counts, key=lambda key: (-key[0], key[1]))
    return tuple(Stratum(key[1], key[0], counts[key], taken[key], chances.get(key, 0.0)) for key in ordered)


def _chances(counts: dict[tuple[Decimal, str], int], size: int) -> dict[tuple[Decimal, str], float]:
    """The chance of an item of each stratum, 1 - exp(-w t): t is the waiting time by which `size` items are expected.

    Exact where all weights are one, and close where the frame is not tiny; for people, not for the draw.
    """
    total = sum(counts.values())
    if size >= total:
        return dict.fromkeys(counts, 1.0)
    low, high = 0.0, 1.0

    def expected(time: float) -> float:
        return sum(count * -math.expm1(-float(key[0]) * time) for key, count in counts.items())

    while expected(high) < size:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if expected(middle) < size else (low, middle)
    return {key: -math.expm1(-float(key[0]) * high) for key in counts}
