"""`pufa serve` in a real browser: thirty edits, ten of them faults, and never a page without an answer."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.base.resources import templates_root
from tests.browser.conftest import Visit, visit_with
from tests.browser.test_policy import TELL
from tests.integration.test_serve import Preview, free_port, until
from tests.integration.whole import AS_OF, environment, pufa
from tests.signals import sigint

pytestmark = pytest.mark.browser

EVENT, ARTICLE = "events/xianfa-1/", "guide/kaishi/"
EVENTS = "campaigns/xianfa/events.yml"
PATIENT = 30_000
LONGEST = 2.0
"""Seconds that a page may be without an answer."""


@dataclass
class Probe:
    """Asks for a page again and again; how long the slowest answer took, and how many there were."""

    preview: Preview
    slowest: float = 0
    count: int = 0
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.over.wait(0.05):
            begun = time.monotonic()
            try:
                status, _, words = self.preview.get(f"/{EVENT}")
                if status not in (200, 404) or "pufa-bar" not in words:
                    self.failed.append(f"{status} {words[:100]}")
            except OSError as error:
                self.failed.append(str(error))
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.count += 1


@pytest.fixture
def project(base: Path) -> Path:
    """The smallest site with a second event, two articles and a long text to scroll through."""
    with (base / EVENTS).open("a") as stream:
        stream.write(
            "- {id: xianfa-2, title: 宪法进社区, start: 2026-12-05 09:00, township: 云溪街道, place: 东门, audience: [农民]}\n"
        )
    (base / "content/guide").mkdir()
    (base / "content/guide/kaishi.md").write_text("# 怎样开始\n\n" + "一段话。\n\n" * 80, "utf-8")
    (base / "content/guide/lingyi.md").write_text("# 另一篇\n\n很短。\n", "utf-8")
    (base / "campaigns/xianfa/index.md").write_text("# 宪法宣传\n\n说明。\n", "utf-8")
    return base


@pytest.fixture
def preview(project: Path, tmp_path: Path) -> Iterator[Preview]:
    door, log = f"127.0.0.1:{free_port()}", tmp_path / "log"
    words = pufa("serve", "--address", door, "--as-of", AS_OF)
    with log.open("wb") as stream, sigint(heard=True):
        process = subprocess.Popen(words, cwd=project, env=environment(), stdout=stream, stderr=subprocess.STDOUT)
    try:
        until(lambda: "预览地址" in log.read_text("utf-8"), "the preview starts", log)
        yield Preview(door, log)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0  # with the browser's pages still open
    finally:
        process.kill()
        process.wait(10)
    assert "Traceback" not in log.read_text("utf-8")


@pytest.fixture
def desk(preview: Preview, browser: Browser) -> Iterator[Visit]:
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN") as context:
        context.add_init_script(TELL)
        found = visit_with(context, f"http://{preview.door}/")
        found.page.set_default_timeout(PATIENT)
        yield found
        assert [url for url in found.asked if not url.startswith((found.home, "data:"))] == []
        assert [words for words in found.complaints if "forbidden" in words] == []


@dataclass
class Work:
    """An officer who edits files and looks at the open page."""

    root: Path
    page: Page
    home: str
    edits: int = 0
    faults: int = 0

    def write(self, path: str, text: str) -> None:
        """As many editors do: beside the file, then by its name."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        spare = target.with_name(f".{target.name}.{self.edits}.swp")
        spare.write_text(text, "utf-8")
        os.replace(spare, target)
        self.edits += 1

    def text(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def sees(self, selector: str, words: str) -> None:
        expect(self.page.locator(selector).first).to_contain_text(words, timeout=PATIENT)

    def fault(self, path: str, text: str, place: str, code: str, heading: str) -> None:
        """A fault appears in the bar above the former page, with its place, and goes when it is mended."""
        former = self.text(path)
        self.write(path, text)
        self.sees("#pufa-bar .pufa-fault", code)
        shown = self.page.locator("#pufa-bar li").filter(has_text=code).first.inner_text()
        assert re.search(place, shown), shown
        expect(self.page.locator("h1")).to_contain_text(heading)
        self.faults += 1
        self.mended(lambda: self.write(path, former))

    def mended(self, mend: Callable[[], object]) -> None:
        mend()
        expect(self.page.locator("#pufa-bar .pufa-fault")).to_have_count(0, timeout=PATIENT)

    def stays(self, act: Callable[[], object], done: Callable[[], bool], log: Path) -> None:
        """The open page is not loaded anew by an edit that changes another page."""
        self.page.evaluate("window.stayed = true")
        act()
        until(done, "the other page changes", log)
        self.page.wait_for_timeout(300)
        assert self.page.evaluate("window.stayed") is True


def test_thirty_edits_ten_of_them_faults(project: Path, preview: Preview, desk: Visit) -> None:
    page = desk.page
    page.goto(desk.home + EVENT)
    expect(page.locator("h1")).to_have_text("宪法进农村", timeout=PATIENT)  # the waiting page has opened it by itself
    probe = Probe(preview)
    asking = threading.Thread(target=probe.run)
    asking.start()
    try:
        work = Work(project, page, desk.home)
        own_templates(work)
        other = page.context.new_page()
        other.goto(desk.home + ARTICLE)
        other.evaluate("window.stayed = true")
        right_edits(work, preview)
        faulty_edits(work)
        pages_that_come_and_go(work)
    finally:
        probe.over.set()
        asking.join()
    assert (work.edits >= 30, work.faults) == (True, 10)
    assert probe.failed == []
    assert probe.count > 100
    assert probe.slowest < LONGEST
    assert other.evaluate("window.stayed") is True  # its bytes have never changed


def own_templates(work: Work) -> None:
    """A template of the project's own, and a style, which changes no page's bytes but how it looks."""
    shipped = (templates_root() / "pages/event.html").read_text("utf-8")
    work.write("site_templates/pages/event.html", f"{shipped}<p id='own'>自己的模板</p>")
    work.sees("#own", "自己的模板")
    style = (templates_root() / "assets/pufa.css").read_text("utf-8")
    work.write("site_templates/assets/pufa.css", f"{style}#own {{ color: rgb(1, 2, 3); }}")
    expect(work.page.locator("#own")).to_have_css("color", "rgb(1, 2, 3)", timeout=PATIENT)


def right_edits(work: Work, preview: Preview) -> None:
    """What is saved is seen; the page stays where it was scrolled to; what is another page's leaves this one alone."""
    page = work.page
    work.write(EVENTS, work.text(EVENTS).replace("宪法进农村", "宪法进青石"))
    work.sees("h1", "宪法进青石")
    work.write(EVENTS, work.text(EVENTS).replace("place: 青石镇礼堂", "place: 文化礼堂"))
    work.sees("article", "文化礼堂")
    work.write(EVENTS, work.text(EVENTS).replace("11:00", "11:30"))
    work.sees("article", "11:30")
    page.set_viewport_size({"width": 390, "height": 500})
    page.evaluate("scrollTo(0, 200)")
    work.write(EVENTS, work.text(EVENTS).replace("[农民]\n", "[农民]\n  organiser: 青石司法所\n", 1))
    work.sees("article", "青石司法所")
    until(lambda: abs(page.evaluate("scrollY") - 200) < 3, "the page is where it was", preview.log)
    page.set_viewport_size({"width": 1280, "height": 900})
    work.stays(
        lambda: work.write("content/guide/lingyi.md", "# 另一篇\n\n改长了一点。\n"),
        lambda: "改长了一点" in preview.text("/guide/lingyi/"), preview.log,
    )  # fmt: skip
    work.stays(
        lambda: work.write("campaigns/xianfa/index.md", "# 宪法宣传\n\n改过的说明。\n"),
        lambda: "改过的说明" in preview.text("/campaigns/xianfa/"), preview.log,
    )  # fmt: skip


def faulty_edits(work: Work) -> None:
    """Ten faults of all kinds and their mends: twenty edits."""
    events, title = work.text(EVENTS), "宪法进青石"
    at = r"campaigns/xianfa/events\.yml:\d+:\d+"
    work.fault(EVENTS, events.replace("township: 青石镇", "township: 青石乡"), at, "E104", title)
    work.fault(EVENTS, events.replace("  place:", " place:"), at, "E003", title)
    work.fault(EVENTS, events.replace("id: xianfa-2", "id: xianfa-1"), at, "E101", title)
    work.fault(EVENTS, events.replace("2026-12-04 09:00", "2026-13-04 09:00"), at, "E02", title)
    work.fault(EVENTS, events.replace("  start: 2026-12-04 09:00\n", ""), at, "E0", title)
    work.fault(EVENTS, events.replace("  place:", "  <script>alert(1)</script>:"), at, "E021", title)
    template = work.text("site_templates/pages/event.html")
    at = r"site_templates/pages/event\.html:\d+"
    work.fault("site_templates/pages/event.html", template + "\n{% if x %}", at, "E", title)
    settings = work.text("mkdocs.yml")
    work.fault("mkdocs.yml", settings + "  x\n", r"mkdocs\.yml:\d+:\d+", "E0", title)
    work.fault("mkdocs.yml", settings + "hooks: [mend.py]\n", r"mkdocs\.yml:\d+:\d+", "E015", title)
    region = work.root / "campaigns/region.yml"
    kept = region.read_bytes()
    region.unlink()
    work.sees("#pufa-bar .pufa-fault", "campaigns/region.yml")
    expect(work.page.locator("h1")).to_contain_text(title)
    work.edits, work.faults = work.edits + 1, work.faults + 1
    work.mended(lambda: region.write_bytes(kept))


def pages_that_come_and_go(work: Work) -> None:
    """An open page whose record goes says so, leads home, and is back when the record is."""
    page, events = work.page, work.text(EVENTS)
    work.write(EVENTS, events.replace("id: xianfa-1", "id: xianfa-9"))
    work.sees("h1", "这一页已经没有了")
    page.locator("main a").click()
    expect(page).to_have_url(work.home)
    page.goto(f"{work.home}events/xianfa-9/")
    work.sees("h1", "宪法进青石")
    work.write(EVENTS, events)
    work.sees("h1", "这一页已经没有了")
    page.goto(work.home + EVENT)
    work.write(EVENTS, events[: events.index("- id: xianfa-1")] + events[events.index("- {id: xianfa-2") :])
    work.sees("h1", "这一页已经没有了")
    work.write(EVENTS, events)
    work.sees("h1", "宪法进青石")


def test_the_bar_is_for_readers_of_every_kind(project: Path, preview: Preview, desk: Visit) -> None:
    """Escaped, folded away and remembered so, inside a phone's width, without scripts, not on paper; doubts are a closed one."""
    page, events = desk.page, (project / EVENTS).read_text("utf-8")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(desk.home + EVENT)
    expect(page.locator("h1")).to_have_text("宪法进农村", timeout=PATIENT)
    many = "".join(f"- {{id: m-{n}, title: 甲{n}, start: 2026-12-05, township: 没有&lt{n}}}\n" for n in range(9))
    (project / EVENTS).write_text(events + many, "utf-8")
    fault = page.locator("#pufa-bar .pufa-fault")
    expect(fault).to_contain_text("有 9 处错误", timeout=PATIENT)
    expect(fault).to_contain_text("没有&lt0")
    assert page.locator("#pufa-bar li").count() < 9  # equal ones are told once
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    summary = page.locator("#pufa-bar summary")
    summary.click()
    assert fault.get_attribute("open") is None
    page.reload()
    expect(fault).to_be_visible()
    expect(fault).not_to_have_attribute("open", "")
    expect(page.locator("#pufa-bar li").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(fault).to_be_hidden()
    page.emulate_media(media="screen")
    with page.context.browser.new_context(java_script_enabled=False) as context:  # type: ignore[union-attr]
        plain = context.new_page()
        plain.goto(desk.home + EVENT)
        expect(plain.locator("#pufa-bar li").first).to_be_visible()
        expect(plain.locator("h1")).to_have_text("宪法进农村")
    doubtful = events.replace("place: 青石镇礼堂", "place: 青石镇礼堂 13800138000")
    (project / EVENTS).write_text(doubtful, "utf-8")
    hint = page.locator("#pufa-bar .pufa-hint")
    expect(hint).to_contain_text("提醒 1 处", timeout=PATIENT)
    assert hint.get_attribute("open") is None
    hint.locator("summary").click()
    expect(hint).to_contain_text("W205")
    (project / EVENTS).write_text(events, "utf-8")
    expect(page.locator("#pufa-bar details")).to_have_count(0, timeout=PATIENT)
