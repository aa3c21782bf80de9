"""The repository's own site as a whole: copied, built once for all workers of a test run, and read as a reader would."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import html
from sites import kit

REPO = Path(__file__).resolve().parents[2]
AS_OF = "2026-11-21"
URL = "https://pufa.example.gov.cn/"
Tree = dict[str, bytes]


def project(target: Path) -> Path:
    """A copy of what officers own: the records, the articles and the settings."""
    for name in ("campaigns", "content"):
        shutil.copytree(REPO / name, target / name)
    shutil.copyfile(REPO / "mkdocs.yml", target / "mkdocs.yml")
    return target


def small_project(target: Path) -> Path:
    """The same without the handbook, the snapshot, the checks and the years before 2025: half the work, every kind of page but one."""
    project(target)
    shutil.rmtree(target / "content/guide")
    for name in ("snapshots", "inspections"):
        shutil.rmtree(target / "campaigns" / name)
    for path in sorted((target / "campaigns").rglob("*")):
        old = re.search(r"20\d\d", path.name)
        if old and int(old[0]) < 2025:
            path.unlink()
    settings = target / "mkdocs.yml"
    lines = settings.read_text("utf-8").splitlines(keepends=True)
    settings.write_text("".join(line for line in lines if "guide/" not in line and "工作手册" not in line), "utf-8")
    return target


def environment(**more: str) -> dict[str, str]:
    """The environment of a run: nothing of the tester's own settings, no advertisement, the repository's code."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PUFA_", "MKDOCS", "PYTHON", "NO_MKDOCS"))}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": kit.python_path(), "PYTHONUTF8": "1", **more}


def run(words: list[str], root: Path, *, status: int = 0, **env: str) -> str:
    """Run a program in the project's folder; what it said. Fails unless it ends with `status`."""
    done = subprocess.run(
        words, cwd=root, env=environment(**env), capture_output=True, text=True, timeout=240, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == status, said
    return said


def pufa(*words: str) -> list[str]:
    """The command `pufa` of this Python."""
    return [sys.executable, "-m", "generator", *words]


def build(root: Path, out: str = "site", **env: str) -> Tree:
    """`pufa build` as an officer runs it; the files it made."""
    run(pufa("build", "--as-of", AS_OF, "--quiet", "--out", out), root, **env)
    return tree(root / out)


def cold(root: Path, target: Path, **env: str) -> Tree:
    """The same project built in another place where nothing is kept from before."""
    for name in ("campaigns", "content", "site_templates"):
        if (root / name).exists():
            shutil.copytree(root / name, target / name)
    shutil.copyfile(root / "mkdocs.yml", target / "mkdocs.yml")
    return build(target, **env)


def tree(folder: Path) -> Tree:
    """Every file below a folder, by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def same(one: Tree, other: Tree) -> None:
    """Fail with names, not with megabytes, where two trees differ."""
    assert not one.keys() ^ other.keys(), sorted(one.keys() ^ other.keys())[:20]
    differing = [path for path in one if one[path] != other[path]]
    assert not differing, f"{len(differing)} files differ: {differing[:20]}"


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Path:
    """A folder that `make` fills once in a test run, however many workers ask for it."""
    base = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent
    folder, done, claim = base / name, base / f"{name}.done", base / f"{name}.claim"
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        for _ in range(2400):
            if done.exists():
                break
            time.sleep(0.1)
        assert done.read_text() == "", f"{name}: another worker could not make it"
        return folder
    try:
        folder.mkdir()
        make(folder)
    except BaseException:
        done.write_text("failed")
        raise
    done.touch()
    return folder


def small_site(factory: pytest.TempPathFactory) -> Path:
    """The small project with its site in `site/`, built once; nobody may change it."""
    return shared(factory, "small", lambda folder: build(small_project(folder / "p"))) / "p"


def built_site(factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built once: the project's folder, with the site in `site/`."""
    return shared(factory, "whole", lambda folder: build(project(folder)))


@dataclass(frozen=True)
class Page:
    """One HTML page of a built site. `path` is its file below the site's root."""

    path: str
    text: str

    @property
    def address(self) -> str:
        """Its address below the site's root."""
        return self.path.removesuffix("index.html")

    @cached_property
    def document(self) -> html.HtmlElement:
        """The parsed page."""
        return html.document_fromstring(self.text)

    @cached_property
    def ids(self) -> list[str]:
        """Every id in the order of the page."""
        found: list[str] = self.document.xpath("//@id")
        return found

    def one(self, path: str) -> str:
        """The only match of an XPath, as text."""
        found = self.document.xpath(path)
        assert len(found) == 1, f"{self.path}: {len(found)} × {path}"
        return str(found[0] if isinstance(found[0], str) else found[0].text_content())

    def references(self) -> Iterator[tuple[str, str, str]]:
        """(tag, attribute, address) of everything that the page loads or leads to."""
        for name in ("href", "src", "poster", "data", "action", "formaction", "srcset"):
            for found in self.document.xpath(f"//*[@{name}]"):
                parts = found.get(name).split(",") if name == "srcset" else [found.get(name)]
                for part in parts:
                    yield found.tag, name, part.split()[0] if name == "srcset" else part.strip()


def read_pages(site: Path) -> Mapping[str, Page]:
    """Every HTML page of a site, by its address; the page for wrong addresses is `404.html`."""
    found = (Page(p.relative_to(site).as_posix(), p.read_text("utf-8")) for p in sorted(site.rglob("*.html")))
    return {page.address: page for page in found}


def target_of(page: Page, link: str) -> tuple[str, str]:
    """(address below the root, anchor) that a link within the site leads to."""
    whole, anchor = urldefrag(urljoin(f"{URL}{page.path}", link))
    return unquote(whole.removeprefix(URL)), unquote(anchor)
