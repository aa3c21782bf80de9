"""One request to a web server on this machine, within limits of time and size.

Only this machine is asked: a check must not knock at strangers' doors, and it is the publisher's own server that is
looked at before the publication. No proxy is used.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urlsplit

from generator.feedcheck.finding import Sink, short
from generator.feedcheck.inspection import MAX_BYTES

HERE = ("localhost", "127.0.0.1", "::1")
_CHUNK = 1 << 16


class NotHere(ValueError):
    """An address that is not asked; the message says in Chinese what to do instead."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to wait for a single answer of the network, and for a whole request; octets of a body."""

    step: float = 10.0
    whole: float = 60.0
    size: int = MAX_BYTES


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


def ask(url: str, headers: Mapping[str, str], limits: Limits, sink: Sink) -> Answer | None:
    """One request, or None with the reason reported (F701, F708). A watch closes the connection when the whole of it takes too long, whatever hangs."""
    parts = local(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=limits.step)
    late = threading.Event()

    def stop() -> None:
        late.set()
        if connection.sock:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                return

    watch = threading.Timer(limits.whole, stop)
    watch.daemon = True
    watch.start()
    try:
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        body = _body(response, limits.size)
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


def _body(response: HTTPResponse, most: int) -> bytes | None:
    """The body, or None where it is larger than `most`."""
    parts, size = [], 0
    length = response.length  # None where the server does not say
    while chunk := response.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > most:
            return None
    if length is not None and size < length:
        raise ValueError("没有传完就断了")
    return b"".join(parts)


def _why(error: Exception | None, late: bool, limits: Limits) -> str:
    if late or isinstance(error, TimeoutError):
        seconds = limits.whole if late else limits.step
        return f"等了 {seconds:.0f} 秒没有等到"
    if isinstance(error, ConnectionRefusedError):
        return "连不上：这个端口上没有服务"
    return f"取不到：{short(str(error)) or type(error).__name__}"
