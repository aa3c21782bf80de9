"""A feed as a web server gives it: what HTTP says of it, rules F701 to F709."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from generator.feedcheck.finding import Sink, short
from generator.feedcheck.local import Answer, Deadline, Limits, NotHere, ask, local

MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_DAY = 86400
_HEADERS = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip"}


@dataclass(slots=True)
class Fetched:
    """What was found at an address: the calendar's bytes (None where there is none) and where it was in the end."""

    sink: Sink
    data: bytes | None = None
    url: str = ""
    limits: Limits = field(default_factory=Limits)
    deadline: Deadline = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = Deadline(self.limits)


def fetch(url: str, pause: Callable[[float], None], limits: Limits | None = None) -> Fetched:
    """Get a feed twice and say what is wrong with how it is served. `pause` waits so many seconds before the second time."""
    fetched = Fetched(Sink(url), url=url, limits=limits or Limits())
    answer = _follow(fetched)
    if answer is None:
        return fetched
    sink = fetched.sink
    fetched.data = _unpacked(answer, fetched)
    if fetched.data is None:
        return fetched
    _type(answer.headers, sink)
    if len(fetched.data) > 1024 and "content-encoding" not in answer.headers:
        sink.add("F705", None, f"没有压缩，传了{len(answer.body)}个字节")
    _caching(answer.headers, sink)
    pause(1.1)  # a stamp of the clock differs after a second
    _again(answer, fetched)
    return fetched


def _follow(fetched: Fetched) -> Answer | None:
    """The answer at the end of all redirects, or None with the reason reported."""
    seen = {fetched.url}
    while True:
        answer = ask(fetched.url, _HEADERS, fetched.deadline, fetched.sink)
        if answer is None:
            return None
        if answer.status not in _REDIRECTS:
            break
        said = _location(answer)
        if not said:
            fetched.sink.add("F707", None, f"服务器回答 {answer.status}，却没有写跳转到哪里（Location）")
            return None
        try:
            target = urljoin(fetched.url, said)
            local(target)
        except NotHere:
            fetched.sink.add("F707", None, f"跳转到了“{short(target, 80)}”，不在这台电脑上，没有跟过去")
            return None
        except ValueError:
            fetched.sink.add("F707", None, f"跳转的地址“{short(said, 80)}”看不懂")
            return None
        if target in seen or len(seen) > MOST_REDIRECTS:
            what = "跳转绕圈" if target in seen else f"跳转超过{MOST_REDIRECTS}次"
            fetched.sink.add("F707", None, f"{what}：“{short(target, 80)}”")
            return None
        seen.add(target)
        fetched.url = target
    if answer.status != 200:
        fetched.sink.add("F701", None, f"服务器回答 {answer.status}，不是 200")
        return None
    return answer


def _location(answer: Answer) -> str:
    """Where a redirect leads. Headers are read as Latin-1; Chinese that a server left unencoded is UTF-8."""
    said = answer.headers.get("location", "").strip()
    try:
        return said.encode("latin-1").decode()
    except UnicodeError:
        return said


def _unpacked(answer: Answer, fetched: Fetched) -> bytes | None:
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding == "identity":
        return answer.body
    if coding not in ("gzip", "x-gzip"):
        fetched.sink.add("F701", None, f"压缩方式“{short(coding)}”不是请求里写的 gzip")
        return None
    unpacker = zlib.decompressobj(31)
    try:
        data = unpacker.decompress(answer.body, fetched.limits.size + 1)
    except zlib.error:
        fetched.sink.add("F701", None, "压缩的内容解不开")
        return None
    if len(data) > fetched.limits.size:
        fetched.sink.add("F708", None, f"解开后超过了 {fetched.limits.size / 1048576:.0f} MB")
        return None
    if not unpacker.eof:
        fetched.sink.add("F701", None, "压缩的内容不完整")
        return None
    return data


def _type(headers: Mapping[str, str], sink: Sink) -> None:
    kind, _, parameters = headers.get("content-type", "").partition(";")
    pairs = dict(p.strip().partition("=")[::2] for p in parameters.lower().split(";"))
    if kind.strip().lower() != "text/calendar" or pairs.get("charset", "").strip(' "') != "utf-8":
        said = f"是“{short(headers['content-type'])}”" if "content-type" in headers else "没有写"
        sink.add("F702", None, f"Content-Type {said}")


def _caching(headers: Mapping[str, str], sink: Sink) -> None:
    text = headers.get("cache-control", "")
    parts = dict(p.strip().partition("=")[::2] for p in text.lower().split(","))
    age = parts.get("max-age", "").strip('"')
    if not text:
        message = "没有写 Cache-Control"
    elif "no-store" in parts or "immutable" in parts:
        message = f"Cache-Control 是“{short(text)}”"
    elif age.isdecimal() and (len(age) > 9 or int(age) > _DAY):
        message = f"Cache-Control 是“{short(text)}”，缓存超过一天"
    else:
        return
    sink.add("F706", None, message)


def _again(answer: Answer, fetched: Fetched) -> None:
    """The second time as a phone asks: only if it has changed."""
    validators = {"If-None-Match": answer.headers.get("etag"), "If-Modified-Since": answer.headers.get("last-modified")}
    conditions = {name: value for name, value in validators.items() if value}
    if not conditions:
        fetched.sink.add("F703", None, "回答里没有 ETag，也没有 Last-Modified")
    again = ask(fetched.url, {**_HEADERS, **conditions}, fetched.deadline, fetched.sink)
    if again is None or again.status == 304:
        return
    if again.status == 200 and _unpacked(again, fetched) not in (None, fetched.data):
        fetched.sink.add("F709", None, "隔一秒再取，内容就不一样了")
    elif conditions:
        fetched.sink.add("F704", None, f"没有变，还是回答 {again.status}，不是 304")
