"""What the preview answers. The only module of Starlette; it reads files of the site's folder and nothing else."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Iterator
from typing import BinaryIO

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.desk.preview.bar import GONE, asset, bar_of, gone, waiting, with_bar
from generator.desk.preview.board import Board
from generator.desk.preview.callers import HEADERS, OWN, Door, refusal
from generator.desk.preview.looks import look_of, seen_at
from generator.desk.preview.places import TYPES, Place, below, content, opened, place_of

HEARTBEAT = 15.0
"""Seconds after which a browser that listens is told that all is well, and the server learns that it has gone."""
_HTML = TYPES[".html"]
_FRESH = {"Cache-Control": "no-store"}
_CHUNK = 1 << 20
_WHOLE = 8 << 20
"""Bytes up to which a file is read at once: on Windows nobody can replace it while it is open."""


def app(board: Board, door: Door) -> ASGIApp:
    """The preview as an ASGI application."""

    async def page(request: Request) -> Response:
        return await asyncio.to_thread(_answer, board, request.scope["raw_path"], request.headers.get("if-none-match"))

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        return Response(asset(f"bar.{name}"), media_type=TYPES[f".{name}"], headers=_FRESH)

    async def events(request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type="text/event-stream", headers=_FRESH)
        raw = request.query_params.get("page", "/").encode("utf-8", "surrogateescape")
        return StreamingResponse(_told(board, raw), media_type="text/event-stream", headers=_FRESH)

    async def wrong(_request: Request, _error: Exception) -> Response:
        return PlainTextResponse("预览出了意外的错误，这一页没有给出来。请刷新再试。", 500)

    routes = [
        Route(f"{OWN}bar.{{name}}", own, name="own"),
        Route(f"{OWN}events", events),
        Route("/{path:path}", page),
    ]
    return _Guard(Starlette(routes=routes, exception_handlers={Exception: wrong}), door)


class _Guard:
    """Refuses who may not ask, and puts the policy on every answer."""

    def __init__(self, inner: ASGIApp, door: Door) -> None:
        self.inner = inner
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in message["headers"]}
                extra = ((k.lower().encode(), v.encode()) for k, v in HEADERS.items())
                message["headers"] = [*message["headers"], *(pair for pair in extra if pair[0] not in names)]
            await send(message)

        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        refused = refusal(self.door, scope["method"], scope["path"], headers)
        answer: ASGIApp = PlainTextResponse(f"{refused.words}\n", refused.status) if refused else self.inner
        await answer(scope, receive, sent)


def _answer(board: Board, raw: bytes, known: str | None) -> Response:
    """The page or file behind an address, or a page that says why there is none."""
    folder, sight = board.folder, board.sight
    place = place_of(folder, below(raw, board.base))
    if place is not None and place.moved:
        return RedirectResponse(place.moved, 307, headers=_FRESH)
    if place is not None and place.is_page:
        page = content(folder, place.path)
        if page is not None:
            board.known.add(place.path)
            return _page(with_bar(page, bar_of(sight), look_of(folder, place.path, page)))
    elif place is not None:
        stream = opened(folder, place.path)
        if stream is not None:
            return _file(place, stream, known)
    if not sight.ready:
        return _page(waiting(sight), 503, {"Retry-After": "1"})
    if place is not None and place.path in board.known:
        return _page(gone(sight), 404)
    own = content(folder, "404.html")
    return _page(with_bar(own, bar_of(sight), GONE), 404) if own is not None else _page(gone(sight), 404)


def _page(html: bytes, status: int = 200, more: dict[str, str] | None = None) -> Response:
    return Response(html, status, media_type=_HTML, headers={**_FRESH, **(more or {})})


def _file(place: Place, stream: BinaryIO, known: str | None) -> Response:
    """A file that is no page, with a tag by which the browser may keep it."""
    state = os.fstat(stream.fileno())
    tag = f'"{state.st_size:x}-{state.st_mtime_ns:x}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag, "Content-Type": place.type}
    if known is not None and tag in known:
        stream.close()
        return Response(status_code=304, headers=headers)
    if state.st_size <= _WHOLE:
        with stream:
            return Response(stream.read(), headers=headers)
    return StreamingResponse(_chunks(stream), headers=headers)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while data := stream.read(_CHUNK):
            yield data


async def _told(board: Board, raw: bytes) -> AsyncIterator[str]:
    """What an open page listens to: the bar, and by what the page would know itself now."""
    yield "retry: 500\n\n"
    last, number = "", -1
    while not board.ended:
        number = await board.news(number, HEARTBEAT)
        place = await asyncio.to_thread(place_of, board.folder, below(raw, board.base))
        seen = await asyncio.to_thread(seen_at, board.folder, place, ready=board.sight.ready)
        told = json.dumps({"seen": seen, "bar": bar_of(board.sight)})
        yield f"data: {told}\n\n" if told != last else ": \n\n"
        last = told
