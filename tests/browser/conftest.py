"""A real browser on the finished site, served from this machine; whatever it asks for and complains about is noted."""

from __future__ import annotations

import contextlib
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.clients.tools import without
from tests.integration import whole

LEAN = (
    "--no-sandbox",
    "--disable-gpu",
    "--num-raster-threads=1",
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
)
"""One process and one painter for our own pages, which trust each other: an eighth less work for the same pictures."""
BELOW = "/county/pufa/"
"""The same site is also served below a path."""
HANDBOOK = whole.REPO / "content/guide/09-fabu.md"
POLICY = next(iter(set(re.findall(r'Content-Security-Policy "([^"]+)"', HANDBOOK.read_text("utf-8")))))


class Handler(SimpleHTTPRequestHandler):
    """Files of the site, with its own page for wrong addresses, without a word on the terminal."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(BELOW) if path.startswith(BELOW) else path)

    def send_error(self, code: int, *words: Any, **more: Any) -> None:
        if code != 404:
            super().send_error(code, *words, **more)
            return
        data = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


class StrictHandler(Handler):
    """The same with the policy of the handbook on every answer."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()


class Server(ThreadingHTTPServer):
    """Ends with the tests; a browser that hangs up early is no fault."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site."""
    return whole.built_site(tmp_path_factory) / "site"


@contextlib.contextmanager
def served(site: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a folder; its address, with a slash at the end."""
    server = Server(("127.0.0.1", 0), partial(handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the served site, with a slash at its end."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def strict_home(site: Path) -> Iterator[str]:
    """The same site from a server that sends the policy."""
    with served(site, StrictHandler) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        without("chromium")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=found, args=LEAN)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One reader's browser window: its page, and what was asked for and complained about on the way."""

    page: Page
    home: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to an address of the site and wait for it to be ready."""
        self.page.goto(self.home + address, wait_until="load")
        return self.page

    def listen(self) -> None:
        """Note every request and every complaint from now on."""
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))


def visit_with(context: BrowserContext, home: str) -> Visit:
    context.set_default_timeout(20_000)
    found = Visit(context.new_page(), home)
    found.listen()
    return found


@pytest.fixture
def visit(browser: Browser, home: str) -> Iterator[Visit]:
    """A new reader at a desk. At the end: nothing was asked of another host, and nothing went wrong in a script."""
    with browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="zh-CN", reduced_motion="reduce"
    ) as context:
        found = visit_with(context, home)
        yield found
        assert [url for url in found.asked if not url.startswith((home, "data:", "blob:"))] == []
        assert found.complaints == []


@pytest.fixture
def plain(browser: Browser, home: str) -> Iterator[Visit]:
    """A new reader whose browser runs no scripts."""
    with browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False) as context:
        yield visit_with(context, home)
