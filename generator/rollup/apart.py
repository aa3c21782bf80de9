"""Telling the counties apart whose data make a step fail, so that one of them never ends the run for all.

What can be foreseen is a finding of `folders`, `smalls`, `store` and `checks`. This is for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.base.diagnostics import Fault, visible
from generator.rollup.finding import Finding
from generator.rollup.smalls import County


def culprits(
    counties: Mapping[str, County], attempt: Callable[[Mapping[str, County]], object], failure: Exception
) -> list[Finding]:
    """A finding for each county with which `attempt` fails by itself. `failure` is how it failed with all of them.

    Halves are tried, so with one culprit among a thousand it takes some twenty attempts.
    """
    return [
        Finding("R016", counties[code].folder.path, f"算这些数据的时候出错：{words_of(error)}", code)
        for code, error in _search(sorted(counties), counties, attempt, failure)
    ]


def words_of(error: Exception) -> str:
    """What an unforeseen failure says, in one line."""
    return visible(f"{type(error).__name__}: {str(error).strip().split(chr(10))[0]}", 160)


def _search(
    codes: Sequence[str],
    counties: Mapping[str, County],
    attempt: Callable[[Mapping[str, County]], object],
    failure: Exception,
) -> list[tuple[str, Exception]]:
    if len(codes) <= 1:
        return [(code, failure) for code in codes]
    found = []
    half = len(codes) // 2
    for part in (codes[:half], codes[half:]):
        try:
            attempt({code: counties[code] for code in part})
        except Fault:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost the others their figures
            found += _search(part, counties, attempt, error)
    return found
