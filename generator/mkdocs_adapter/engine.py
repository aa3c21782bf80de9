"""MkDocs called and tidied up after: the parts of the adapter that are no events of a plugin.

With `plugin`, the only room that knows mkdocs; it is imported only where a layer must be made or served.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import addresses
from generator.base.cache import Cache, digest
from generator.gather.settings import FILE, Settings
from generator.mkdocs_adapter.stumbles import EngineFault, first_line, stumble
from generator.pipeline import Prepared
from generator.publish.faults import reason
from generator.read.settings import reads_alike
from generator.render.layer import Layer, remove_old
from generator.render.shell import BODY
from generator.render.shells import SHELLS

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def make_layer(prepared: Prepared, settings: Settings, folder: Path) -> Layer:
    """Run MkDocs over the officers' pages and the shells, into `folder`. MkDocs' warnings are in the layer."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # an advertisement, not a fault of the officer's
    from mkdocs.commands.build import build  # noqa: PLC0415 - costs half a second; a kept layer saves it
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort, MkDocsException  # noqa: PLC0415

    said = _Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    logger.propagate = False
    plugin: Any = None
    try:
        with _from_text(bool(settings.asks)):
            config = load_config(_examined(prepared.root, settings), site_dir=str(folder), strict=False)
            plugin = _plugin_of(config)
            plugin.job = prepared
            plugin.on_startup(command="build", dirty=False)
            build(config)
    except (MkDocsException, Abort) as error:
        raise EngineFault(
            f"mkdocs.yml 或文章有 MkDocs 不接受的地方：{'；'.join([*said.lines, first_line(str(error))])}"
        ) from error
    except Exception as error:
        fault = stumble(error, plugin.reading if plugin else "")
        if fault is not None:
            raise fault from error
        if not isinstance(error, OSError):
            raise
        raise EngineFault(f"文章和页面框架没有写成，原来的网站没有变：{reason(error)}。") from error
    finally:
        logger.removeHandler(said)
    layer: Layer = plugin.layer
    layer.warnings = said.lines
    return layer


class _Vetted(io.BytesIO):
    """The settings as they were read and examined, not as the file may be by now; names in them count from `name`."""

    def __init__(self, root: Path, settings: Settings) -> None:
        super().__init__(settings.text.encode("utf-8", "surrogatepass"))
        self.name = str(root / FILE)


@contextlib.contextmanager
def _from_text(wanted: bool) -> Iterator[None]:
    """Python takes programs from their text, to which somebody has agreed, not from what lies compiled in a `__pycache__`."""
    before = sys.pycache_prefix, sys.dont_write_bytecode
    if wanted:
        sys.pycache_prefix, sys.dont_write_bytecode = str(Path(os.devnull, "none")), True
    try:
        yield
    finally:
        sys.pycache_prefix, sys.dont_write_bytecode = before


def _examined(root: Path, settings: Settings) -> _Vetted:
    """What MkDocs is given to read; it must not see other settings in it than those that were examined."""
    if not reads_alike(settings.text):
        raise EngineFault("mkdocs.yml 里有一处写法，不同的程序会读成不同的意思。请照手册“网站设置”一页重写这个文件。")
    return _Vetted(root, settings)


def _plugin_of(config: MkDocsConfig) -> Any:
    plugin = config.plugins.get("pufa")
    if plugin is None:
        raise EngineFault("mkdocs.yml 的 plugins 里没有 pufa，请加上一行“  - pufa”。")
    return plugin


class _Listener(logging.Handler):
    """Keeps the warnings of a run as plain lines."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(first_line(record.getMessage()))


def scratch(cache: Cache) -> str:
    """A folder for what MkDocs writes before the line takes it up; what earlier runs left in it is removed."""
    folder = cache.room("scratch")
    if folder is None:
        return tempfile.gettempdir()
    remove_old(folder)
    return str(folder)


def generated_head(title: str, description: str = "", **more: Any) -> str:
    """The source of a page that has no text of its own: only a head."""
    meta = {"title": title, **({"description": description} if description else {}), **more}
    meta.setdefault("hide", ["navigation", "toc"])
    return "---\n" + "\n".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in meta.items()) + "\n---\n"


def expand_nav(config: MkDocsConfig, prepared: Prepared) -> None:
    """`campaigns/*` and `guide/*` in the navigation become the pages that lie there."""
    if config.nav is None:
        return
    assert prepared.library is not None
    campaigns = [addresses.campaign(c.id) + "index.md" for c in prepared.library.campaigns]
    own = sorted(p.name for p in prepared.loaded.pages)
    named = names_in(config.nav)

    def expand(items: list[Any]) -> Iterator[Any]:
        for item in items:
            if isinstance(item, dict):
                yield {k: list(expand(v)) if isinstance(v, list) else v for k, v in item.items()}
            elif isinstance(item, str) and item.endswith("/*"):
                below = item[:-1]
                pages = campaigns if below == addresses.CAMPAIGNS else own
                yield from (p for p in pages if p.startswith(below) and p not in named)
            else:
                yield item

    config.nav = list(expand(config.nav))


def names_in(nav: Any) -> frozenset[str]:
    """Every page that a navigation names."""
    return frozenset(_names(nav))


def _names(items: Any) -> Iterator[str]:
    if isinstance(items, str):
        yield items
    elif isinstance(items, dict):
        for value in items.values():
            yield from _names(value)
    elif isinstance(items, list):
        for value in items:
            yield from _names(value)


def sections(items: list[Any]) -> Iterator[Any]:
    """Every section and link of a navigation, at whatever depth: what has a title and no file."""
    for item in items:
        if not item.is_page:
            yield item
        yield from sections(item.children or [])


def gather(layer: Layer, folder: Path) -> None:
    """Fill the layer from what MkDocs wrote: files by hash, the search's documents, the officers' pages."""
    layer.folder = str(folder)
    index = folder / "search" / "search_index.json"
    if index.exists():
        found = json.loads(index.read_text("utf-8"))
        layer.search_config = found["config"]
        shells = {kind.address for kind in SHELLS.values()}
        for doc in found["docs"]:
            if not doc["location"].startswith(tuple(shells)):
                layer.search_docs.append({**doc, "text": doc["text"].replace(BODY, "")})
        index.unlink()
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (folder / name).unlink(missing_ok=True)
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(base, name)
            layer.files[path.relative_to(folder).as_posix()] = digest(path.read_bytes())
    layer.pages.sort()
