"""What the line needs of mkdocs.yml, read without MkDocs: the site's name and address, and its folders."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.addresses import CAMPAIGNS
from generator.base.artifacts import SiteInfo
from generator.base.diagnostics import Diagnostic, Span
from generator.base.files import is_real_file
from generator.decode.values import BadValue, web_address
from generator.gather.trust.asks import Ask, asks_of
from generator.read.text import decode_bytes
from generator.read.yaml import read_settings

FILE = "mkdocs.yml"
MAX_BYTES = 128 * 1024
"""No menu is longer, and MkDocs reads slowly."""
SOURCES = (CAMPAIGNS.rstrip("/"), "site_templates")
"""Folders of the project, beside that of the articles, into which no site may be written."""

_UNFIT = {"use_directory_urls": "true", "exclude_docs": "", "draft_docs": ""}
"""Options of MkDocs that would move or remove pages that data makes, and the value at which they do not."""


Markup = tuple[tuple[str, Mapping[str, Any]], ...]
"""How Markdown is read: the extensions in their order, each with its options as they are written."""
USUAL_MARKUP: Markup = (("admonition", {}), ("attr_list", {}), ("footnotes", {}), ("tables", {}), ("toc", {}))
"""That of a new project."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders are relative to the project. `raw` is the file itself, which the layer depends on, and `text` is what it says.

    `asks` is what in it would run programs or lead elsewhere; `trust` knows whether it may. `markup` is None where something of
    that kind may change how Markdown is read. `extras` are the style sheets and scripts that it names.
    """

    site: SiteInfo
    docs: str
    out: str
    raw: bytes
    text: str = ""
    asks: tuple[Ask, ...] = ()
    markup: Markup | None = USUAL_MARKUP
    extras: tuple[str, ...] = ()


def settings_of(root: Path) -> Settings | Diagnostic:
    """The settings of the project at `root`, or the fault that keeps them from being read."""
    path = root / FILE
    try:
        if path.is_symlink() and not os.path.realpath(path).startswith(os.path.realpath(root) + os.sep):
            return Diagnostic("E009", Span(FILE), "这个链接指到了项目文件夹外面", "请把文件复制进来，不要用链接。")
        if path.exists() and not is_real_file(os.path.realpath(path)):
            return Diagnostic("E001", Span(FILE), "不是普通文件", "请删掉它，换成文件。")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return Diagnostic(
            "E010", Span("mkdocs.yml"), "这个文件夹里没有 mkdocs.yml",
            "请在网站文件夹里运行；还没有网站就先运行 pufa init 区划代码，如 pufa init 330881。",
        )  # fmt: skip
    except OSError:
        return Diagnostic("E001", Span("mkdocs.yml"), "文件读不了", "请检查权限。")
    text = decode_bytes("mkdocs.yml", raw, MAX_BYTES)
    if isinstance(text, Diagnostic):
        return text
    found = read_settings("mkdocs.yml", text)
    if isinstance(found, Diagnostic):
        return found

    def word(key: str, default: str) -> str:
        value = found.get(key, default)
        return value.strip() if isinstance(value, str) and value.strip() else default

    docs, out = word("docs_dir", "docs"), word("site_dir", "site")
    for key, folder, usual in (("docs_dir", docs, "content"), ("site_dir", out, "site")):
        # MkDocs takes a blank at either end as part of the name, and an unquoted null as no name at all.
        if not _below(folder) or found.get(key, "") not in ("", folder) or folder.lower() == "null":
            return Diagnostic(
                "E014", _place(text, key), f"{key} 要写网站文件夹里面的一个文件夹", f"请写“{key}: {usual}”。"
            )
    nested = _nested(out, docs)
    if nested:
        words = f"site_dir（{out}）和放记录的文件夹（{nested}）套在一起"
        return Diagnostic(
            "E014", _place(text, "site_dir"), words, "网站会盖掉记录，或者把自己当成文章。请写“site_dir: site”。"
        )
    url = word("site_url", "")
    try:
        url = web_address(url) if url else ""
    except BadValue:
        hint = "写成 site_url: https://你的网址/ ，日历订阅要用它。"
        return Diagnostic("E014", _place(text, "site_url"), "网站地址 site_url 看不懂", hint)
    for key in ("site_name", "site_description"):
        if set(word(key, "")) & set('<>"') or not word(key, "x").isprintable():  # the theme prints them as they are
            return Diagnostic("E014", _place(text, key), f"{key} 里有不能用的符号", "不要用 < > 和英文双引号，请用“”。")
    for key, usual in _UNFIT.items():
        if str(found.get(key, usual)).strip().lower() != usual:
            return Diagnostic(
                "E014", _place(text, key), f"这里不能用 {key}", "请删掉这一项；网站的网址和页面由 pufa 安排。"
            )
    site = SiteInfo(
        url if not url or url.endswith("/") else url + "/", word("site_name", "普法"), word("site_description", "")
    )
    asks = asks_of(text)
    markup = None if asks else _markup(found.get("markdown_extensions"))
    return Settings(site, Path(docs).as_posix(), Path(out).as_posix(), raw, text, asks, markup, _extras(found))


def _extras(found: Mapping[str, object]) -> tuple[str, ...]:
    named = [found.get(key) for key in ("extra_css", "extra_javascript")]
    return tuple(name for names in named if isinstance(names, list) for name in names if isinstance(name, str))


def _markup(written: object) -> Markup:
    """The extensions that a settings file names: a list of names, each alone or with options, or one mapping of all."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    for item in written if isinstance(written, list) else [written]:
        if isinstance(item, str) and item:
            found.append((item, {}))
        elif isinstance(item, dict):
            found += [(str(name), told if isinstance(told, dict) else {}) for name, told in item.items()]
    return tuple(found)


def _nested(out: str, docs: str) -> str:
    """The folder of records or articles that lies in the site's folder, or in which that lies; "" where none does."""
    site = _parts(out)
    for folder in (docs, *SOURCES):
        parts = _parts(folder)
        shorter = min(len(site), len(parts))
        if site[:shorter] == parts[:shorter]:
            return folder
    return ""


def nested_in(root: Path, docs: str, out: Path) -> str:
    """The folder of records, articles or templates that lies in the folder `out`, is it, or holds it, links followed; "" else."""
    real = Path(os.path.realpath(out))
    for folder in (docs, *SOURCES):
        own = Path(os.path.realpath(root / folder))
        if any(_one(real, above) for above in (own, *own.parents)) or any(_one(own, above) for above in real.parents):
            return folder
    return ""


def lies_in(root: Path, docs: str, path: Path) -> str:
    """The folder of records, articles or templates in which a path lies, links followed; "" where it lies in none."""
    real = Path(os.path.realpath(path))
    for folder in (docs, *SOURCES):
        own = Path(os.path.realpath(root / folder))
        if any(_one(own, above) for above in (real, *real.parents)):
            return folder
    return ""


def _one(one: Path, other: Path) -> bool:
    try:
        return one == other or os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def _parts(folder: str) -> list[str]:
    """A folder's path as systems compare it that know no capitals."""
    return [part for part in folder.replace("\\", "/").casefold().split("/") if part not in ("", ".")]


def _below(folder: str) -> bool:
    """True for a relative path to a folder in the project, on every system."""
    clean = folder.replace("\\", "/")
    parts = [part for part in clean.split("/") if part not in ("", ".")]
    inside = bool(parts) and ".." not in parts and not clean.startswith(("/", "~"))
    return inside and folder.isprintable() and ":" not in folder


def _place(text: str, key: str) -> Span:
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(f"{key}:"):
            return Span("mkdocs.yml", number, 1, len(key))
    return Span("mkdocs.yml")
