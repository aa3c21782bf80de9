"""The settings of the handbook in real servers, and readers who never notice that the site changes under them."""

from __future__ import annotations

import http.client
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from generator.base.cache import Cache
from generator.publish.folder import planned, put
from generator.publish.stroke import MARK, open_place
from tests.integration import servers
from tests.integration.servers import Server

LONG = "普法日历，法治文化阵地。" * 200
PAGE = f"<!doctype html><title>首页</title>{LONG}"
FILES = {
    MARK: f"body {{}} /* {LONG} */",
    "index.html": PAGE,
    "404.html": f"<!doctype html><title>没有这一页</title>{LONG}",
    "guide/法治文化/index.html": PAGE,
    "calendars/all.ics": f"BEGIN:VCALENDAR\r\nX-A:{LONG}\r\nEND:VCALENDAR\r\n",
    "calendars/audiences/青少年.ics": f"BEGIN:VCALENDAR\r\nX-B:{LONG}\r\nEND:VCALENDAR\r\n",
    "feeds/events.atom": f"<feed>{LONG}</feed>",
    "feeds/events.json": f'{{"title": "{LONG}"}}',
    "data/events.csv": f"编号\r\n{LONG}\r\n",
    "data/coverage.sql": f"-- {LONG}",
    "sitemap.xml": f"<urlset>{LONG}</urlset>",
    "assets/图.svg": f"<svg>{LONG}</svg>",
    "assets/pufa/pufa.js": f"// {LONG}",
    "assets/stylesheets/main.57a0d79d.min.css": f"/* {LONG} */",
    "assets/javascripts/bundle.a5f9d56c.min.js": f"/* {LONG} */",
    ".pufa-publication.json": "{}",
    ".git/config": "[core]",
    "guide/.env": "x",
    ".well-known/acme-challenge/token": "token",
}
TYPES = {
    "html": {"text/html; charset=utf-8"},
    "ics": {"text/calendar; charset=utf-8"},
    "atom": {"application/atom+xml; charset=utf-8"},
    "json": {"application/json; charset=utf-8"},
    "csv": {"text/csv; charset=utf-8"},
    "css": {"text/css; charset=utf-8"},
    "sql": {"text/plain; charset=utf-8"},
    "svg": {"image/svg+xml; charset=utf-8", "image/svg+xml"},  # SVG says itself what it is written in
    "js": {"application/javascript; charset=utf-8", "text/javascript; charset=utf-8"},
    "xml": {"text/xml; charset=utf-8", "application/xml; charset=utf-8"},
}


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    """A folder that servers may read, though they run as nobody."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module", params=servers.SERVERS)
def server(request: pytest.FixtureRequest, base: Path) -> Iterator[Server]:
    root, home = base / request.param / "网 站", base / request.param / "home"
    home.mkdir(parents=True)
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    (root / "empty").mkdir()
    with servers.running(request.param, home, root) as running:
        yield running


SHOWN = [path for path in FILES if not re.search(r"(^|/)\.", path)]


def test_a_file_comes_whole_with_its_type(server: Server) -> None:
    """Also where its name is Chinese; type and character set as phones want them, and no guessing allowed."""
    for path in SHOWN:
        answer = server.ask(f"/{path}")
        assert (answer.status, answer.body) == (200, FILES[path].encode()), path
        assert answer.headers["content-type"].lower() in TYPES[path.rpartition(".")[2]], path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["etag"]
        assert answer.headers["last-modified"]


@pytest.mark.parametrize("packing", ["identity", "gzip"])
def test_what_has_not_changed_is_not_sent_again(server: Server, packing: str) -> None:
    """Asked by ETag, or by time alone, with compression or without: 304 and not a byte; another ETag brings it all."""
    for path in SHOWN:
        first = server.ask(f"/{path}", Accept_Encoding=packing)
        for question in (
            {"If_None_Match": first.headers["etag"]},
            {"If_Modified_Since": first.headers["last-modified"]},
        ):
            again = server.ask(f"/{path}", Accept_Encoding=packing, **question)
            assert (again.status, again.body) == (304, b""), (path, question)
            assert again.headers["cache-control"] == first.headers["cache-control"]
        other = server.ask(f"/{path}", Accept_Encoding=packing, If_None_Match='"other"')
        assert (other.status, other.body) == (200, FILES[path].encode())


POLICY = (
    "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
PROMISED = {"content-security-policy": POLICY, "referrer-policy": "same-origin", "x-content-type-options": "nosniff"}


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_browsers_are_told_what_pages_may_do(server: Server, tls: bool) -> None:
    """On every kind of file, and where there is none; that TLS is to be used, only over TLS."""
    told = {**PROMISED, **({"strict-transport-security": "max-age=31536000"} if tls else {})}
    for path in (*SHOWN, "没有这一页/", ".git/config", "calendars/nothing"):
        answer = server.ask(f"/{path}", tls=tls)
        assert answer.status == (200 if path in FILES and path in SHOWN else 404), path
        assert {name: answer.headers.get(name) for name in told} == told, path
        assert ("strict-transport-security" in answer.headers) == tls, path


def test_what_was_told_still_holds_when_nothing_has_changed(server: Server) -> None:
    """With an answer 304 a server may say it again (Apache leaves it out: the browser has kept it); never otherwise."""
    for path in SHOWN:
        first = server.ask(f"/{path}")
        again = server.ask(f"/{path}", If_None_Match=first.headers["etag"])
        assert again.status == 304, path
        said = {name: again.headers[name] for name in PROMISED if name in again.headers}
        assert said.items() <= PROMISED.items(), path
        assert said or server.name == "apache", path


def test_text_is_packed(server: Server) -> None:
    """For those who ask for it, and a cache on the way is told that there are two forms."""
    for path in SHOWN:
        answer = server.ask(f"/{path}", Accept_Encoding="gzip")
        assert answer.body == FILES[path].encode()
        assert answer.headers.get("content-encoding") == "gzip", path
        assert "accept-encoding" in answer.headers["vary"].lower()


def test_how_long_it_may_be_kept(server: Server) -> None:
    """Named after their content: a year. All else is asked for each time, so that a cancelled event shows at once."""
    for path in SHOWN:
        said = server.ask(f"/{path}").headers["cache-control"]
        assert said == ("max-age=31536000" if ".min." in path else "no-cache"), path


@pytest.mark.parametrize("path", ["/没有这一页/", "/nothing.ics", "/calendars/nothing", "/assets/none.57a0d79d.min.js"])
def test_what_is_not_there(server: Server, path: str) -> None:
    """The site's own page for it, with the right code."""
    answer = server.ask(path)
    assert (answer.status, answer.body) == (404, FILES["404.html"].encode())
    assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"
    assert answer.headers.get("cache-control", "no-cache") == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/.pufa-publication.json", "/.git/config", "/guide/.env", "/.htaccess", "/.git/", "/.well-known/../.git/config"],
)
def test_hidden_files_stay_hidden(server: Server, path: str) -> None:
    """As if they were not there."""
    assert server.ask(path).status in (400, 404)


def test_what_is_well_known_is_shown(server: Server) -> None:
    """Certificates are given out on the strength of it."""
    answer = server.ask("/.well-known/acme-challenge/token")
    assert (answer.status, answer.body) == (200, b"token")


def test_folders(server: Server) -> None:
    """A folder shows its page, without the last slash it leads there on the same address, and none lists its files."""
    assert server.ask("/guide/法治文化/").body == PAGE.encode()
    led = server.ask("/guide/法治文化")
    assert led.status in (301, 302, 307, 308)
    assert urljoin(f"http://127.0.0.1:{server.port}/guide/", unquote(led.headers["location"])) == (
        f"http://127.0.0.1:{server.port}/guide/法治文化/"
    )
    for path in ("/empty/", "/calendars/"):
        answer = server.ask(path)
        assert answer.status in (403, 404)
        assert b"all.ics" not in answer.body


TEXTS = tuple("".join(f"{word}{i}\n" for i in range(9000)) for word in "甲乙")  # of one size: only their times differ


def version(number: int) -> dict[str, str]:
    """A site in which every file says from its first line to its last which publication it is; some files come and go."""
    paths = [MARK, "index.html", "404.html", "日历/all.ics", *(f"events/{i}/index.html" for i in range(20))]
    return dict.fromkeys([*paths, f"events/only-{number % 2}.html"], TEXTS[number % 2])


class Reader(threading.Thread):
    """Reads several files in turn, over one connection or over a new one each time, and notes what is not right.

    It goes on until `enough` is set, and for 250 reads at the least.
    """

    PATHS = ("/", "/日历/all.ics", "/events/3/", "/events/17/", f"/{MARK}")

    def __init__(self, server: Server, enough: threading.Event, *, keep: bool) -> None:
        super().__init__(daemon=True)
        self.server, self.enough, self.keep, self.reads = server, enough, keep, 0
        self.wrong: list[str] = []
        self.seen: dict[str, dict[str, str]] = {path: {} for path in self.PATHS}

    def run(self) -> None:
        connection = self.server.connect()
        while self.reads < 250 or not self.enough.is_set():
            self.reads += 1
            path = self.PATHS[self.reads % len(self.PATHS)]
            try:
                self.look(path, servers.ask(connection, path))
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(f"{path}: {error!r}")
            if not self.keep:
                connection.close()
            time.sleep(0.005)  # leave the publications some time
        connection.close()

    def look(self, path: str, answer: servers.Answer) -> None:
        text = answer.body.decode("utf-8", "replace")
        if answer.status != 200 or text not in TEXTS:
            self.wrong.append(f"{path}: {answer.status}, {len(text)} characters, {set(text)}")
        elif self.seen[path].setdefault(answer.headers["etag"], text[0]) != text[0]:
            self.wrong.append(f"{path}: one ETag for two contents")


def test_fifty_publications_under_the_eyes_of_readers(base: Path) -> None:
    """A thousand reads while the site is published fifty times: not one torn, mixed, missing, or with a stale ETag."""
    live, home, cache = base / "live" / "网站", base / "live" / "home", Cache(base / "cache", "k")
    home.mkdir(parents=True)

    def publish(number: int) -> None:
        with open_place(live) as place:
            put(place.begin(), [planned(p, t.encode()) for p, t in version(number).items()], cache, mark=MARK)
            assert place.commit(str(number)).at_once

    publish(0)
    with servers.running("nginx", home, live) as server:
        enough = threading.Event()
        readers = [Reader(server, enough, keep=keep) for keep in (True, False, True, False)]
        for reader in readers:
            reader.start()
        try:
            for number in range(1, 51):
                publish(number)
                if number % 10 == 0:
                    with open_place(live) as place:
                        assert place.roll_back().at_once
        finally:
            enough.set()
            for reader in readers:
                reader.join(20)
    wrong = [line for reader in readers for line in reader.wrong]
    assert not wrong, wrong[:5]
    assert sum(reader.reads for reader in readers) >= 1000
    for reader in readers:
        assert [set(etags.values()) for etags in reader.seen.values()] == [{"甲", "乙"}] * len(Reader.PATHS)
