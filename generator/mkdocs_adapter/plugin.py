"""The MkDocs adapter: hands MkDocs the officers' pages and the shells, and takes back what it made.

With `engine`, the only room of mkdocs.

`mkdocs build` and `mkdocs serve` run the whole line through it; `pufa build` uses it to make the layer. It decides
nothing about the product.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import CountHandler

from generator import addresses
from generator.base.artifacts import SiteInfo
from generator.base.breaks import unbroken
from generator.base.diagnostics import Diagnostic, Fault, format_text, has_errors, summary
from generator.base.files import is_real_file, without_links
from generator.base.hosts import ascii_address
from generator.base.projects import open_cache
from generator.decode.values import BadValue
from generator.decode.values import day as parse_day
from generator.gather import line_reader
from generator.gather.media import picture_bytes
from generator.gather.settings import nested_in, settings_of
from generator.markup.clean import clean, relative_links
from generator.markup.headings import SafeAnchors, heading_anchor
from generator.markup.rendering import MeantLists
from generator.mkdocs_adapter.engine import expand_nav, gather, generated_head, names_in, scratch, sections
from generator.pipeline import Prepared, compare_snapshots, prepare
from generator.render import shell
from generator.render.layer import Layer, theme_facts
from generator.render.shells import SHELLS, singleton_titles
from generator.render.templates import closed_theme, template_files, template_folders
from generator.rendering import build_onto

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

log = logging.getLogger("mkdocs.plugins.pufa")


TEXT_AS_CODE = frozenset({"content.tooltips"})
"""Features of the theme that put plain words (a title, an `abbr`) into a page as if they were HTML."""


class PufaConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml."""

    as_of = config_options.Type(str, default="")


class Picture(File):
    """An officer's picture, which is stripped when MkDocs copies it: a county's photographs do not fit into memory together."""

    prepared: Prepared
    path: str

    @classmethod
    def of(cls, prepared: Prepared, path: str, file: File) -> Picture:
        """The same place on the site as `file`; `path` is the picture's below the project."""
        picture = cls(file.src_uri, file.src_dir, file.dest_dir, file.use_directory_urls, inclusion=file.inclusion)
        picture.abs_src_path, picture.generated_by = file.abs_src_path, file.generated_by
        picture.prepared, picture.path = prepared, path
        return picture

    def copy_file(self, dirty: bool = False) -> None:
        """Write what may be published."""
        found = picture_bytes(self.prepared.root, self.path, self.prepared.cache)
        if isinstance(found, Diagnostic):
            raise Abort(format_text([found], lambda _path, _line: None))
        target = Path(self.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(found)


class PufaPlugin(BasePlugin[PufaConfig]):  # type: ignore[no-untyped-call]
    """One build at a time; `job` is set by `pufa build`, which has read and checked already."""

    def __init__(self) -> None:
        self.command: Literal["build", "gh-deploy", "serve"] = "build"
        self.job: Prepared | None = None
        self.layer: Layer | None = None
        self.prepared: Prepared
        self.anchors: SafeAnchors
        self.reading = ""
        """The officers' page whose text is being rendered."""
        self.real_site_dir = ""
        self.config_in_use: MkDocsConfig | None = None
        self.warnings = CountHandler()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what was asked for."""
        self.command = command

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read, check, and set up the theme. Every fault is shown before MkDocs does anything."""
        root = Path(config.config_file_path).parent
        if config.site_url:
            config.site_url = _site_url(config.site_url)
        if self.job is None and self.command != "serve":
            self.warnings = CountHandler()
            self.warnings.setLevel(logging.WARNING)
            logging.getLogger("mkdocs").addHandler(self.warnings)
        if sum(isinstance(plugin, PufaPlugin) for plugin in config.plugins.values()) > 1:
            raise Abort("mkdocs.yml 的 plugins 里 pufa 写了两次，请只留一次。网站没有更新。")
        self.prepared = self.job or self._prepare(root, config)
        if Path(config.docs_dir) != (root / self.prepared.docs).absolute():  # only that folder has been examined
            raise Abort(
                f"MkDocs 要用的文章文件夹和 mkdocs.yml 里的 docs_dir（{self.prepared.docs}）不是同一个。"
                "请把 docs_dir 直接写在 mkdocs.yml 里。网站没有更新。"
            )
        library = self.prepared.library
        assert library is not None
        config.extra["pufa"] = theme_facts(library)
        self._make_safe(config)
        for folder in reversed(template_folders(root)):
            overrides = str(folder / "overrides")
            if os.path.isdir(overrides) and overrides not in config.theme.dirs:
                config.theme.dirs.insert(0, overrides)
        expand_nav(config, self.prepared)
        self.layer = Layer(SiteInfo(config.site_url or "", config.site_name, config.site_description or ""), "")
        if self.job is None and self.command != "serve":
            nested = nested_in(root, self.prepared.docs, Path(config.site_dir))
            if nested:
                raise Abort(
                    f"site_dir 和放记录的“{nested}”套在一起，网站会盖掉记录。请写“site_dir: site”。网站没有更新。"
                )
            self.real_site_dir, self.config_in_use = config.site_dir, config
            config.site_dir = tempfile.mkdtemp(prefix="layer-", dir=scratch(self.prepared.cache))
        return config

    def _make_safe(self, config: MkDocsConfig) -> None:
        """Anchors by our rules, tables without inline styles, no feature of the theme that takes words for code."""
        contents = config.mdx_configs.setdefault("toc", {})
        self.anchors = SafeAnchors(contents.get("slugify", heading_anchor))
        contents["slugify"] = self.anchors.slug
        config.mdx_configs.setdefault("tables", {})["use_align_attribute"] = True
        config.markdown_extensions += [self.anchors, MeantLists()]  # type: ignore[list-item]  # Markdown takes names and extensions
        found = config.theme.get("features") or []
        if not isinstance(found, list):  # the theme's script looks into a word as into a list
            log.warning("mkdocs.yml 的 features 没有启用：要写成列表，一行一个。")
        features = [str(feature) for feature in found] if isinstance(found, list) else []
        config.theme["features"] = features
        for feature in sorted(TEXT_AS_CODE.intersection(features)):
            log.warning(
                "mkdocs.yml 的 features 里的 %s 没有启用：它会把文章里的字当成网页代码。请删掉这一行。", feature
            )
            features.remove(feature)

    def _prepare(self, root: Path, config: MkDocsConfig) -> Prepared:
        settings = settings_of(root)
        if isinstance(settings, Diagnostic):
            raise Abort(format_text([settings], line_reader(root)))
        # The preview has an address of its own, and other settings may come from the environment: MkDocs knows best.
        site = SiteInfo(config.site_url or "", config.site_name, config.site_description or "")
        asked = self.config.as_of or os.environ.get("PUFA_AS_OF", "")
        try:
            as_of = parse_day(asked) if asked else datetime.now(UTC)
        except BadValue as bad:
            raise Abort(f"as_of：{bad.message}。{bad.hint}") from None
        prepared = compare_snapshots(
            prepare(root, open_cache(root), as_of=as_of, docs=settings.docs, site=site, markup=settings.markup)
        )
        if has_errors(prepared.diagnostics) or prepared.library is None:
            text = format_text(prepared.diagnostics, line_reader(root))
            raise Abort(f"\n{text}\n\n{summary(prepared.diagnostics)}\n网站没有更新，原来的网站没有变。")
        for fault in prepared.diagnostics:
            tell = log.info if fault.severity == "notice" else log.warning
            tell("%s %s %s %s", fault.span, fault.code, fault.message, fault.hint)
        return prepared

    @event_priority(-100)
    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        """Templates of the theme may come from a received folder: they print, and do nothing else."""
        return closed_theme(env)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the shells and the pages that exist once; leave out what must not reach the site."""
        prepared, library = self.prepared, self.prepared.library
        assert library is not None
        allowed = {p.name for p in prepared.loaded.pages} | set(prepared.loaded.attachments)
        pictures = frozenset(prepared.loaded.pictures)
        allowed |= {
            name
            for name in (*config.extra_css, *(str(script) for script in config.extra_javascript))
            if without_links(config.docs_dir, name) and is_real_file(f"{config.docs_dir}/{name}")
        }
        for file in list(files):
            officers = file.abs_src_path and Path(file.abs_src_path).is_relative_to(config.docs_dir)
            if officers and file.src_uri not in allowed:
                files.remove(file)
            elif officers and f"{prepared.docs}/{file.src_uri}" in pictures:
                files.remove(file)
                files.append(Picture.of(prepared, f"{prepared.docs}/{file.src_uri}", file))
        named = None if config.nav is None else names_in(config.nav)
        for address, title in singleton_titles(library).items():
            name = address + "index.md"
            if files.get_file_from_path(name) is None:
                # A page of ours that the officer leaves out of the navigation is no fault of theirs.
                level = InclusionLevel.UNDEFINED if named is None or name in named else InclusionLevel.NOT_IN_NAV
                files.append(File.generated(config, name, content=generated_head(title), inclusion=level))
        for source in prepared.loaded.campaigns:
            for path, name in source.media:
                file = File.generated(config, name, abs_src_path=str(prepared.root / path))
                files.append(Picture.of(prepared, path, file) if path in pictures else file)
        for asset, place in template_files(prepared.root).items():
            if asset.startswith("assets/"):
                where = f"assets/pufa/{asset.removeprefix('assets/')}"
                files.append(File.generated(config, where, abs_src_path=str(place)))
        for name, kind in SHELLS.items():
            content = generated_head(
                shell.TITLE, shell.DESCRIPTION, pufa_shell=name, hide=["navigation", "toc"], search={"exclude": True}
            )
            files.append(File.generated(config, kind.source, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Give each shell a parent, so that the theme shows where its pages belong; make titles safe to print."""
        for item in sections(nav.items):
            item.title = escape(unescape(str(item.title)))
        for kind in SHELLS.values():
            page = files.src_uris[kind.source].page
            parent = files.src_uris.get(kind.top + "index.md")
            if page is None:
                from mkdocs.structure.pages import Page  # noqa: PLC0415 - a type above, needed here alone

                page = Page(None, files.src_uris[kind.source], config)
            if parent is not None and parent.page is not None:
                page.parent = parent.page  # type: ignore[assignment]  # a page serves: only `active` is set on it

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        """Officers' files in whatever encoding, with Chinese keys in the head turned into the theme's."""
        self.reading = page.file.src_uri
        self.anchors.beside_data = addresses.has_data(_address(page))
        return self.prepared.sources.get(page.file.src_uri)

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make officers' HTML safe, and open the hole for the data below it."""
        self.reading = ""
        address = _address(page)
        html = relative_links(unbroken(clean(html, beside_data=addresses.has_data(address))), address)
        _plain_contents(page.toc)
        if not page.meta.get("pufa_shell"):  # the theme writes titles and descriptions as they are
            page.title = escape(unescape(str(page.title or "")))
            for key in ("title", "description"):
                if page.meta.get(key):
                    page.meta[key] = escape(str(page.meta[key]))
            if page.meta.get("tags"):  # the search shows them as HTML
                page.meta["tags"] = [escape(str(tag)) for tag in page.meta["tags"]]
        if not self._is_shell(page):
            return html
        page.meta.setdefault("description", shell.DESCRIPTION)
        return f"{html}\n{shell.BODY}"

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Keep the pages with a hole; MkDocs writes the others."""
        assert self.layer is not None
        address = _address(page)
        if not self._is_shell(page):
            self.layer.pages.append(address)
            return output
        kind = page.meta.get("pufa_shell")
        url = (page.canonical_url or "") if kind else ""
        self.layer.shells[str(kind) if kind else address] = shell.shell_of(output, url)
        return ""

    def _is_shell(self, page: Page) -> bool:
        if page.meta.get("pufa_shell"):
            return True
        assert self.prepared.library is not None
        return page.file.src_uri in {a + "index.md" for a in singleton_titles(self.prepared.library)}

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Gather the layer; unless `pufa build` asked for no more than that, run the rest of the line."""
        assert self.layer is not None
        if self.job is not None:
            gather(self.layer, Path(config.site_dir))
            return
        try:
            gather(self.layer, Path(config.site_dir))
            if self.command == "serve":
                build_onto(Path(config.site_dir), self.prepared, self._layer, in_place=True)
                return
            if not (config.strict and self.warnings.get_counts()):
                report = build_onto(Path(self.real_site_dir), self.prepared, self._layer)
                log.info("%d files, %d written, %d removed", report.files, report.written, report.removed)
        except Fault as fault:
            text = format_text(fault.diagnostics, line_reader(self.prepared.root)) if fault.diagnostics else str(fault)
            raise Abort(text) from fault
        finally:
            self._tidy()

    def _layer(self) -> Layer:
        assert self.layer is not None
        return self.layer

    def on_build_error(self, error: Exception) -> None:
        """Leave nothing behind."""
        self._tidy()

    def _tidy(self) -> None:
        """Remove what MkDocs wrote and give it its own folder back."""
        logging.getLogger("mkdocs").removeHandler(self.warnings)
        if self.config_in_use is not None:
            shutil.rmtree(self.config_in_use.site_dir, ignore_errors=True)
            self.config_in_use.site_dir = self.real_site_dir
            self.config_in_use = None

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch the records and the templates too."""
        root = Path(config.config_file_path).parent
        for folder in (root / "campaigns", *template_folders(root)):
            if folder.is_dir():
                server.watch(str(folder))
        return server


def _address(page: Page) -> str:
    """A page's address below the site's root, in letters: MkDocs' own is percent-encoded already."""
    return "" if page.url in ("", "./") else unquote(page.url)


def _site_url(written: str) -> str:
    """The site's address as `gather.settings` would read it; MkDocs' may come from the environment or be the preview's."""
    try:
        return ascii_address(written)
    except ValueError:
        raise Abort(
            f"网站地址 site_url“{written}”看不懂。请写成 site_url: https://你的网址/ 。网站没有更新。"
        ) from None


def _plain_contents(items: Iterable[AnchorLink]) -> None:
    """The words of the list of contents, which the theme prints as they are, become plain, then safe."""
    for item in items:
        item.title = escape(unescape(item.title), quote=False)
        _plain_contents(item.children)
