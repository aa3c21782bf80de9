"""Hostile and unlucky input: a clear Chinese message, exit status not 0, no traceback, and the last good site untouched."""

from __future__ import annotations

import csv
import errno
import html.parser
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sites import kit

from generator.base.artifacts import Planned, Slice
from generator.cli import main
from generator.decode import tables
from generator.decode.fields import MISSING, Faults, Field, Record, decode
from generator.publish import folder, staging
from generator.read.tree import Mapping, Scalar, Sequence
from tests.signals import sigint

AS_OF = ("--as-of", kit.AS_OF.isoformat())
HAN = re.compile(r"[\u4e00-\u9fff]")


def pufa(*words: str, folder: Path, timeout: float = 120, **settings: Any) -> subprocess.CompletedProcess[str]:
    """The command as an officer runs it."""
    command = [sys.executable, "-m", "generator", *words, "-C", str(folder)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=timeout, env=environment(), check=False, **settings
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": kit.python_path(), "PYTHONIOENCODING": "utf-8", "PUFA_DEBUG": ""}


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def is_clear(said: str) -> None:
    """Words for an officer: Chinese, no traceback, no name of an exception."""
    assert HAN.search(said)
    for sign in ("Traceback", 'File "', "程序出了意外的错误", "Error:"):
        assert sign not in said, said[-2000:]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site, built once; tests copy it."""
    root = kit.copy(kit.GOOD, tmp_path_factory.mktemp("hostile") / "good")
    made = pufa("build", *AS_OF, folder=root)
    assert made.returncode == 0, made.stderr
    assert (root / "site/index.html").exists()
    return root


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A project with its last good site in `site/`."""
    root = tmp_path / "project"
    shutil.copytree(built, root)
    return root


# --- every text field ---------------------------------------------------------------------------------------------

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "closing": "</title><svg/onload=alert(1)>",
    "comment": "<!-- x",
    "link": "[甲](javascript:alert(1))",
    "scheme": "JaVaScRiPt:alert(1)",
    "entity": "&#106;avascript&#58;alert(1)",
    "data": "data:text/html;base64,PHN2Zz4=",
    "direction": "甲\u202e乙",
    "zero-width": "甲\u200b乙",
    "escape": "甲\x1b[31m乙",
    "null": "甲\x00乙",
    "bell": "\x07",
    "long": "字" * 10_000,
    "tag-characters": "甲\U000e0041乙",
    "lines": "甲\r\nBEGIN:VEVENT\r\n<x>",
}
READ_LATER = {
    *(f"{name}.{key}" for name in ("活动", "台账的活动") for key in ("start", "end", "repeat")),
    *(f"重复.{key}" for key in ("every", "market", "rrule")),
    "改期.to", "更改.start", "更改.end",
}  # fmt: skip
"""Fields that need another one to be read: kept as written, and read strictly in the next step."""
FIELDS = [(record, field) for record in (*tables.ALL_RECORDS, tables.PAGE_HEAD) for field in record.fields]


def leaves(value: Any) -> Iterator[str]:
    """Every text that a decoded value holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Scalar):
        yield value.text
    elif isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)
    elif hasattr(value, "got"):
        yield from leaves(value.got)


def written(key: str, text: str) -> tuple[Scalar | Sequence | Mapping, ...]:
    """A value as a text, as an item of a list, and inside a mapping of the same key."""
    scalar = Scalar(text, 7, 3)
    return scalar, Sequence([scalar], 7, 1), Mapping([(Scalar(key, 7, 1), scalar)], 7, 1)


@pytest.mark.parametrize(("record", "field"), FIELDS, ids=[f"{r.name}.{f.key}" for r, f in FIELDS])
def test_no_field_of_any_record_takes_markup_scripts_or_hidden_marks(record: Record, field: Field) -> None:
    """Every key of every table refuses every attack at the key's own place.

    The few fields that are kept as written are read by the strict parsers of dates and codes in the next step.
    """
    for text in ATTACKS.values():
        for value in written(field.key, text):
            faults = Faults("a.yml")
            found = decode(record, Mapping([(Scalar(field.key, 7, 1), value)], 7, 1), faults)
            assert found is not None
            if field.parse is tables.raw_text or f"{record.name}.{field.key}" in READ_LATER:
                continue
            kept = found.got.get(field.key, MISSING)
            assert text not in leaves(kept)
            parts = list(leaves(kept)) if isinstance(kept, list) else []
            was_split = len(parts) > 1 and all(
                part in text or part == field.key for part in parts
            )  # its parts mean nothing
            assert was_split or [f for f in faults.found if f.code != "E022" and f.span.line == 7], text


LEDGER = {"start": "开始", "end": "结束", "repeat": "重复"}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "place",
    [
        "start",
        "end",
        "region code",
        "township code",
        "campaign folder",
        *sorted(READ_LATER - {"活动.start", "活动.end"}),
    ],
)
def test_fields_kept_as_written_are_read_strictly(base: Path, place: str, attack: str) -> None:
    """Dates and codes are refused by their parsers; a folder's name is an id."""
    text = ATTACKS[attack].replace("\x00", "").replace("\x1b", "").replace("\x07", "甲").replace("\r\n", " ")
    quoted = json.dumps(text, ensure_ascii=False)
    if place == "campaign folder":
        name = text.replace("/", "").encode()[:80].decode("utf-8", "ignore")
        kit.put(base, f"campaigns/{name}/campaign.yml", "title: 甲\n")
        wanted = {"E027", "E011"}
    elif place in ("start", "end"):
        lines = f"start: {quoted}" if place == "start" else f"start: 2026-12-05 09:00\n  end: {quoted}"
        kit.put(base, "campaigns/xianfa/events-2.yml", f"- id: e-2\n  title: 甲\n  township: 青石镇\n  {lines}\n")
        wanted = {"E024", "E011"}
    elif place.startswith("台账"):
        key = place.partition(".")[2]
        cells = {"编号": "e-2", "名称": "甲", "开始": "2026-12-05 9:00", "乡镇": "青石镇", LEDGER[key]: text}
        rows = [list(cells), list(cells.values())]
        with io.StringIO(newline="") as table:
            csv.writer(table).writerows(rows)
            kit.put(base, "campaigns/xianfa/events-2.csv", table.getvalue())
        wanted = {"E024", "E011", "E120"}
    elif place in READ_LATER:
        once = "- id: e-2\n  title: 甲\n  township: 青石镇\n  start: 2026-12-02 09:00\n  repeat: "
        week = "{every: 周, on: 星期三, until: 2026-12-30, "
        inner = {
            "活动.repeat": quoted,
            "重复.every": f"{{every: {quoted}, until: 2026-12-30}}",
            "重复.market": f"{{market: {quoted}, until: 2026-12-30}}",
            "重复.rrule": f"{{rrule: {quoted}}}",
            "改期.to": f"{week}move: [{{date: 2026-12-09, to: {quoted}}}]}}",
            "更改.start": f"{week}change: [{{date: 2026-12-09, start: {quoted}}}]}}",
            "更改.end": f"{week}change: [{{date: 2026-12-09, end: {quoted}}}]}}",
        }[place]
        kit.put(base, "campaigns/xianfa/events-2.yml", once + inner + "\n")
        wanted = {"E024", "E011", "E120"}
    else:
        path = base / "campaigns/region.yml"
        old = '"999901"' if place == "region code" else '"999901001"'
        path.write_text(path.read_text().replace(old, quoted, 1))
        wanted = {"E027"}
    said = CliRunner().invoke(main, ["check", "-C", str(base), *AS_OF], catch_exceptions=False)
    assert said.exit_code == 1
    assert wanted & {d.code for d in kit.look(base)}
    assert said.output.replace("\n", "").isprintable()


# --- hostile files ------------------------------------------------------------------------------------------------


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b"\0" * 1_048_576)
        archive.writestr("xl/workbook.xml", "<workbook/>")


def _far_cell(path: Path) -> None:
    kit.workbook(path, ("台账", [("编号", "名称", "开始", "乡镇")]))
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.active["XFD1048576"] = "x"
    book.save(path)


def _formulas(path: Path) -> None:
    kit.workbook(
        path,
        ("台账", [("编号", "名称", "开始", "乡镇"), ("x-1", '=HYPERLINK("http://evil.cn")', "2026-12-05", "青石镇")]),
    )


def _long(part: str, times: int, before: str = "", after: str = "") -> Callable[[Path], object]:
    """A part over and over, written when a test asks: as texts these would fill every worker with half a gigabyte."""
    return lambda path: path.write_bytes(before.encode() + part.encode() * times + after.encode())


def _numbered(number: int, before: str = "") -> Callable[[Path], object]:
    """So many keys, each another."""
    return lambda path: path.write_text(before + "".join(f"k{i}: v\n" for i in range(number)), "utf-8")


FILE = "campaigns/xianfa/events-9"
HEAD = "编号,名称,开始,乡镇\n"
HOSTILE: dict[str, tuple[str, bytes | str | Callable[[Path], object], set[str]]] = {
    "zero bytes yml": (".yml", b"", {"E006"}),
    "zero bytes csv": (".csv", b"", {"E006"}),
    "zero bytes xlsx": (".xlsx", b"", {"E006"}),
    "binary": (".yml", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, {"E002"}),
    "random": (".yml", bytes((i * 7919) % 251 + 1 for i in range(5000)), {"E002", "E011", "E003"}),
    "utf-32": (".yml", "- title: 甲\n".encode("utf-32"), {"E002", "E011"}),
    "billion laughs": (
        ".yml",
        "a: &a [x]\n"
        + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
        {"E004"},
    ),
    "cycle": (".yml", "&a\n- *a\n", {"E004"}),
    "deep flow": (".yml", _long("[", 1_000_000), {"E005"}),
    "deep block": (".yml", "".join("  " * i + "-\n" for i in range(500)), {"E005"}),
    "many keys": (".yml", _numbered(1_000_000), {"E005"}),
    "many unknown keys": (
        ".yml",
        _numbered(100_000, "title: 甲\n"),
        {"E021", "E005", "E022"},
    ),
    "many events": (".yml", _long("- {}\n", 50_000), {"E005", "E022"}),
    "python object": (".yml", "!!python/object/apply:os.system [touch pwned]\n", {"E004"}),
    "50 MB csv": (".csv", _long("x,甲,2026-12-05,青石镇\n", 2_200_000, HEAD), {"E005"}),
    "endless line": (".csv", _long("x", 15_000_000, HEAD), {"E022", "E027", "E007"}),
    "endless quote": (".csv", _long("x\n", 5_000_000, HEAD + '"'), {"E007"}),
    "quotes": (".csv", _long('"', 5_000_001, HEAD), {"E007"}),
    "commas": (".csv", _long(",", 15_000_000, HEAD, "x\n"), {"E005"}),
    "50 MB xlsx": (".xlsx", _long("\0", 50_000_000, "PK\x03\x04"), {"E005"}),
    "zip bomb": (".xlsx", _bomb, {"E005"}),
    "far cell": (".xlsx", _far_cell, {"E005"}),
    "corrupt xlsx": (".xlsx", b"PK\x03\x04" + bytes(range(256)) * 40, {"E007"}),
    "locked xlsx": (".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, {"E007"}),
    "formula csv": (".csv", HEAD + "x-1,\"=cmd|'/c calc'!A1\",2026-12-05,青石镇\n", {"E029"}),
    "formula xlsx": (".xlsx", _formulas, {"E029"}),
    "id out of the site": (
        ".yml",
        "- {id: ../../../etc/x, title: 甲, start: 2026-12-05, township: 青石镇}\n",
        {"E027"},
    ),
    "absolute id": (".yml", "- {id: /etc/passwd, title: 甲, start: 2026-12-05, township: 青石镇}\n", {"E027"}),
    "reserved id": (".yml", "- {id: con, title: 甲, start: 2026-12-05, township: 青石镇}\n", {"E027"}),
    "id in capitals": (".yml", "- {id: XIANFA-2026-A, title: 甲, start: 2026-12-05, township: 青石镇}\n", {"E027"}),
    "windows ledger": (
        ".csv",
        b"\xff\xfe" + (HEAD.replace("\n", "\r\n") + "A B,甲,2026-12-05,青石镇\r\n").encode("utf-16-le"),
        {"E027"},
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_stop_the_build_and_leave_the_site(project: Path, name: str) -> None:
    """Each is named with its code in well under a minute; the site in place stays as it is, byte by byte."""
    ending, content, codes = HOSTILE[name]
    path = project / (FILE + ending)
    if callable(content):
        content(path)
    else:
        kit.put(project, FILE + ending, content)
    before = tree(project / "site")
    begun = time.monotonic()
    said = CliRunner().invoke(main, ["build", "-C", str(project), *AS_OF], catch_exceptions=False)
    assert time.monotonic() - begun < 60
    assert said.exit_code == 1
    is_clear(said.output)
    assert {d.code for d in kit.look(project)} <= codes
    assert tree(project / "site") == before
    assert not list(project.rglob("pwned"))


@pytest.mark.parametrize("name", ["binary", "50 MB csv", "far cell", "deep flow", "python object"])
def test_hostile_files_through_the_command_itself(base: Path, name: str) -> None:
    """The same from a terminal: exit status 1, Chinese words, no traceback on either stream."""
    ending, content, codes = HOSTILE[name]
    if callable(content):
        content(base / (FILE + ending))
    else:
        kit.put(base, FILE + ending, content)
    said = pufa("check", *AS_OF, folder=base)
    assert said.returncode == 1
    is_clear(said.stdout)
    assert all(line.startswith("… ") for line in said.stderr.splitlines())  # what is being done now, and no more
    assert any(f" {code} " in said.stdout for code in codes)


def _links_out(root: Path) -> None:
    (root / "content/secret.md").symlink_to("/etc/passwd")


def _circle(root: Path) -> None:
    (root / "content/again").symlink_to("..")
    (root / "content/self").symlink_to(".")


def _case(root: Path) -> None:
    kit.put(root, "content/Index.md", "甲\n")


def _unicode_form(root: Path) -> None:
    kit.put(root, "content/caf\u00e9.md", "甲\n")
    kit.put(root, "content/cafe\u0301.md", "甲\n")


def _settings(text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / "mkdocs.yml"
        path.write_text(re.sub(rf"(?m)^{text.split(':', maxsplit=1)[0]}:.*\n", "", path.read_text()) + text + "\n")

    return change


def _page(text: str) -> Callable[[Path], None]:
    return lambda root: kit.put(root, "content/x.md", text)


def _gone(path: str) -> Callable[[Path], None]:
    return lambda root: os.rename(root / path, root / "gone")


BROKEN: dict[str, Callable[[Path], Any]] = {
    "link out": _links_out,
    "links in a circle": _circle,
    "same name in capitals": _case,
    "same name in another form": _unicode_form,
    "docs_dir out": _settings("docs_dir: ../.."),
    "docs_dir absolute": _settings("docs_dir: /etc"),
    "site_dir out": _settings("site_dir: ../elsewhere"),
    "site_dir absolute": _settings("site_dir: /tmp/elsewhere"),
    "no address": _settings("site_url: ''"),
    "address that runs": _settings("site_url: 'javascript:alert(1)'"),
    "name with markup": _settings("site_name: '<b>甲</b>'"),
    "other form of addresses": _settings("use_directory_urls: false"),
    "pages taken out": _settings("exclude_docs: '*.md'"),
    "no pufa in the plugins": _settings("plugins: [search]"),
    "unknown plugin": _settings("plugins: [search, pufa, nonexistent]"),
    "unknown theme": _settings("theme: {name: nonexistent}"),
    "unknown extension": _settings("markdown_extensions: [nonexistent]"),
    "deep settings": _settings("extra: " + "[" * 100_000),
    "script in a head": _page("---\n标题: <script>alert(1)</script>\n---\n甲\n"),
    "order to the theme": _page("---\ntemplate: ../../../etc/passwd\n---\n甲\n"),
    "page that claims to be a shell": _page("---\npufa_shell: event\n---\n甲\n"),
    "running link": _page("[甲](java&#115;cript:alert(1))\n"),
    "link out of the site": _page("[甲](../../../../etc/passwd)\n"),
    "no settings": _gone("mkdocs.yml"),
    "no campaigns": _gone("campaigns"),
    "no region": _gone("campaigns/region.yml"),
    "no campaign": _gone("campaigns/xianfa/campaign.yml"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_folders_stop_the_build_and_leave_the_site(project: Path, name: str) -> None:
    """Links, names, settings and pages that would lead out, clash or run."""
    BROKEN[name](project)
    before, around = tree(project / "site"), sorted(p.name for p in project.parent.iterdir())
    said = CliRunner().invoke(main, ["build", "-C", str(project), *AS_OF], catch_exceptions=False)
    assert said.exit_code == 1
    is_clear(said.output)
    assert tree(project / "site") == before
    assert sorted(p.name for p in project.parent.iterdir()) == around


# --- what passes the check must be harmless on every page -----------------------------------------------------------

QUOTES = "甲\" pwn=\"1' pwn='2 & {{7*7}} {% x %} \\u003c %s"


class Page(html.parser.HTMLParser):
    """Collects what a browser would take for an attribute or a tag of the attack."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag == "pwn" or any(n.startswith(("pwn", "on")) or not re.fullmatch(r"[a-z:@][-\w:.]*", n) for n in names):
            self.bad.append(f"{tag} {attrs}")
        self.bad += [
            f"{n}={v}"
            for n, v in attrs
            if n in ("href", "src") and v and re.match(r"\s*(java|vb)script:|data:text", v, re.IGNORECASE)
        ]


def _quoted(text: str, limit: int = 200) -> str:
    return "'" + text[:limit].replace("'", "''") + "'"


def test_quotes_and_template_marks_are_text_on_every_page(base: Path) -> None:
    """A value may hold quotes, ampersands and braces: on all pages, feeds and data they are characters and no more."""
    region = (base / "campaigns/region.yml").read_text()
    for old in ("云溪县司法局", "云溪街道", "东门社区", "云溪县普法办", "座机 0000-0000000"):
        region = region.replace(old, _quoted(QUOTES, 38))
    kit.put(base, "campaigns/region.yml", region)
    long = _quoted(QUOTES)
    kit.put(base, "campaigns/sites.yml", f"sites:\n  - id: s\n    name: {long}\n    township: 青石镇\n    kind: {_quoted(QUOTES, 18)}\n    hours: {long}\n"
            f"    summary: {long}\n    exhibits: [{{name: {long}, summary: {long}}}]\n    honours: [{{title: {long}, issuer: {long}}}]\n"
            f"trails:\n  - {{id: t, name: {long}, summary: {long}, stops: [{{site: s}}, {{name: {long}, summary: {long}}}]}}\n")  # fmt: skip
    kit.put(base, "campaigns/xianfa/campaign.yml", f"title: {long}\nperiod: {{start: 2024-01-01, end: 2028-12-31}}\nsummary: {long}\nlead: {long}\n"
            f"partners: [{_quoted(QUOTES)}]\ntasks: [{{content: {long}, owner: {long}, measure: {long}}}]\n"
            f"targets: [{{indicator: events_held, per: 乡镇, every: 年, at_least: 1, basis: {long}}}]\n")  # fmt: skip
    kit.put(base, kit.EVENTS, f"- id: e-1\n  title: {long}\n  start: 2026-12-04 09:00\n  township: 青石镇\n  place: {long}\n  laws: [{long}]\n"
            f"  organiser: {long}\n  summary: {long}\n  speaker: [{_quoted(QUOTES, 38)}]\n- id: e-2\n  title: 取消的\n  start: 2026-12-05\n"
            f"  township: 青石镇\n  status: 取消\n  note: {long}\n- id: e-3\n  title: 办过的\n  start: 2025-12-05\n  township: 青石镇\n"
            f"  status: 已办\n  result: {{summary: {long}}}\n")  # fmt: skip
    kit.put(base, "campaigns/xianfa/index.md", f"# {QUOTES}\n\n`<pwn>` <b>甲</b>\n")
    kit.put(
        base,
        "content/x.md",
        f"---\n标题: {long}\n摘要: {long}\n标签: [{_quoted(QUOTES, 18)}]\n---\n# 甲 `</title><pwn>`\n\n{QUOTES}\n",
    )
    kit.put(
        base,
        "content/y.md",
        "# 乙 `</title><pwn>`\n\n<pwn a=1>\n\n<img src=/ onerror=alert(1)><svg/onload=alert(1)>\n\n乙\n{: onclick=alert(1) }\n",
    )
    assert [d for d in kit.look(base) if d.severity == "error"] == []
    made = pufa("build", *AS_OF, folder=base)
    assert made.returncode == 0, made.stdout + made.stderr
    bad = {}
    for path in sorted((base / "site").rglob("*.html")):
        page = Page()
        text = path.read_text("utf-8")
        page.feed(text)
        if page.bad or "pwn=&#34;149" in text or re.search(r"<title>[^<]*<(?!/title>)", text):
            bad[path.relative_to(base / "site").as_posix()] = page.bad[:3]
    assert bad == {}
    for path in (base / "site").rglob("*.json"):
        json.loads(path.read_text("utf-8"))
    for path in (base / "site").rglob("*.ics"):
        assert all(re.match(rb"[A-Z-]+[;:]|[ \t]", line) for line in path.read_bytes().split(b"\r\n") if line)
    import xml.dom.minidom

    xml.dom.minidom.parse(str(base / "site/feeds/events.atom"))
    xml.dom.minidom.parse(str(base / "site/sitemap.xml"))


def test_only_pages_and_attachments_reach_the_site(base: Path) -> None:
    """What the check says will not be on the site is not on it: nothing that a browser would run, nothing left by editors."""
    names = ["evil.xhtml", "evil.html", "evil.svg", "run.mjs", "run.js", "a.json", "a.xml", "page.shtml", "page.php", "a.md.bak", "Thumbs.db",
             "data/events.json", "a.wasm", "EVIL.HTM"]  # fmt: skip
    for name in names:
        kit.put(base, f"content/{name}", "x")
    kit.put(base, "content/photo.jpg", kit.picture())
    made = pufa("build", *AS_OF, folder=base)
    assert made.returncode == 0, made.stdout + made.stderr
    site = tree(base / "site")
    assert "photo.jpg" in site
    assert [name for name in names if site.get(name) == b"x"] == []


# --- the machine fails --------------------------------------------------------------------------------------------


def change(root: Path, number: int) -> None:
    """Something for the next build to do."""
    kit.put(
        root,
        "campaigns/xianfa/events-9.yml",
        f"- {{id: x-{number}, title: 第{number}场, start: 2026-12-05, township: 青石镇}}\n",
    )


@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EIO, "I/O error"), KeyboardInterrupt()]
)
def test_a_failure_between_two_pages(project: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    """A full disk, a dying disk or Ctrl-C while pages are made: nothing of the site has changed."""
    before, real = tree(project / "site"), folder.Opened.put
    change(project, 1)

    def breaking(stream: staging.Stream) -> staging.Stream:
        def broken() -> Iterator[Planned | Slice]:
            for number, item in enumerate(stream()):
                if number == 3:
                    raise failure
                yield item

        return broken

    def put(site: folder.Opened, planned: Any, streams: Any) -> folder.Report:
        return real(site, planned, [breaking(stream) for stream in streams])

    monkeypatch.setattr(folder.Opened, "put", put)
    said = CliRunner().invoke(main, ["build", "-C", str(project), *AS_OF])
    assert said.exit_code != 0
    assert isinstance(said.exception, SystemExit | KeyboardInterrupt)
    assert "Traceback" not in said.output
    assert tree(project / "site") == before


def test_a_disk_that_is_full_while_files_are_written(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words say that the disk is full and that the site has not changed."""
    before = tree(project / "site")
    change(project, 1)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(staging, "open", full, raising=False)
    said = CliRunner().invoke(main, ["build", "-C", str(project), *AS_OF])
    assert said.exit_code != 0
    assert "磁盘满了" in said.output
    is_clear(said.output)
    assert tree(project / "site") == before


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="the system cannot limit the size of files")
def test_a_disk_that_takes_no_large_files(project: Path) -> None:
    """A limit of the system itself, met already while the theme's files are copied."""
    import resource

    before = tree(project / "site")
    change(project, 1)
    said = pufa(
        "build", *AS_OF, folder=project, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    )
    assert said.returncode != 0
    is_clear(said.stdout + said.stderr)
    assert tree(project / "site") == before


STAGES: dict[str, Callable[[Path], Path]] = {
    "the theme's pages": lambda project: kit.cache_of(project) / "layers",
    "the staged files": lambda project: project / ".site.pufa",
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("kill", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill-9"])
def test_stopped_in_the_middle(project: Path, stage: str, kill: signal.Signals) -> None:
    """A real signal while MkDocs writes, and while the pages do: the site stays, and the next build goes through."""
    before = tree(project / "site")
    change(project, 1)
    watched = STAGES[stage](project)
    command = [sys.executable, "-m", "generator", "build", *AS_OF, "-C", str(project)]
    with (
        sigint(heard=True),
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment()
        ) as run,
    ):
        while run.poll() is None and not (watched.exists() and any(watched.iterdir())):
            time.sleep(0.001)
        run.send_signal(kill)
        said, _ = run.communicate()
    assert run.returncode != 0
    after = tree(project / "site")
    if kill is signal.SIGINT:
        assert run.returncode == 130
        assert "已停止" in said
        is_clear(said)
    assert after == before
    again = pufa("build", *AS_OF, folder=project)
    assert again.returncode == 0, again.stderr
    assert (project / "site/events/x-1/index.html").exists()
    assert sorted(p.name for p in project.iterdir()) == ["campaigns", "content", "mkdocs.yml", "site"]


def test_a_project_that_may_not_be_written(project: Path, tmp_path: Path) -> None:
    """Checked by a user who may only read: the check works without a cache."""
    if os.getuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can become nobody")
    for spot in (tmp_path, *tmp_path.parents):
        if spot.stat().st_uid == 0 and spot != Path("/") and spot.is_relative_to("/tmp"):
            spot.chmod(spot.stat().st_mode | 0o055)
    command = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        sys.executable,
        "-m",
        "generator",
        "check",
        *AS_OF,
        "-C",
        str(project),
    ]
    said = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    if "Permission denied" in said.stderr and "python" in said.stderr:
        pytest.skip("nobody may not run this Python")
    assert said.returncode == 0, said.stdout + said.stderr
    (project / "campaigns/xianfa").chmod(0o700)
    said = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert said.returncode == 1
    assert "E001 打不开文件夹（没有权限）" in said.stdout
    is_clear(said.stdout + said.stderr)
