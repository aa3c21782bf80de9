"""`pufa feedcheck` as officers run it: on the finished site, on feeds of other programs, on a web server of this machine."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.feedcheck.local import Limits, NotHere, local
from generator.feedcheck.rules import RULES
from generator.feedcheck.run import inspect
from tests.sites.feeds import kit


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["feedcheck", *arguments])


def test_the_finished_site_has_no_finding(site: Path) -> None:
    """Every calendar of the built site, and all of them together, pass every rule; not even a notice."""
    done = run(str(site))
    assert done.exit_code == 0, done.output[:4000]
    assert done.output == f"体检完成：{len(list(site.rglob('*.ics')))} 个日历，没有发现问题。\n"


def test_a_site_uploaded_in_part_is_found(site: Path, tmp_path: Path) -> None:
    """A calendar of last week among those of today: what differs is named with both places."""
    for path in (
        "calendars/all.ics",
        "data/events.json",
        *(f"calendars/townships/{p.name}" for p in (site / "calendars/townships").glob("*.ics")),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((site / path).read_bytes())
    assert run(str(tmp_path)).exit_code == 0
    everything = tmp_path / "calendars/all.ics"
    everything.write_bytes(everything.read_bytes().replace(b"T090000\r\n", b"T083000\r\n"))
    done = run(str(tmp_path), "--format", "json")
    assert done.exit_code == 1
    assert {"F601", "F603"} <= {f["code"] for f in json.loads(done.output)["findings"]}


def test_faults_are_shown_and_give_status_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with an error fails; one with a warning only with --strict; one with a notice never."""
    monkeypatch.chdir(kit.BAD)
    assert run("F011.ics").exit_code == 1
    assert "F011.ics:31:21 F011 DESCRIPTION 里有没转义的逗号" in run("F011.ics").output
    assert (run("F318.ics").exit_code, run("F318.ics", "--strict").exit_code) == (0, 1)
    assert (run("F110.ics").exit_code, run("F110.ics", "--strict").exit_code) == (0, 0)
    assert run("F011.ics", "--format", "github").output.startswith("::error file=F011.ics,line=31,col=21,")


def test_the_day_is_an_argument(tmp_path: Path) -> None:
    """Whether a stamp is in the future depends on --as-of."""
    (tmp_path / "a.ics").write_text(kit.good(), "utf-8", newline="")
    assert run(str(tmp_path / "a.ics"), "--as-of", "2025-12-30").output.count("F306") == 2
    assert run(str(tmp_path / "a.ics"), "--as-of", "2026-01-01").exit_code == 0


# --- feeds of other programs -----------------------------------------------------------------------------------------

START = datetime(2026, 4, 15, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_what_icalendar_writes_is_read_right(tmp_path: Path) -> None:
    """A series with an exception, an alarm and awkward text: nothing wrong but what it really leaves out."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//icalendar//ZH")
    calendar.add("version", "2.0")
    event = icalendar.Event()
    event.add("uid", "a1@example.cn")
    event.add("dtstamp", datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")))
    event.add("dtstart", START)
    event.add("duration", timedelta(hours=2))
    event.add("rrule", {"freq": "weekly", "until": datetime(2026, 6, 30, tzinfo=ZoneInfo("UTC")), "byday": "WE"})
    event.add("exdate", [START + timedelta(days=7)])
    event.add("summary", "国家安全教育日宣讲，" * 9 + "a,b;c\\d")
    event.add("description", "一\n二\n" + "普法活动安排" * 30)
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "快到了")
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    day = icalendar.Event()
    day.add("uid", "b2@example.cn")
    day.add("dtstamp", datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")))
    day.add("dtstart", date(2026, 5, 1))
    day.add("dtend", date(2026, 5, 2))
    day.add("summary", "民法典宣传日")
    for component in (event, day):
        calendar.add_component(component)
    calendar.add_missing_timezones()
    (tmp_path / "a-remind.ics").write_bytes(calendar.to_ical())
    found = inspect(str(tmp_path / "a-remind.ics"), kit.AS_OF, time.sleep).findings
    assert {f.code for f in found if f.rule.severity != "notice"} == set()
    assert {f.code for f in found} >= {"F110", "F111", "F113", "F115", "F117", "F324", "F325", "F326"}


def test_what_ical_writes_is_read_right(tmp_path: Path) -> None:
    """Of the `ical` library: lines that end in LF, the last in nothing, and no time zone; all else is as it should be."""
    from ical.calendar import Calendar
    from ical.calendar_stream import IcsCalendarStream
    from ical.event import Event
    from ical.types import Recur

    calendar = Calendar()
    calendar.events.append(
        Event(
            uid="a1",
            dtstamp=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
            start=START,
            end=START + timedelta(hours=2),
            summary="宣讲；甲,乙;丙" * 12,
        )
    )
    calendar.events.append(
        Event(
            uid="b2",
            dtstamp=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
            start=date(2026, 5, 1),
            end=date(2026, 5, 2),
            summary="民法典宣传日",
            rrule=Recur.from_rrule("FREQ=YEARLY;COUNT=3"),
        )
    )
    (tmp_path / "a.ics").write_text(IcsCalendarStream.calendar_to_ics(calendar), "utf-8", newline="")
    found = inspect(str(tmp_path / "a.ics"), kit.AS_OF, time.sleep).findings
    assert {f.code for f in found if f.rule.severity == "error"} == {"F003", "F010", "F201"}


# --- on a web server -------------------------------------------------------------------------------------------------

Serve = Callable[[BaseHTTPRequestHandler], None]
HEADERS = {"Content-Type": "text/calendar; charset=utf-8", "ETag": '"1"', "Cache-Control": "no-cache"}
BODY = kit.good().encode()


@contextmanager
def server(serve: Serve) -> Iterator[str]:
    """A web server that answers every request with `serve`. Gives the address of a calendar on it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                serve(self)
            except OSError:  # the other side has gone
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}/calendars/all.ics"
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def answer(request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes = b"") -> None:
    request.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def serving(
    without: str = "", body: bytes = BODY, *, zipped: bool = True, conditional: bool = True, **headers: str
) -> Serve:
    """A good server, but for what the arguments say."""
    said = {
        name: value
        for name, value in {**HEADERS, **{k.replace("_", "-"): v for k, v in headers.items()}}.items()
        if name != without
    }

    def serve(request: BaseHTTPRequestHandler) -> None:
        if conditional and request.headers.get("If-None-Match") == said.get("ETag", "none"):
            answer(request, 304, said)
        elif zipped and "gzip" in request.headers.get("Accept-Encoding", ""):
            answer(request, 200, {**said, "Content-Encoding": "gzip"}, gzip.compress(body))
        else:
            answer(request, 200, said, body)

    return serve


def redirecting(*targets: str) -> Serve:
    """A server where each address of a list leads to the next, and the last to the calendar."""

    def serve(request: BaseHTTPRequestHandler) -> None:
        place = request.path.lstrip("/")
        at = int(place) if place.isdigit() else -1
        if at + 1 < len(targets):
            answer(request, 302, {"Location": targets[at + 1]})
        else:
            serving()(request)

    return serve


def changing() -> Serve:
    """A server that writes the clock into every answer."""
    count = iter(range(100))

    def serve(request: BaseHTTPRequestHandler) -> None:
        serving(
            body=BODY.replace(b"DTSTAMP:20260101T000000Z", f"DTSTAMP:20260101T0000{next(count):02}Z".encode()),
            conditional=False,
        )(request)

    return serve


def short(request: BaseHTTPRequestHandler) -> None:
    """Half a body, then nothing."""
    request.send_response(200)
    request.send_header("Content-Length", str(len(BODY)))
    request.end_headers()
    request.wfile.write(BODY[:500])
    request.close_connection = True


def hanging(request: BaseHTTPRequestHandler) -> None:
    """Nothing at all."""
    time.sleep(1.5)


def dripping(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever."""
    request.send_response(200)
    request.send_header("Content-Length", "1000000")
    request.end_headers()
    drip(request, b"B" * 160)


def dripping_headers(request: BaseHTTPRequestHandler) -> None:
    """A header that never ends."""
    drip(request, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"B" * 140)


def drip(request: BaseHTTPRequestHandler, data: bytes) -> None:
    """Byte by byte for eight seconds, as long as the other side listens."""
    for at in range(len(data)):
        request.wfile.write(data[at : at + 1])
        request.wfile.flush()
        time.sleep(0.05)


def redirecting_slowly(request: BaseHTTPRequestHandler) -> None:
    """Redirects each within its own limit, together far beyond it."""
    time.sleep(0.4)
    answer(request, 302, {"Location": f"{request.path}x"})


def talking_of_something_else(request: BaseHTTPRequestHandler) -> None:
    """Another protocol."""
    request.wfile.write(b"220 mail ready\r\n")


CASES: list[tuple[str, Serve]] = [
    ("F701", lambda request: answer(request, 404, HEADERS, BODY)),
    ("F701", short),
    ("F701", hanging),
    ("F701", dripping),
    ("F701", dripping_headers),
    ("F701", redirecting_slowly),
    ("F701", talking_of_something_else),
    ("F701", serving(zipped=False, Content_Encoding="br")),
    ("F701", serving(zipped=False, Content_Encoding="gzip")),
    ("F701", lambda request: answer(request, 200, {**HEADERS, "Content-Encoding": "gzip"}, gzip.compress(BODY)[:-20])),
    ("F702", serving(Content_Type="text/plain; charset=utf-8")),
    ("F702", serving(Content_Type="text/calendar")),
    ("F702", serving(Content_Type="text/calendar; charset=gbk")),
    ("F702", serving(without="Content-Type")),
    ("F703", serving(without="ETag")),
    ("F704", serving(conditional=False)),
    ("F705", serving(zipped=False)),
    ("F706", serving(without="Cache-Control")),
    ("F706", serving(Cache_Control="public, max-age=604800")),
    ("F706", serving(Cache_Control="no-store")),
    ("F706", serving(Cache_Control="max-age=600, immutable")),
    ("F707", redirecting("/0", "/0")),
    ("F707", redirecting("/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7")),
    ("F707", redirecting("https://example.com/a.ics")),
    ("F707", redirecting("http://[::1")),
    ("F707", lambda request: answer(request, 302, {})),
    ("F708", serving(body=BODY + b"X" * 200_000)),
    ("F708", serving(body=BODY + b"X" * 200_000, zipped=False)),
    ("F709", changing()),
]
LIMITS = Limits(step=0.5, whole=1.0, size=100_000)
PATIENT = Limits(step=30.0, whole=60.0, size=100_000)
"""For servers that answer: a loaded machine must not make them look slow."""
SLOW = (hanging, dripping, dripping_headers, redirecting_slowly)


@pytest.mark.parametrize(("code", "serve"), CASES, ids=[f"{code}-{n}" for n, (code, _) in enumerate(CASES)])
def test_what_a_server_does_wrong_is_found(code: str, serve: Serve) -> None:
    """Each fault of a server is one finding of its rule, at the address, and no wait is longer than its limit."""
    begun = time.monotonic()
    with server(serve) as url:
        found = inspect(url, kit.AS_OF, lambda _: None, LIMITS if serve in SLOW else PATIENT).findings
    assert [f.code for f in found] == [code], [f.message for f in found]
    assert found[0].span.path == url
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "serve",
    [
        serving(),
        serving(Content_Type='Text/Calendar; Charset="UTF-8"', Cache_Control="max-age=86400"),
        serving(body=BODY, Cache_Control="public, max-age=300, must-revalidate"),
        redirecting("/0", "/1"),
    ],
)
def test_a_good_server_is_silent(serve: Serve) -> None:
    """Compressed, with validators and a short life, also behind a redirect on the same machine."""
    with server(serve) as url:
        report = inspect(url, kit.AS_OF, lambda _: None)
    assert (report.findings, report.feeds) == ((), 1)


def test_every_rule_of_servers_is_tried() -> None:
    """No rule of the web is without its server."""
    assert {code for code, _ in CASES} == {code for code in RULES if code.startswith("F7")}


def test_nobody_listening_is_told() -> None:
    """A port without a server."""
    with server(serving()) as url:
        pass
    found = inspect(url, kit.AS_OF, lambda _: None).findings
    assert [(f.code, f.message) for f in found] == [("F701", "连不上：这个端口上没有服务")]


@pytest.mark.parametrize("serve", [dripping, dripping_headers, redirecting_slowly])
def test_a_slow_server_is_told_in_chinese_when_time_is_over(serve: Serve) -> None:
    """However little each step takes, the whole ends at its limit."""
    begun = time.monotonic()
    with server(serve) as url:
        (found,) = inspect(url, kit.AS_OF, lambda _: None, LIMITS).findings
        assert time.monotonic() - begun < 2
    assert found.message == "太慢：一共等了 1 秒，还没有取完"


def test_what_is_no_web_server_is_told_in_chinese() -> None:
    """Neither an answer of another protocol nor none at all shows words of the library."""
    for serve, told in ((talking_of_something_else, "看不懂"), (lambda _: None, "没有回答"), (short, "没有传完")):
        with server(serve) as url:
            (found,) = inspect(url, kit.AS_OF, lambda _: None, LIMITS).findings
        assert told in found.message
        assert not any(c.isascii() and c.isalpha() for c in found.message)


@pytest.mark.parametrize("path", ["日历/全部 活动.ics?乡=城东", "%E6%97%A5%E5%8E%86/%E5%85%A8%20x.ics?a=b&c=d"])
def test_addresses_may_have_chinese_and_spaces(path: str) -> None:
    """They are encoded on the way; what is encoded already stays."""
    asked: list[str] = []

    def serve(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        serving()(request)

    with server(serve) as url:
        at = url.replace("calendars/all.ics", path)
        assert inspect(at, kit.AS_OF, lambda _: None).findings == ()
    assert {unquote(line) for line in asked} == {"/" + unquote(path)}
    assert all(line.isascii() and " " not in line for line in asked)


def test_a_redirect_may_have_chinese() -> None:
    """Some servers do not encode where they send people."""

    def serve(request: BaseHTTPRequestHandler) -> None:
        if request.path == "/calendars/all.ics":
            request.wfile.write("HTTP/1.0 302 Found\r\nLocation: /日 历.ics\r\n\r\n".encode())
        else:
            assert unquote(request.path) == "/日 历.ics"
            serving()(request)

    with server(serve) as url:
        assert inspect(url, kit.AS_OF, lambda _: None).findings == ()


def test_a_redirect_to_nowhere_has_its_own_words() -> None:
    """A missing Location is no circle."""
    with server(lambda request: answer(request, 302, {})) as url:
        (found,) = inspect(url, kit.AS_OF, lambda _: None).findings
    assert found.message == "服务器回答 302，却没有写跳转到哪里（Location）"


@pytest.mark.parametrize("target", ["localhost:8765/ok.ics", "127.0.0.1/ok.ics", "LOCALHOST:80"])
def test_an_address_without_http_is_told_what_is_missing(target: str) -> None:
    """It is taken for a file that is not there; the advice is the address in full."""
    done = run(target)
    assert done.exit_code == 1
    assert f"http://{target}" in done.output
    assert "http://" not in run("nothing.ics").output


def test_the_calendar_itself_is_looked_at_too() -> None:
    """Faults of bytes and events are found at an address as in a file, with the address as path."""
    with server(serving(body=kit.changed(("SEQUENCE:0", "SEQUENCE:x")).encode())) as url:
        found = inspect(url, kit.AS_OF, lambda _: None).findings
    assert [(f.code, str(f.span)) for f in found] == [("F307", f"{url}:24:10")]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.ics",
        "https://localhost/a.ics",
        "webcal://localhost/a.ics",
        "file:///etc/passwd",
        "http://localhost.example.com/",
        "http://127.0.0.1@example.com/",
        "http://example.com@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "http:///a.ics",
        "http://10.0.0.1/a.ics",
    ],
)
def test_only_this_machine_is_asked(url: str) -> None:
    """Other machines, other protocols and tricks with names are refused with a kind word and status 2."""
    with pytest.raises(NotHere):
        local(url)
    done = run(url)
    assert done.exit_code == 2


@pytest.mark.parametrize(
    "url", ["http://localhost/a", "http://127.0.0.1:8000/a?b=c", "http://[::1]:8000/a", "HTTP://LOCALHOST/a"]
)
def test_this_machine_has_three_names(url: str) -> None:
    """localhost and both loopback addresses."""
    assert local(url).path == "/a"


def test_the_refusal_says_what_to_do() -> None:
    """Who wants to look at a feed elsewhere is told how."""
    done = CliRunner().invoke(main, ["feedcheck", "https://example.com/a.ics"])
    assert "请先用浏览器把日历下载下来" in done.output
