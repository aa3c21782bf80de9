"""What the line needs of mkdocs.yml, read without MkDocs: the site's name and address, and its folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.artifacts import SiteInfo
from generator.decode.values import BadValue, web_address
from generator.diagnostics import Diagnostic, Span
from generator.source.text import decode_bytes
from generator.source.yaml import read_settings

_UNFIT = {"use_directory_urls": "true", "exclude_docs": "", "draft_docs": ""}
"""Options of MkDocs that would move or remove pages that data makes, and the value at which they do not."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders are relative to the project. `raw` is the file itself, which the layer depends on."""

    site: SiteInfo
    docs: str
    out: str
    raw: bytes


def settings_of(root: Path) -> Settings | Diagnostic:
    """The settings of the project at `root`, or the fault that keeps them from being read."""
    path = root / "mkdocs.yml"
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Diagnostic(
            "E010", Span("mkdocs.yml"), "这个文件夹里没有 mkdocs.yml",
            "请在网站文件夹里运行；还没有网站就先运行 pufa init 区划代码，如 pufa init 330881。",
        )  # fmt: skip
    except OSError:
        return Diagnostic("E001", Span("mkdocs.yml"), "文件读不了", "请检查权限。")
    text = decode_bytes("mkdocs.yml", raw)
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
        if not _below(folder):
            return Diagnostic(
                "E014", _place(text, key), f"{key} 要写网站文件夹里面的一个文件夹", f"请写“{key}: {usual}”。"
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
    return Settings(site, Path(docs).as_posix(), Path(out).as_posix(), raw)


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
