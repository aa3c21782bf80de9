"""What the server knows at this moment, and word to those who wait for something new. Lives in the server's loop."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from pathlib import Path

from generator.base.files import is_real_file
from generator.desk.preview.bar import Sight
from generator.desk.preview.places import INDEX


class Board:
    """The present `Sight` and its number; pages that were served stay known, so that a page can say that it is gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sight = Sight()
        self.number = 0
        self.ended = False
        self.known: set[str] = set()
        self._news = asyncio.Event()
        self.look()

    @property
    def base(self) -> str:
        """The path at which the real site lies."""
        return self.sight.answer.base if self.sight.answer else "/"

    def look(self) -> None:
        """See whether there is a site by now."""
        self.post(replace(self.sight, ready=is_real_file(self.folder / INDEX)))

    def post(self, sight: Sight) -> None:
        """Put up what is so now, and wake whoever waits."""
        if sight != self.sight or self.number == 0:
            self.sight = sight
            self._ring()

    def end(self) -> None:
        """The preview ends: nobody is to wait any longer."""
        self.ended = True
        self._ring()

    async def news(self, number: int, seconds: float) -> int:
        """Wait until there is more than `number` knew of, but not longer than `seconds`; the present number."""
        if self.number == number:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), seconds)
        return self.number

    def _ring(self) -> None:
        self.number += 1
        self._news.set()
        self._news = asyncio.Event()
