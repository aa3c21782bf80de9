"""Builds what has changed, one build at a time, and puts up what came of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.desk.preview.answer import Answer
from generator.desk.preview.board import Board
from generator.desk.preview.builder import Builder, BuilderLost
from generator.desk.preview.turns import Patience, Turn, on_change, on_end

Say = Callable[[str], None]
_TICK = 20.0
"""Seconds between two looks at the clock: a machine that slept over midnight must hear of it."""


class Works:
    """From `changed` to the board. `told` hears each answer, `say` speaks to the terminal."""

    def __init__(
        self, board: Board, folder: Path, as_of: date | None, say: Say, told: Callable[[Answer], None]
    ) -> None:
        self.board = board
        self.folder = folder
        self.as_of = as_of
        self.say = say
        self.told = told
        self.builder = Builder(self._progress)
        self.turn = Turn.IDLE
        self.patience = Patience()
        self._begun = 0.0
        self._task: asyncio.Task[None] | None = None
        self._build: asyncio.Future[Answer] | None = None
        self._newer = asyncio.Event()
        self._said: dict[bool, tuple[str, ...]] = {True: (), False: ()}
        """What was last said of a site that was built, and of the faults that keep it from being built."""
        self._first = True

    def changed(self) -> None:
        """Something has changed, or a new day has begun: build, after the present build if there is one."""
        idle = self.turn is Turn.IDLE
        self.turn = on_change(self.turn)
        self._newer.set()
        if idle:
            self._task = asyncio.ensure_future(self._until_idle())

    async def keep_the_day(self) -> None:
        """Build anew when the region's next day begins, once for each day: a build that is lost is not tried again by itself."""
        begun = 0.0
        while self.as_of is None:
            answer = self.board.sight.answer
            due = answer is not None and begun < answer.tomorrow <= time.time()
            if answer is not None and due and self.turn is Turn.IDLE:
                begun = answer.tomorrow
                self.changed()
            await asyncio.sleep(_TICK)

    async def end(self) -> None:
        """Stop building and end the builder."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.builder.end()

    async def _until_idle(self) -> None:
        while self.turn is not Turn.IDLE:
            self.turn = Turn.BUILDING
            self._newer.clear()
            self._begun = time.monotonic()
            self.board.post(replace(self.board.sight, busy=True))
            try:
                self._take(await self._once())
            except BuilderLost as lost:
                self._trouble(f"生成网页的程序停了（{lost}）")
            except TimeoutError as late:
                if late.args:
                    self._trouble(str(late))
            except Exception as error:  # noqa: BLE001 - the next change must find somebody who builds
                self._trouble(f"预览出了意外的错误（{type(error).__name__}: {error}）")
            self.turn = on_end(self.turn)

    async def _once(self) -> Answer:
        """One build. Raises `BuilderLost`, and `TimeoutError`: with words where it took too long, without where a newer change ended it."""
        question: dict[str, Any] = {"folder": str(self.folder), "out": str(self.board.folder)}
        question |= {"as_of": self.as_of.isoformat()} if self.as_of else {"now": time.time()}
        building = asyncio.ensure_future(self.builder.build(question))
        newer = asyncio.ensure_future(self._newer.wait())
        try:
            await asyncio.wait((building,), timeout=self.patience.overtake)
            if not building.done():
                left = self.patience.limit - self.patience.overtake
                await asyncio.wait((building, newer), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if building.done():
                return building.result()
            if newer.done():
                self.patience = self.patience.after_overtaking()
                raise TimeoutError
            seconds = time.monotonic() - self._begun
            raise TimeoutError(f"生成网页用了 {seconds:.0f} 秒还没有做完，停下了，多半是网页模板里有走不完的循环")
        finally:
            newer.cancel()
            if not building.done():
                building.cancel()
                await asyncio.gather(building, return_exceptions=True)

    def _take(self, answer: Answer) -> None:
        self.patience = self.patience.after(answer.seconds)
        self._first = False
        self.board.look()
        self.board.post(replace(self.board.sight, answer=answer, busy=False, trouble=""))
        self.told(answer)
        said = (*answer.text, *filter(None, (answer.fault,)), *(f"MkDocs 提醒：{note}" for note in answer.notes))
        former, self._said[answer.built] = self._said[answer.built], said
        new = [words for words in said if words not in former]
        if new:
            self.say("\n\n".join(new))
        if answer.built:
            self._said[False] = ()
        if not answer.built:
            self.say("网页没有更新，预览还是以前的。改好，存盘，会自己再来一次。")
        elif answer.written or answer.removed:
            counts = f"{answer.files} 个文件，更新 {answer.written}，移除 {answer.removed}"
            self.say(f"网页已更新：用时 {answer.seconds:.1f} 秒（{counts}）。")
        else:
            self.say(f"网页没有变化：用时 {answer.seconds:.1f} 秒。")

    def _trouble(self, words: str) -> None:
        self.board.look()
        self.board.post(replace(self.board.sight, busy=False, trouble=words))
        self.say(f"{words}。预览还是以前的；改好文件，存盘，会重新生成。")

    def _progress(self, words: str) -> None:
        if self._first:
            self.say(f"… {words}")
