"""What the line needs of mkdocs.yml, read without MkDocs: the site's name and address, and its folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.artifacts import SiteInfo
from generator.diagnostics import Diagnostic, Span
from generator.source.text import decode_bytes
from generator.source.yaml import read_settings


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

    docs = Path(word("docs_dir", "docs")).as_posix()
    if docs.startswith(("/", "..")) or ":" in docs:
        return Diagnostic("E014", Span("mkdocs.yml"), "docs_dir 指到了文件夹外面", "请写 docs_dir: content。")
    url = word("site_url", "")
    site = SiteInfo(url if not url or url.endswith("/") else url + "/", word("site_name", "普法"), word("site_description", ""))
    return Settings(site, docs, word("site_dir", "site"), raw)
