"""One build at a time, whatever becomes of it: the board says it, and the next change finds somebody who builds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from generator.desk.preview.answer import Answer
from generator.desk.preview.bar import Sight
from generator.desk.preview.board import Board
from generator.desk.preview.builder import BuilderLost
from generator.desk.preview.turns import Patience, Turn
from generator.desk.preview.works import Works
from tests.unit.desk_kit import alone

GOOD, BAD = Answer(True, files=1, written=1), Answer(False, errors=1, text=("E104 甲", "错误 1 处"))
Script = Callable[[int], Awaitable[Answer]]


class Actor:
    """Plays the builder."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[dict[str, Any]] = []
        self.running = 0

    async def build(self, question: dict[str, Any]) -> Answer:
        self.asked.append(question)
        self.running += 1
        assert self.running == 1, "two builds at a time"
        try:
            return await self.script(len(self.asked))
        finally:
            self.running -= 1

    async def end(self) -> None:
        """Nothing to end."""


def play(folder: Path, script: Script, act: Callable[[Works], Awaitable[None]]) -> tuple[Works, Actor, list[str]]:
    said: list[str] = []

    async def run() -> tuple[Works, Actor]:
        works, actor = Works(Board(folder), folder, None, said.append, lambda _: None), Actor(script)
        works.builder = actor  # type: ignore[assignment]
        await act(works)
        await asyncio.sleep(0.02)
        await works.end()
        return works, actor

    return (*alone(run()), said)


async def slowly(_: int) -> Answer:
    await asyncio.sleep(0.05)
    return GOOD


def test_three_hundred_changes_are_two_builds(tmp_path: Path):
    async def act(works: Works) -> None:
        for _ in range(300):
            works.changed()
            await asyncio.sleep(0)
        assert works.board.sight.busy
        await asyncio.sleep(0.15)

    works, actor, _ = play(tmp_path, slowly, act)
    assert len(actor.asked) == 2
    assert (works.turn, works.board.sight.busy) == (Turn.IDLE, False)


def test_a_lost_builder_is_told_and_the_next_change_is_built(tmp_path: Path):
    async def script(turn: int) -> Answer:
        if turn == 1:
            raise BuilderLost("信号 9")
        if turn == 2:
            raise RuntimeError("不该有的")
        return GOOD

    async def act(works: Works) -> None:
        works.changed()
        await asyncio.sleep(0.02)
        assert "信号 9" in works.board.sight.trouble
        works.changed()
        await asyncio.sleep(0.02)
        assert "不该有的" in works.board.sight.trouble
        works.changed()

    works, _, said = play(tmp_path, script, act)
    assert works.board.sight == Sight(GOOD)
    assert any("信号 9" in words for words in said)


def test_a_build_without_end_gives_way_to_a_newer_change(tmp_path: Path):
    async def script(turn: int) -> Answer:
        if turn == 1:
            await asyncio.sleep(60)
        return GOOD

    async def act(works: Works) -> None:
        works.patience = Quick()
        works.changed()
        await asyncio.sleep(0.03)
        works.changed()
        await asyncio.sleep(0.1)

    works, actor, _ = play(tmp_path, script, act)
    assert len(actor.asked) == 2
    assert works.board.sight == Sight(GOOD)


def test_a_build_without_end_is_ended_in_any_case(tmp_path: Path):
    async def act(works: Works) -> None:
        works.patience = Quick()
        works.changed()
        await asyncio.sleep(0.5)

    works, _, said = play(tmp_path, lambda _: asyncio.sleep(60, GOOD), act)
    assert "走不完的循环" in works.board.sight.trouble
    assert works.turn is Turn.IDLE
    assert len(said) == 1


class Quick(Patience):
    """Patience of split seconds."""

    __slots__ = ()
    overtake = 0.05  # type: ignore[assignment]
    limit = 0.3  # type: ignore[assignment]


def test_the_terminal_hears_only_what_is_new(tmp_path: Path):
    notice = Answer(True, text=("提示 乙", "没有问题"), files=1)

    async def script(turn: int) -> Answer:
        return (notice, BAD, BAD, notice, BAD)[turn - 1]

    async def act(works: Works) -> None:
        for _ in range(5):
            works.changed()
            await asyncio.sleep(0.01)

    _, _, said = play(tmp_path, script, act)
    assert [words for words in said if "乙" in words] == ["提示 乙\n\n没有问题"]
    assert sum("E104 甲" in words for words in said) == 2  # told again once it had been mended


def test_a_new_day_is_a_new_build(tmp_path: Path):
    async def script(turn: int) -> Answer:
        return Answer(True, tomorrow=1 if turn == 1 else 9e12)

    async def act(works: Works) -> None:
        works.changed()
        await asyncio.sleep(0.01)
        day = asyncio.ensure_future(works.keep_the_day())
        await asyncio.sleep(0.02)
        day.cancel()

    _, actor, _ = play(tmp_path, script, act)
    assert len(actor.asked) == 2


def test_whoever_waits_for_news_gets_them_and_is_let_go_at_the_end(tmp_path: Path):
    async def run() -> None:
        board = Board(tmp_path)
        number = await board.news(-1, 0)
        assert await board.news(number, 0.01) == number
        waiting = asyncio.ensure_future(board.news(number, 10))
        await asyncio.sleep(0)
        board.post(Sight(busy=True))
        assert await waiting == number + 1
        board.post(Sight(busy=True))  # nothing new
        assert await board.news(number + 1, 0.01) == number + 1
        ending = asyncio.ensure_future(board.news(number + 1, 10))
        await asyncio.sleep(0)
        board.end()
        await asyncio.wait_for(ending, 1)
        assert board.ended

    alone(run())
