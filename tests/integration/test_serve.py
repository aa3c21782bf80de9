"""Both previews: what is edited is on the page seconds later, the browser hears of it, and a slip does not end it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import pytest

from generator.desk.preview.callers import POLICY
from tests.integration.whole import AS_OF, environment, pufa, run, small_project
from tests.signals import sigint

PATIENCE = 40
"""Seconds to wait for a change: a rebuild takes two or three, a busy machine more."""

EVENT = "events/gaq-2026-zhaoxu/"
RECORDS = "campaigns/guojia-anquan/events-2026.yml"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def read(url: str, seconds: float = 10) -> str:
    """The page, "" while there is none."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def until(found: Callable[[], bool], what: str, log: Path) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE} s\n{log.read_text('utf-8')[-3000:]}"
        time.sleep(0.2)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@contextmanager
def serving(
    words: list[str], root: Path, log: IO[bytes], scratch: Path, *, heard: bool = True
) -> Iterator[subprocess.Popen[bytes]]:
    """A running preview that hears Ctrl-C or not; whatever happens it does not stay behind."""
    env = environment(PUFA_AS_OF=AS_OF, TMPDIR=str(scratch), PYTHONUNBUFFERED="1", NO_COLOR="1")
    with sigint(heard=heard):
        process = subprocess.Popen(words, cwd=root, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def test_edits_show_within_seconds_in_mkdocs_own_preview(tmp_path: Path) -> None:
    root = small_project(tmp_path / "p")
    own = root / "site_templates/pages/event.html"
    own.parent.mkdir(parents=True)
    from generator.base.resources import templates_root

    own.write_bytes((templates_root() / "pages/event.html").read_bytes())
    scratch, log = tmp_path / "scratch", tmp_path / "log"
    scratch.mkdir()
    address = f"127.0.0.1:{free_port()}"
    home = f"http://{address}/"
    words = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    with log.open("wb") as stream, serving(words, root, stream, scratch) as process:
        until(lambda: "朝旭村" in read(home + EVENT), "the preview starts", log)
        page = read(home + EVENT)
        assert "4·15国家安全小讲堂·朝旭村" in page
        call = re.search(r"livereload\((\d+), (\d+)\);", page)
        assert call, "the page does not listen for changes"

        edit(root / RECORDS, "title: 4·15国家安全小讲堂·朝旭村", "title: 改过的名称·朝旭村")
        # The question that the browser leaves open is answered when the new site is there.
        news = read(f"{home}livereload/{call[1]}/{call[2]}", PATIENCE)
        assert int(news) > int(call[1])
        until(lambda: "改过的名称·朝旭村" in read(home + EVENT), "an edit in the records", log)
        assert "SUMMARY:" in read(home + "calendars/all.ics")
        assert "改过的名称·朝旭村" in read(home + "calendars/all.ics").replace("\r\n ", "")

        edit(root / "content/articles/jietiao.md", "。", "。新加的一句话。")
        until(lambda: "新加的一句话" in read(home + "articles/jietiao/"), "an edit in an article", log)

        edit(own, "<dt>对象</dt>", "<dt>面向谁</dt>")
        until(lambda: "<dt>面向谁</dt>" in read(home + EVENT), "an edit in a template", log)

        edit(root / RECORDS, "township: 长台镇", "township: 长抬镇")
        until(lambda: "E104" in log.read_text("utf-8"), "a fault is named", log)
        assert process.poll() is None  # MkDocs answers again when the fault is mended
        edit(root / RECORDS, "township: 长抬镇", "township: 长台镇")
        edit(root / RECORDS, "title: 改过的名称·朝旭村", "title: 改好的名称·朝旭村")
        until(lambda: "改好的名称·朝旭村" in read(home + EVENT), "the fault is mended", log)

        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0, log.read_text("utf-8")[-2000:]
    said = log.read_text("utf-8")
    assert "Traceback" not in said
    assert not (root / "site").exists()  # a preview publishes nothing
    assert list(scratch.iterdir()) == []


@dataclass
class Preview:
    """A running `pufa serve` with what a browser would do."""

    door: str
    log: Path

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        """An answer, within two seconds: its status, its headers and its words."""
        link = http.client.HTTPConnection(self.door, timeout=2)
        try:
            link.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                link.putheader(name.replace("_", "-"), value)
            link.endheaders()
            answer = link.getresponse()
            data = answer.read()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, data.decode("utf-8", "replace")
        finally:
            link.close()

    def text(self, path: str) -> str:
        """The words of an answer, "" while there is no site."""
        try:
            status, _, words = self.get(path)
        except OSError:
            return ""
        return "" if status == 503 else words

    def until(self, found: Callable[[], bool], what: str) -> None:
        until(found, what, self.log)

    @contextmanager
    def listening(self, page: str) -> Iterator[list[dict[str, str]]]:
        """What an open page is told, as it comes."""
        told: list[dict[str, str]] = []
        link = http.client.HTTPConnection(self.door, timeout=60)
        link.request("GET", f"/_pufa/events?page={quote(quote(page))}", headers={"Origin": f"http://{self.door}"})
        answer = link.getresponse()
        assert answer.getheader("content-type", "").startswith("text/event-stream")

        def hear() -> None:
            told.extend(json.loads(line[6:]) for line in answer if line.startswith(b"data: "))

        ear = threading.Thread(target=hear)
        ear.start()
        try:
            yield told
        finally:
            with suppress(OSError):
                answer.fp.raw._sock.shutdown(socket.SHUT_RDWR) if answer.fp else None  # type: ignore[attr-defined]
            ear.join(10)
            link.close()
            assert not ear.is_alive()


@contextmanager
def previewing(root: Path, tmp_path: Path, *words: str) -> Iterator[tuple[Preview, subprocess.Popen[bytes]]]:
    """`pufa serve` over a folder; at the end Ctrl-C ends it within seconds, and nothing of it is left."""
    scratch, log = tmp_path / "scratch", tmp_path / f"log-{time.monotonic_ns()}"
    scratch.mkdir(exist_ok=True)
    door = f"127.0.0.1:{free_port()}"
    command = pufa("serve", "--address", door, "--as-of", AS_OF, *words)
    with log.open("wb") as stream, serving(command, root, stream, scratch) as process:
        preview = Preview(door, log)
        preview.until(lambda: "预览地址" in log.read_text("utf-8"), "the preview starts")
        yield preview, process
        children = processes_below(process.pid)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.wait(20) == 0, log.read_text("utf-8")[-2000:]
        assert time.monotonic() - begun < 3
        assert [pid for pid in children if is_running(pid)] == []
    assert "Traceback" not in log.read_text("utf-8")
    assert list(scratch.iterdir()) == []


def processes_below(pid: int) -> list[int]:
    """The processes that one has started, where the system says so."""
    try:
        found = [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*found, *(below for child in found for below in processes_below(child))]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def builder_of(process: subprocess.Popen[bytes]) -> int:
    found = [pid for pid in processes_below(process.pid) if b"child" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return found[0]


def test_edits_and_faults_show_within_seconds(tmp_path: Path) -> None:
    """What is right is on the page, what is wrong is in the bar above the former page, and in the terminal."""
    root = small_project(tmp_path / "p")
    own = root / "site_templates/pages/event.html"
    own.parent.mkdir(parents=True)
    from generator.base.resources import templates_root

    shipped = (templates_root() / "pages/event.html").read_text("utf-8")
    own.write_text(shipped, "utf-8")
    with previewing(root, tmp_path) as (preview, _):
        status, headers, words = preview.get(f"/{EVENT}")
        assert status == 503
        assert "正在生成网页" in words
        assert headers["cache-control"] == "no-store"
        preview.until(lambda: "朝旭村" in preview.text(f"/{EVENT}"), "the first site")
        with preview.listening(f"/{EVENT}") as told, preview.listening("/about/") as elsewhere:
            preview.until(lambda: bool(told and elsewhere), "a page is told what is")
            first, other = told[-1]["seen"], elsewhere[-1]["seen"]
            assert f'data-seen="{first}"' in preview.text(f"/{EVENT}")

            edit(root / RECORDS, "title: 4·15国家安全小讲堂·朝旭村", "title: 改过的名称·朝旭村")
            preview.until(lambda: "改过的名称·朝旭村" in preview.text(f"/{EVENT}"), "an edit in the records")
            preview.until(lambda: told[-1]["seen"] != first, "the open page hears of it")
            assert "改过的名称·朝旭村" in preview.text("/calendars/all.ics").replace("\r\n ", "")

            edit(root / RECORDS, "township: 长台镇", "township: 长抬镇")
            preview.until(lambda: "E104" in told[-1]["bar"], "a fault reaches the open page")
            page = preview.text(f"/{EVENT}")
            assert "改过的名称·朝旭村" in page
            place = re.search(r"<code>(campaigns/guojia-anquan/events-2026.yml:\d+:\d+)</code>", page)
            assert place
            assert "找不到乡镇“长抬镇”" in page
            assert f"{place[1]} E104" in preview.log.read_text("utf-8")
            edit(root / RECORDS, "township: 长抬镇", "township: 长台镇")
            preview.until(lambda: "details" not in told[-1]["bar"], "the fault is mended")

            own.write_text(shipped.replace("<dt>对象</dt>", "<dt>面向谁</dt>") + "{{", "utf-8")
            preview.until(lambda: "site_templates/pages/event.html:" in told[-1]["bar"], "a fault in a template")
            own.write_text(shipped.replace("<dt>对象</dt>", "<dt>面向谁</dt>"), "utf-8")
            preview.until(lambda: "<dt>面向谁</dt>" in preview.text(f"/{EVENT}"), "an edit in a template")
            assert {message["seen"] for message in elsewhere} == {other}  # a page that stayed as it was
    assert not (root / "site").exists()  # a preview publishes nothing


def test_settings_a_killed_builder_and_files_that_come_and_go(base: Path, tmp_path: Path) -> None:
    article = base / "content/xin.md"
    with previewing(base, tmp_path) as (preview, process):
        preview.until(lambda: "pufa-bar" in preview.text("/"), "the first site")
        with preview.listening("/xin/") as told:
            article.write_text("# 新文章\n\n第一句。\n", "utf-8")
            preview.until(lambda: "第一句" in preview.text("/xin/"), "a new file")
            preview.until(
                lambda: len({message["seen"] for message in told}) == 2, "the page that was not there hears of it"
            )

            settings = (base / "mkdocs.yml").read_text("utf-8")
            (base / "mkdocs.yml").write_text(settings + "\n  - nothing\n : x", "utf-8")
            preview.until(lambda: "mkdocs.yml:" in told[-1]["bar"], "a fault in the settings")
            (base / "mkdocs.yml").write_text(settings, "utf-8")
            preview.until(lambda: "details" not in told[-1]["bar"], "the settings are mended")

        builder = builder_of(process)
        os.kill(builder, signal.SIGKILL)
        edit(article, "第一句", "第二句")
        preview.until(lambda: "第二句" in preview.text("/xin/"), "after the builder was killed")
        assert builder_of(process) != builder

        article.rename(base / "content/jiu.md")
        preview.until(lambda: "第二句" in preview.text("/jiu/"), "a page by another name")
        status, _, words = preview.get("/xin/")
        assert (status, "这一页已经没有了" in words) == (404, True)
        status, _, words = preview.get("/never/was/")
        assert (status, "这一页已经没有了" in words, "pufa-bar" in words) == (404, False, True)
        (base / "content/jiu.md").unlink()
        preview.until(lambda: preview.get("/jiu/")[0] == 404, "a deleted file")


def test_a_template_without_end_keeps_nobody_waiting(base: Path, tmp_path: Path) -> None:
    """The former page is served all the while; the mended template ends the build that never would."""
    with previewing(base, tmp_path) as (preview, process):
        preview.until(lambda: "pufa-bar" in preview.text("/"), "the first site")
        own = base / "site_templates/pages/home.html"
        own.parent.mkdir(parents=True)
        own.write_text("{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}", "utf-8")
        preview.until(lambda: "正在生成新的网页" in preview.text("/"), "the build begins")
        builder, begun = builder_of(process), time.monotonic()
        while time.monotonic() - begun < 3:
            assert preview.get("/")[0] == 200
        own.write_text("<p>改好的首页</p>", "utf-8")
        preview.until(lambda: "改好的首页" in preview.text("/"), "the mended template")
        assert not is_running(builder)


def test_the_last_good_site_is_served_at_once(base: Path, tmp_path: Path) -> None:
    """Also where the records are broken by now; and two previews of one project do not get in each other's way."""
    with previewing(base, tmp_path) as (preview, _):
        preview.until(lambda: "pufa-bar" in preview.text("/"), "the first site")
        with previewing(base, tmp_path / "scratch/..") as (second, _):
            second.until(lambda: "pufa-bar" in second.text("/"), "the second preview's own site")
    region = base / "campaigns/region.yml"
    region.write_bytes(b"code: [\n")
    with previewing(base, tmp_path) as (preview, _):
        status, _, words = preview.get("/")
        assert (status, "正在生成网页" in words) == (200, False)
        preview.until(lambda: "campaigns/region.yml:" in preview.text("/"), "the fault is named")
        assert preview.get("/")[0] == 200


def test_answers_are_those_of_a_careful_server(base: Path, tmp_path: Path) -> None:
    with previewing(base, tmp_path) as (preview, _):
        preview.until(lambda: "pufa-bar" in preview.text("/"), "the first site")
        status, headers, words = preview.get("/", "HEAD")
        assert (status, words) == (200, "")
        assert headers["content-security-policy"] == POLICY
        assert int(headers["content-length"]) > 1000
        status, headers, _ = preview.get("/calendars/all.ics")
        assert (status, headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-cache", "nosniff")
        status, again, words = preview.get("/calendars/all.ics", if_none_match=headers["etag"])
        assert (status, words, again["etag"]) == (304, "", headers["etag"])
        assert preview.get("/feeds/events.atom")[1]["content-type"] == "application/atom+xml; charset=utf-8"
        status, headers, _ = preview.get("/subscribe")
        assert (status, headers["location"]) == (307, "/subscribe/")
        assert preview.get("/_pufa/bar.css")[1]["content-type"] == "text/css; charset=utf-8"
        for path in ("/%2e%2e/", "/..%2f1.lock", "/%00", "//evil.example/", "/.pufa", "/a%5c..%5cb", "/_pufa/child.py"):
            status, headers, words = preview.get(path)
            assert (status, "location" in headers) == (404, False), path
        assert preview.get("/_pufa/events", "HEAD")[0] == 200
        assert preview.get("/", host="evil.example")[0] == 421
        assert preview.get("/_pufa/events", origin="http://evil.example")[0] == 403
        status, headers, words = preview.get("/", "POST")
        assert (status, "预览只能看" in words) == (405, True)


def test_a_taken_port_and_another_machine_s_address_get_a_sentence(base: Path, tmp_path: Path) -> None:
    with previewing(base, tmp_path) as (preview, _):
        said = run(pufa("serve", "--address", preview.door), base, status=1)
        other = re.search(r"不能在 \S+ 上预览：这个端口有别的程序在用.*pufa serve --address (127\.0\.0\.1:\d+)", said)
        assert other
        assert other[1] != preview.door
    assert "预览只给这台电脑看" in run(pufa("serve", "--address", "0.0.0.0:8000"), base, status=1)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "不像是网站文件夹" in run(pufa("serve"), empty, status=1)


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no background that is deaf to Ctrl-C, and its kill asks nobody"
)
def test_a_preview_in_the_background_says_how_to_end_it_and_tidies_up(base: Path, tmp_path: Path) -> None:
    """Behind an & in a script, Ctrl-C is not for it; what it says instead ends it, and no process and no folder stays."""
    scratch, log = tmp_path / "scratch", tmp_path / "log"
    scratch.mkdir()
    address = f"127.0.0.1:{free_port()}"
    words = pufa("serve", "--address", address)
    with log.open("wb") as stream, serving(words, base, stream, scratch, heard=False) as process:
        until(lambda: bool(read(f"http://{address}/")), "the preview starts", log)
        children = processes_below(process.pid)
        assert children
        process.send_signal(signal.SIGINT)
        time.sleep(1)
        assert process.poll() is None
        told = re.search(r"要结束，请运行：kill (\d+)", log.read_text("utf-8"))
        assert told
        assert "按 Ctrl-C 结束" not in log.read_text("utf-8")
        os.kill(int(told[1]), signal.SIGTERM)
        assert process.wait(20) == 0, log.read_text("utf-8")[-2000:]
    assert [pid for pid in children if is_running(pid)] == []
    assert "Traceback" not in log.read_text("utf-8")
    assert list(scratch.iterdir()) == []
