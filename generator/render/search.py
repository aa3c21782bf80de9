"""The site's search: stamped pages beside the theme's, Chinese cut into words, old events left out.

The theme's search splits text at zero-width spaces and cuts a query by the words it finds in the index, so both sides
agree whatever the cutter. Names of places are kept whole: nobody looks for half a village.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import rjieba

SEPARATOR = r"[\s\u200b\u3000\-、。，．？！；：“”（）《》()/|·]+"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]{2,}")


def search_weight(address: str) -> int:
    """How much more a page counts than an event where both have the words.

    The theme's script drops the last sign of a query whose beginning is a word of the index (it asks for 贺村 where the
    reader wrote 贺村镇), so by words alone a township is lost among its own events.
    """
    top, _, rest = address.partition("/")
    if top in ("townships", "campaigns") and rest.count("/") == 1:
        return 4
    return 2 if top in ("townships", "sites", "trails") else 1


class Cutter:
    """Cuts Chinese text into words; `names` are never cut."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(n for n in names if len(n) > 1)
        self.longest = max(map(len, self.names), default=0)
        self.first = frozenset(n[0] for n in self.names)
        self._known: dict[str, str] = {}

    def cut(self, text: str) -> str:
        """`text` with zero-width spaces between its Chinese words."""
        return _HAN.sub(lambda m: self._run(m.group()), text)

    def _run(self, run: str) -> str:
        found = self._known.get(run)
        if found is None:
            found = self._known[run] = "\u200b".join(self._words(run))
        return found

    def _words(self, run: str) -> list[str]:
        words: list[str] = []
        start = i = 0
        while i < len(run):
            if run[i] in self.first:
                for size in range(min(self.longest, len(run) - i), 1, -1):
                    if run[i : i + size] in self.names:
                        if start < i:
                            words += rjieba.cut(run[start:i])
                        words.append(run[i : i + size])
                        i += size
                        start = i
                        break
                else:
                    i += 1
            else:
                i += 1
        if start < len(run):
            words += rjieba.cut(run[start:])
        return words


def index(config: Mapping[str, Any], docs: Iterable[Mapping[str, Any]], cutter: Cutter) -> bytes:
    """The search index the theme's script reads: its `config` and every doc {location, title, text}, words cut."""
    out = [{**doc, "title": cutter.cut(str(doc["title"])), "text": cutter.cut(str(doc["text"]))} for doc in docs]
    whole = {"config": {**config, "separator": SEPARATOR}, "docs": out}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
