"""Words as they are meant, however they were typed: what two spellings of one name have in common."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=10_000)
def plain(words: str) -> str:
    """Words without spaces and differences of width and case."""
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold()
