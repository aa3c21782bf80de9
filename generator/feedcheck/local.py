"""One request to a web server on this machine, within limits of time and size.

Only this machine is asked: a check must not knock at strangers' doors, and it is the publisher's own server that is
looked at before the publication. No proxy is used.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from urllib.parse import SplitResult, quote, urlsplit

from generator.feedcheck.finding import Sink, short
from generator.feedcheck.inspection import MAX_BYTES

HERE = ("localhost", "127.0.0.1", "::1")
_CHUNK = 1 << 16
_SAFE = "/%:=&?~+!$,;'@()*"
"""What stays as written in a path: its marks, and the percent signs of those who encoded already."""


class NotHere(ValueError):
    """An address that is not asked; the message says in Chinese what to do instead."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to wait for a single answer of the network, and for all requests together; octets of a body."""

    step: float = 10.0
    whole: float = 30.0
    size: int = MAX_BYTES


class Deadline:
    """When all waiting ends, by a clock that nobody sets."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._end = time.monotonic() + limits.whole

    @property
    def left(self) -> float:
        """Seconds left, 0 when it is over."""
        return max(0.0, self._end - time.monotonic())


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: status, headers by lower-case name, and the body as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def local(url: str) -> SplitResult:
    """The parts of an address on this machine. Raises NotHere for any other."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise NotHere(f"网址“{short(url)}”看不懂。请照这样写：http://localhost:8000/calendars/all.ics") from None
    if host not in HERE or parts.username is not None:
        raise NotHere(
            f"只检查这台电脑上的地址（localhost、127.0.0.1、::1），不去访问“{short(host or url)}”。"
            "请先用浏览器把日历下载下来，再检查下载的文件：pufa feedcheck 下载的文件.ics"
        )
    if parts.scheme != "http":
        raise NotHere("本机的地址请用 http:// 开头；要检查 https 的日历，请先下载下来，再检查文件。")
    return parts


def ask(url: str, headers: Mapping[str, str], deadline: Deadline, sink: Sink) -> Answer | None:
    """One request, or None with the reason reported (F701, F708). A watch closes the connection when time is over, whatever hangs."""
    limits, parts = deadline.limits, local(url)
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), _SAFE, errors="replace")
    connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=limits.step)
    late = threading.Event()
    held: list[socket.socket] = []  # the connection lets go of its socket when an answer ends with it

    def stop() -> None:
        late.set()
        for line in held:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                return

    watch = threading.Timer(deadline.left, stop)
    watch.daemon = True
    watch.start()
    try:
        connection.connect()
        held.append(connection.sock)
        if late.is_set():
            raise TimeoutError
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        body = _body(response, deadline)
        answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body or b"")
    except (OSError, HTTPException, ValueError) as error:
        body, answer = b"", None
        sink.add("F701", None, _why(error, late.is_set(), limits))
    finally:
        watch.cancel()
        connection.close()
    if answer and late.is_set():
        sink.add("F701", None, _why(None, True, limits))
        return None
    if body is None:
        sink.add("F708", None, f"超过了 {limits.size / 1048576:.0f} MB，没有取完")
        return None
    return answer


def _body(response: HTTPResponse, deadline: Deadline) -> bytes | None:
    """The body, or None where it is larger than the limit."""
    parts, size = [], 0
    length = response.length  # None where the server does not say
    while chunk := response.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > deadline.limits.size:
            return None
    if length is not None and size < length:
        raise IncompleteRead(b"", length - size)
    return b"".join(parts)


def _why(error: Exception | None, late: bool, limits: Limits) -> str:
    if late:
        return f"太慢：一共等了 {limits.whole:.0f} 秒，还没有取完"
    if isinstance(error, TimeoutError):
        return f"等了 {limits.step:.0f} 秒没有等到"
    if isinstance(error, ConnectionRefusedError):
        return "连不上：这个端口上没有服务"
    if isinstance(error, IncompleteRead):
        return "没有传完就断了"
    if isinstance(error, ConnectionError):
        return "服务器断开了，没有回答"
    if isinstance(error, HTTPException | ValueError):
        return "服务器的回答看不懂，可能不是网页服务器"
    return f"取不到：{short(str(error)) or type(error).__name__}"
