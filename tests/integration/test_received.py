"""A folder that comes from a stranger, through every command: nothing in it runs, nothing outside changes or is read, and each refusal says why."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import py_compile
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sites import kit

from tests.integration.test_hostile import environment, is_clear, tree
from tests.signals import sigint

AS_OF = ("--as-of", kit.AS_OF.isoformat())
SECRET = "the officer's own letter"
OUR_OWN = ("key", "project")


EACH = """
import json, os, sys, tempfile
from generator.cli import run
from generator.commands import build, publish, report, sample, snapshot
for line in sys.stdin:
    with tempfile.TemporaryFile() as said:
        pid = os.fork()
        if not pid:
            os.dup2(said.fileno(), 1), os.dup2(said.fileno(), 2), os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            sys.argv = ["pufa", *json.loads(line)]
            run()
            sys.exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        said.seek(0)
        print(json.dumps([status, said.read().decode()]), flush=True)
"""
"""Reads the program once, then runs every line of its input as a command in a copy of itself: a start costs half a second."""


@dataclass(frozen=True)
class Desk:
    """An officer's desk: the received folder, and what lies outside of it."""

    root: Path
    outside: Path
    mark: Path
    """A file that hostile code would make."""

    def pufa(self, *words: str, cwd: Path | None = None, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """A command, run in the received folder as officers do."""
        return subprocess.run(
            [sys.executable, "-m", "generator", *words],
            cwd=cwd or self.root, capture_output=True, text=True, timeout=timeout, env=self.environment(), check=False,
        )  # fmt: skip

    def each(self, commands: Iterable[tuple[str, ...]]) -> list[subprocess.CompletedProcess[str]]:
        """Commands one after the other, each in a fresh process, which is copied from one that has read the program."""
        done = []
        words = [sys.executable, "-c", EACH]
        with subprocess.Popen(
            words, cwd=self.root, env=self.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as copier:
            assert copier.stdin is not None
            assert copier.stdout is not None
            for command in commands:
                copier.stdin.write(json.dumps(command) + "\n")
                copier.stdin.flush()
                status, said = json.loads(copier.stdout.readline())
                done.append(subprocess.CompletedProcess(command, status, said))
            copier.stdin.close()
        return done

    def environment(self) -> dict[str, str]:
        home = self.outside / "home"
        return {
            **environment(),
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
        }


@pytest.fixture
def desk(base: Path, tmp_path: Path) -> Iterator[Desk]:
    """Afterwards: nothing ran, and outside nothing has changed but this program's own cache."""
    outside = tmp_path / "outside"
    for name in ("letters/index.html", "letters/letter.doc", "letters/assets/pufa/pufa.css", "home/.profile"):
        kit.put(outside, name, SECRET)
    found = Desk(base, outside, tmp_path / "ran")
    before = tree(outside)
    yield found
    assert not found.mark.exists()
    after = {
        path: data
        for path, data in tree(outside).items()
        if not path.startswith(("home/cache/pufa/", "home/config/pufa/"))
    }
    assert after == before


def runs(desk: Desk) -> str:
    """Python that leaves its mark."""
    return f"open({str(desk.mark)!r}, 'w').close()\n"


class Bomb:
    """Runs a command when its pickle is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch '{self.mark}'",)


def rewritten_cache(desk: Desk) -> None:
    """What former versions kept in the folder, each entry with its right sum and code inside; and compiled templates."""
    data = pickle.dumps(Bomb(desk.mark))
    for kind in ("parsed", "manifest", "layer", "coverage", "register", "reports", "templates"):
        for name in ("a", hashlib.blake2b(b"x", digest_size=16).hexdigest(), "__jinja2_x.cache"):
            kit.put(desk.root, f".pufa-cache/{kind}/{name}", hashlib.blake2b(data, digest_size=16).digest() + data)


def links_in_cache(desk: Desk) -> None:
    for kind in ("parsed", "templates", "scratch", "layers", "manifest"):
        kit.put(desk.root, ".pufa-cache/x", "x")
        (desk.root / ".pufa-cache" / kind).symlink_to(desk.outside / "letters")


def links_in_content(desk: Desk) -> None:
    (desk.root / "content/a.pdf").symlink_to(desk.outside / "letters/letter.doc")
    (desk.root / "content/letters").symlink_to(desk.outside / "letters")
    (desk.root / "campaigns/snapshots").symlink_to(desk.outside / "letters")
    (desk.root / "campaigns/inspections").symlink_to(desk.outside / "letters")
    (desk.root / "campaigns/published.json").symlink_to(desk.outside / "letters/letter.doc")


def pipes(desk: Desk) -> None:
    for name in (
        "content/a.pdf",
        "content/b.md",
        "campaigns/xianfa/c.jpg",
        "campaigns/xianfa/events-2.csv",
        "site_templates/pages/event.html",
    ):
        (desk.root / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(desk.root / name)


def hook(desk: Desk) -> None:
    kit.put(desk.root, "tools/mend.py", runs(desk))
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write("hooks: [tools/mend.py]\n")


def yaml_tags(desk: Desk) -> None:
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write(f"extra:\n  x: !!python/object/apply:os.system [\"touch '{desk.mark}'\"]\n")


def inherited(desk: Desk) -> None:
    kit.put(desk.root, "shared/base.yml", "hooks: [mend.py]\n")
    kit.put(desk.root, "mend.py", runs(desk))
    text = (desk.root / "mkdocs.yml").read_text()
    (desk.root / "mkdocs.yml").write_text(f"INHERIT: shared/base.yml\n{text}")


def merged(desk: Desk) -> None:
    kit.put(desk.root, "mend.py", runs(desk))
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write("<<: {hooks: [mend.py]}\n")


def hidden_settings(desk: Desk) -> None:
    """PyYAML's two parsers read this differently: one sees a text, the other, which MkDocs uses, a hook."""
    kit.put(desk.root, "mend.py", runs(desk))
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write('site_description:\n\ufeff"a: 1\nhooks: [mend.py]\nsite_author: " #"\n')


def another_docs_dir(desk: Desk) -> None:
    """MkDocs would take the blanks as part of the name."""
    text = (desk.root / "mkdocs.yml").read_text()
    (desk.root / "mkdocs.yml").write_text(text.replace("docs_dir: content", 'docs_dir: " content "'))
    kit.put(desk.root, "content/a.txt", "harmless")
    (desk.root / " content ").mkdir()
    (desk.root / " content /a.txt").symlink_to(desk.outside / "letters/letter.doc")


def page_as_style(desk: Desk) -> None:
    """What is named as a style sheet goes to the site as it is."""
    kit.put(desk.root, "content/x.html", "<script>alert(1)</script>")
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write("extra_css: [x.html]\n")


def link_as_style(desk: Desk) -> None:
    """Under a name that no officer's file has, and that was passed over."""
    (desk.root / "content/~$x.css").symlink_to(desk.outside / "letters/letter.doc")
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write("extra_css: ['~$x.css']\n")


def links_in_hidden_folders(desk: Desk) -> None:
    """MkDocs would walk through the whole disk."""
    kit.put(desk.root, "content/.x/y", "y")
    (desk.root / "content/.x/a").symlink_to("/")


def another_theme(desk: Desk) -> None:
    text = (desk.root / "mkdocs.yml").read_text()
    (desk.root / "mkdocs.yml").write_text(re.sub("theme:.*", "theme: readthedocs", text))


def modules(desk: Desk) -> None:
    """Programs under the names of libraries, and an extension for Markdown, where Python looks for modules first."""
    for name in (
        "yaml",
        "click",
        "jinja2",
        "duckdb",
        "markdown",
        "mkdocs",
        "nh3",
        "evil",
        "sitecustomize",
        "admonition",
    ):
        kit.put(desk.root, f"{name}.py", runs(desk))
    kit.put(desk.root, "evil-1.dist-info/METADATA", "Name: evil\nVersion: 1\n")
    kit.put(
        desk.root,
        "evil-1.dist-info/entry_points.txt",
        "[mkdocs.plugins]\nsearch = evil:x\n[markdown.extensions]\ntoc = evil:x\n",
    )


def templates(desk: Desk) -> None:
    attack = (
        "{{ config.theme.get_env().from_string(\"{{ cycler.__init__.__globals__.os.system('touch MARK') }}\").render() }}"
        "{{ cycler.__init__.__globals__.os.system('touch MARK') }}{{ config.plugins.pufa.prepared.cache.secret }}"
    ).replace("MARK", str(desk.mark))
    kit.put(
        desk.root,
        "site_templates/overrides/main.html",
        '{% extends "base.html" %}{% block content %}' + attack + "{% endblock %}",
    )


def page_template(desk: Desk) -> None:
    kit.put(desk.root, "site_templates/pages/event.html", f"{{{{ title.__class__.__mro__[1].__subclasses__() }}}}{{{{ cycler.__init__.__globals__.os.system(\"touch '{desk.mark}'\") }}}}")  # fmt: skip
    kit.put(
        desk.root,
        "site_templates/reports/report.html",
        f"{{{{ cycler.__init__.__globals__.os.system(\"touch '{desk.mark}'\") }}}}",
    )


def links_in_templates(desk: Desk) -> None:
    (desk.root / "site_templates").mkdir()
    (desk.root / "site_templates/assets").symlink_to(desk.outside / "letters")
    kit.put(desk.root, "site_templates/pages/x.html", "x")
    (desk.root / "site_templates/pages/home.html").symlink_to(desk.outside / "letters/index.html")


def settings_link(desk: Desk) -> None:
    (desk.root / "mkdocs.yml").unlink()
    (desk.root / "mkdocs.yml").symlink_to(desk.outside / "letters/letter.doc")


def settings_pipe(desk: Desk) -> None:
    (desk.root / "mkdocs.yml").unlink()
    os.mkfifo(desk.root / "mkdocs.yml")


def _site_dir(path: str) -> Callable[[Desk], None]:
    def change(desk: Desk) -> None:
        text = (desk.root / "mkdocs.yml").read_text()
        (desk.root / "mkdocs.yml").write_text(text.replace("site_dir: site", f"site_dir: {path}"))

    return change


def links_beside_records(desk: Desk) -> None:
    """Names that the program itself would write to."""
    letter = desk.outside / "letters/letter.doc"
    for name in ("campaigns/.published.json.part", "campaigns/xianfa/.events.yml.part", ".pufa-1-0"):
        (desk.root / name).symlink_to(letter)


REFUSED: dict[str, tuple[Callable[[Desk], None], set[str]]] = {
    "links in content": (links_in_content, {"E009"}),
    "pipes": (pipes, {"E001"}),
    "hook": (hook, {"E015"}),
    "YAML tags": (yaml_tags, {"E015"}),
    "inherited settings": (inherited, {"E015"}),
    "merged settings": (merged, {"E015"}),
    "settings for one parser": (hidden_settings, {"E011"}),
    "another docs_dir": (another_docs_dir, {"E014"}),
    "page as style sheet": (page_as_style, {"E015"}),
    "link as style sheet": (link_as_style, {"E009"}),
    "links in hidden folders": (links_in_hidden_folders, {"E009"}),
    "another theme": (another_theme, {"E015"}),
    "links in templates": (links_in_templates, {"E009"}),
    "settings are a link": (settings_link, {"E009"}),
    "settings are a pipe": (settings_pipe, {"E001"}),
    "links beside the records": (links_beside_records, {"E009"}),
    "site in content": (_site_dir("content/site"), {"E014"}),
    "site in campaigns": (_site_dir("Campaigns/x"), {"E014"}),
    "site over all": (_site_dir("."), {"E014"}),
    "site is content": (_site_dir("./content/"), {"E014"}),
    "site in templates": (_site_dir("site_templates"), {"E014"}),
}
"""Folders that every command refuses, and the code that it names."""


@pytest.mark.parametrize("name", REFUSED)
def test_every_command_refuses_and_says_why(desk: Desk, name: str) -> None:
    """One sentence for the officer, before anything is written."""
    make, codes = REFUSED[name]
    make(desk)
    before = sorted(p.relative_to(desk.root).as_posix() for p in desk.root.rglob("*"))
    commands = (
        ("check", *AS_OF),
        ("build", *AS_OF),
        ("report", "--period", "2026", *AS_OF),
        ("snapshot", "甲", *AS_OF),
        ("sample", "--seed", "1", *AS_OF),
        ("publish", "public", *AS_OF),
    )
    for words, said in zip(commands, desk.each(commands), strict=True):
        assert said.returncode == 1, (words, said.stdout)
        is_clear(said.stdout)
        assert codes <= set(re.findall(r"\b[EW]\d{3}\b", said.stdout)), (words, said.stdout)
    assert sorted(p.relative_to(desk.root).as_posix() for p in desk.root.rglob("*")) == before


def journal(desk: Desk) -> None:
    """Half a commit of somebody else's, with paths that lead out."""
    up = os.path.relpath(desk.outside / "letters", desk.root / "site")
    todo = {"moves": [f"{up}/index.html"], "removed": [f"{up}/letter.doc", "../campaigns/region.yml"], "first": False}
    kit.put(desk.root, ".site.pufa/.journal", json.dumps(todo))
    kit.put(desk.root, "site/assets/pufa/pufa.css", "x")


def staging_link(desk: Desk) -> None:
    (desk.root / ".site.pufa").symlink_to(desk.outside / "letters")
    kit.put(desk.outside, "letters/.journal", "")
    (desk.outside / "letters/.journal").unlink()


def links_in_site(desk: Desk) -> None:
    """A site that looks like ours, with folders and files that lead out."""
    kit.put(desk.root, "site/assets/pufa/pufa.css", "x")
    for name in ("events", "townships", "calendars", "data"):
        (desk.root / "site" / name).symlink_to(desk.outside / "letters")
    (desk.root / "site/index.html").symlink_to(desk.outside / "letters/index.html")


BUILT: dict[str, Callable[[Desk], None]] = {
    "rewritten cache": rewritten_cache,
    "links in the cache": links_in_cache,
    "modules": modules,
    "journal": journal,
    "staging folder is a link": staging_link,
    "links in the site": links_in_site,
}
"""Folders that are built as if the hostile part were not there."""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of the same folder without anything hostile."""
    root = kit.copy(kit.BASE, tmp_path_factory.mktemp("clean") / "base")
    said = subprocess.run(
        [sys.executable, "-m", "generator", "build", *AS_OF, "-C", str(root)],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    return tree(root / "site")


@pytest.mark.parametrize("name", BUILT)
def test_what_is_hostile_is_as_good_as_not_there(desk: Desk, clean: dict[str, bytes], name: str) -> None:
    """The same diagnostics, the same site byte for byte; all commands go through."""
    BUILT[name](desk)
    for words in (("check",), ("build",), ("build",), ("report", "--period", "2026"), ("publish", "public")):
        said = desk.pufa(*words, *AS_OF)
        assert said.returncode == 0, (words, said.stdout, said.stderr)
        is_clear(said.stdout + said.stderr)
        if words == ("check",):
            assert "没有发现问题" in said.stdout
    assert tree(desk.root / "site") == clean
    assert not [p for p in (desk.root / "site").rglob("*") if p.is_symlink()]
    assert (desk.root / "campaigns/published.json").is_file()
    assert not (desk.root / "campaigns/published.json").is_symlink()


@pytest.mark.parametrize("name", ["next", "former", "older", "leaving", "copy"])
def test_folders_beside_a_published_site_are_not_followed(desk: Desk, name: str) -> None:
    """Neither links in the place of the program's own folders, nor what a marker in them says."""
    assert desk.pufa("publish", "public", *AS_OF).returncode == 0
    own = desk.root / f".public.pufa-{name}"
    if own.exists():
        shutil.rmtree(own)
    own.symlink_to(desk.outside / "letters")
    kit.put(desk.root, "content/neu.md", "# 新的\n")
    said = desk.pufa("publish", "public", *AS_OF)
    assert said.returncode == 0, said.stdout + said.stderr
    assert (desk.root / "public/neu/index.html").is_file()
    own.unlink() if own.is_symlink() else shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    up = os.path.relpath(desk.outside / "letters/letter.doc", desk.root / "public")
    kit.put(own, ".pufa-incoming", json.dumps({"removed": [up, "../campaigns/region.yml"]}))
    said = desk.pufa("publish", "public", *AS_OF)
    is_clear(said.stdout + said.stderr)
    assert (desk.root / "campaigns/region.yml").is_file()


@pytest.mark.parametrize("make", [templates, page_template])
def test_templates_are_closed_in(desk: Desk, make: Callable[[Desk], None]) -> None:
    """They may be there; what they must not do stops the build with their name."""
    make(desk)
    assert desk.pufa("check", *AS_OF).returncode == 0
    for words in (("build",), ("publish", "public")):
        said = desk.pufa(*words, *AS_OF)
        assert said.returncode == 1
        assert "E013" in said.stdout + said.stderr
        assert "site_templates/" in said.stdout + said.stderr
        is_clear(said.stdout + said.stderr)
    assert not (desk.root / "site").exists()


@pytest.mark.parametrize("out", ["content", "content/x", "campaigns/y", ".", "..", "site_templates", "link"])
def test_out_among_the_records_is_refused(desk: Desk, out: str) -> None:
    """By `build` and `publish`, also through a link, before a byte is written."""
    (desk.root / "link").symlink_to("content")
    before = tree(desk.root)
    for words in (("build", "--out", out), ("publish", out), ("report", "--period", "2026", "--out", f"{out}/x.docx")):
        if words[0] == "report" and out in (".", ".."):
            continue
        said = desk.pufa(*words, *AS_OF)
        assert said.returncode == 1, (words, said.stdout)
        is_clear(said.stdout + said.stderr)
    assert tree(desk.root) == before


def test_mkdocs_build_refuses_a_site_among_the_records(desk: Desk) -> None:
    """The same words from the plugin."""
    _site_dir("content/site")(desk)
    said = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=desk.root,
        env=desk.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode != 0
    assert "site_dir" in said.stderr
    assert not (desk.root / "content/site").exists()


def test_a_link_as_site_dir_leads_nowhere(desk: Desk) -> None:
    """The folder's own `site` may point at the officer's letters, which even look like a site of ours."""
    (desk.root / "site").symlink_to(desk.outside / "letters")
    said = desk.pufa("build", *AS_OF)
    assert said.returncode == 1
    is_clear(said.stdout + said.stderr)


def test_agreed_hooks_run_and_nothing_else_does(desk: Desk) -> None:
    """`pufa trust` is what it says: the very folder builds after it, and not after the hook has changed."""
    said_by_hook = desk.root / "said"
    kit.put(desk.root, "tools/mend.py", f"open({str(said_by_hook)!r}, 'w').close()\n")
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write("hooks: [tools/mend.py]\n")
    shown = desk.pufa("trust", "--show").stdout
    seen = re.findall(r"[0-9a-f]{64}", shown)
    assert len(seen) == 1
    assert desk.pufa("trust", "--digest", seen[0]).returncode == 0
    assert not said_by_hook.exists()
    assert desk.pufa("build", *AS_OF).returncode == 0
    assert said_by_hook.exists()
    kit.put(desk.root, "tools/mend.py", runs(desk))
    assert desk.pufa("build", *AS_OF).returncode == 1


@contextmanager
def previewed(desk: Desk, *program: str) -> Iterator[tuple[str, Path, subprocess.Popen[bytes]]]:
    """A running preview of the folder: its door, what it says, its process. Ended by Ctrl-C."""
    door, log = f"127.0.0.1:{_free_port()}", desk.root.parent / "log"
    words = [*(program or (sys.executable, "-m", "generator")), "serve", "--address", door]
    with (
        log.open("w") as stream,
        sigint(heard=True),
        subprocess.Popen(words, cwd=desk.root, stdout=stream, stderr=stream, env=desk.environment()) as run,
    ):
        try:
            assert _said(log, "预览地址", run)
            yield door, log, run
        finally:
            run.send_signal(signal.SIGINT)
            run.wait(20)
    is_clear(log.read_text("utf-8"))


def test_a_preview_asks_again_when_the_settings_change(desk: Desk) -> None:
    """A hook that appears while somebody previews does not run."""
    with previewed(desk) as (door, log, run):
        assert _answers(door, run)
        kit.put(desk.root, "tools/mend.py", runs(desk))
        with (desk.root / "mkdocs.yml").open("a") as settings:
            settings.write("hooks: [tools/mend.py]\n")
        assert _said(log, "E015", run)


def test_a_preview_runs_what_was_agreed_to_and_asks_again_when_that_changes(desk: Desk) -> None:
    """Though the settings stay as they are: the file that they name is watched, and what it says now is what counts."""
    said_by_hook = desk.root / "said"
    kit.put(desk.root, "tools/mend.py", f"open({str(said_by_hook)!r}, 'w').close()\n")
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write("hooks: [tools/mend.py]\n")
    seen = re.findall(r"[0-9a-f]{64}", desk.pufa("trust", "--show").stdout)
    assert desk.pufa("trust", "--digest", seen[0]).returncode == 0
    with previewed(desk) as (door, log, run):
        assert _said(log, "网页已更新", run)
        assert said_by_hook.exists()
        assert _answers(door, run)
        kit.put(desk.root, "tools/mend.py", runs(desk))
        assert _said(log, "E015", run)


@pytest.mark.parametrize(
    "name", ["hook", "links in content", "links in templates", "settings are a pipe", "site in content"]
)
def test_a_preview_of_a_refused_folder_says_why_and_touches_nothing(desk: Desk, name: str) -> None:
    """It waits for the mend: in the browser, too, with the reason."""
    make, codes = REFUSED[name]
    make(desk)
    before = sorted(p.relative_to(desk.root).as_posix() for p in desk.root.rglob("*"))
    with previewed(desk) as (door, log, run):
        assert all(_said(log, code, run) for code in codes)
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(f"http://{door}/", timeout=5)
        assert answer.value.code == 503
        shown = answer.value.read().decode()
        assert codes <= set(re.findall(r"<b>([EW]\d{3})</b>", shown))
    assert sorted(p.relative_to(desk.root).as_posix() for p in desk.root.rglob("*")) == before


def test_programs_beside_the_records_are_not_taken_for_ours(desk: Desk) -> None:
    """The builder is a Python of its own, started in this folder: it must not find its modules here."""
    for name in (
        "json.py",
        "generator.py",
        "signal.py",
        "sitecustomize.py",
        "yaml/__init__.py",
        "multiprocessing/spawn.py",
    ):
        kit.put(desk.root, name, runs(desk))
    installed = (sys.executable, "-P", "-c", "from generator.cli import run; run()")  # as the command `pufa` starts
    with previewed(desk, *installed) as (door, _, run):
        assert _answers(door, run)


def _free_port() -> int:
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _answers(address: str, run: subprocess.Popen[bytes]) -> bool:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://{address}/", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            if run.poll() is not None:
                return False
            time.sleep(0.1)
    return False


def _said(log: Path, words: str, run: subprocess.Popen[bytes]) -> bool:
    for _ in range(600):
        if words in log.read_text("utf-8", "replace"):
            return True
        if run.poll() is not None:
            return False
        time.sleep(0.1)
    return False


def test_a_folder_that_was_deleted_gets_a_sentence(tmp_path: Path) -> None:
    """Whatever the command."""
    gone = tmp_path / "gone"
    for words in ("check", "build", "init 330881", "--help"):
        gone.mkdir()
        said = subprocess.run(
            ["sh", "-c", f"rmdir '{gone}'; exec '{sys.executable}' -m generator {words}"],
            cwd=gone, capture_output=True, text=True, env=environment(), check=False,
        )  # fmt: skip
        assert said.returncode == 1
        is_clear(said.stderr)


STRANGE = {
    "extension": ("markdown_extensions: {toc: {slugify: x}}\n", "字\n\n# 甲\n", "markdown_extensions"),
    "theme": ("theme: {name: material, language: zh, palette: 3}\n", "字\n", "theme"),
    "nesting": ("", "".join(" " * 4 * i + "- 甲\n" for i in range(400)), "a.md"),
    "number for a word": ("plugins: [search: {lang: [1]}, pufa]\n", "字\n", "mkdocs.yml"),
    "word for a mapping": ("plugins: [search: {fields: {a: b}}, pufa]\n", "字\n", "mkdocs.yml"),
}
"""What MkDocs or Markdown cannot take: settings, a text, and a word of what the officer is told."""


@pytest.mark.parametrize("name", STRANGE)
def test_what_the_engine_cannot_take_gets_a_sentence(desk: Desk, name: str) -> None:
    """Also where it stops in the middle of MkDocs, of Markdown or of the theme."""
    settings, text, word = STRANGE[name]
    kept = [
        line
        for line in (desk.root / "mkdocs.yml").read_text().splitlines()
        if not settings.startswith(line.split(":")[0] + ":")
    ]
    (desk.root / "mkdocs.yml").write_text("\n".join([*kept, settings]))
    kit.put(desk.root, "content/a.md", text)
    said = desk.pufa("build", *AS_OF)
    assert said.returncode == 1, said.stdout + said.stderr
    is_clear(said.stdout + said.stderr)
    assert word in said.stdout + said.stderr
    assert not (desk.root / "site").exists()


def test_a_word_is_no_list_of_features(desk: Desk) -> None:
    """In a word, the theme's script would find the feature that takes texts for code."""
    text = (desk.root / "mkdocs.yml").read_text()
    theme = "theme: {name: material, language: zh, features: content.tooltips}"
    (desk.root / "mkdocs.yml").write_text(re.sub("theme:.*", theme, text))
    said = desk.pufa("build", *AS_OF)
    assert said.returncode == 0, said.stderr
    assert "features" in said.stdout + said.stderr
    found = re.search(r'id="__config"[^>]*>(.*?)</script>', (desk.root / "site/index.html").read_text("utf-8"))
    assert found
    assert json.loads(found[1])["features"] == []


def test_inherited_docs_dir_is_refused(desk: Desk) -> None:
    """`mkdocs build` trusts the settings; still it must not publish a folder that nobody has examined."""
    text = (desk.root / "mkdocs.yml").read_text()
    kit.put(desk.root, "base.yml", "docs_dir: content\n")
    (desk.root / "mkdocs.yml").write_text(text.replace("docs_dir: content", "INHERIT: base.yml"))
    said = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=desk.root, env=desk.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode != 0
    assert "docs_dir" in said.stdout + said.stderr
    assert not (desk.root / "site").exists()


def test_what_was_agreed_to_is_what_runs(desk: Desk) -> None:
    """Not a compiled program beside it, which Python would take for the hook's own by time and size."""
    hook, said_by_hook = desk.root / "tools/mend.py", desk.root / "said"
    harmless = f"open({str(said_by_hook)!r}, 'w').close()\n"
    size = max(len(harmless), len(runs(desk))) + 8
    kit.put(desk.root, "tools/mend.py", runs(desk).ljust(size, "#"))
    compiled = py_compile.compile(str(hook))
    assert compiled
    times = hook.stat().st_mtime_ns
    kit.put(desk.root, "tools/mend.py", harmless.ljust(size, "#"))
    os.utime(hook, ns=(times, times))
    with (desk.root / "mkdocs.yml").open("a") as stream:
        stream.write("hooks: [tools/mend.py]\n")
    seen = re.findall(r"[0-9a-f]{64}", desk.pufa("trust", "--show").stdout)
    assert desk.pufa("trust", "--digest", seen[0]).returncode == 0
    assert desk.pufa("build", *AS_OF).returncode == 0
    assert said_by_hook.exists()
    assert desk.pufa("build", *AS_OF).returncode == 0  # and nothing that was written on the way has ended the agreement


@pytest.mark.parametrize("name", ["events/pufa-shell", "coverage/x/Pufa-Shell"])
def test_no_text_takes_the_place_of_a_frame(desk: Desk, name: str) -> None:
    """The frames of data pages have addresses too, while MkDocs makes them."""
    kit.put(desk.root, f"content/{name}.md", "# 甲\n")
    said = desk.pufa("check", *AS_OF)
    assert said.returncode == 1
    assert "E111" in said.stdout


def test_two_of_the_plugin_are_refused(desk: Desk) -> None:
    text = (desk.root / "mkdocs.yml").read_text()
    (desk.root / "mkdocs.yml").write_text(text.replace("[search, pufa]", "[search, pufa, pufa]"))
    said = desk.pufa("build", *AS_OF)
    assert said.returncode == 1
    is_clear(said.stdout + said.stderr)
    assert "pufa 写了两次" in said.stdout + said.stderr
