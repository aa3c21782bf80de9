"""What MkDocs makes and the line takes up: the theme's files, the officers' pages and the shells. Knows no MkDocs.

A layer depends on `content/`, `mkdocs.yml`, the templates, the campaigns' own texts and the region's identity, but on no
event: so it is kept, and a changed event costs no MkDocs at all.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.base.artifacts import SiteInfo
from generator.base.cache import Cache, digest
from generator.base.installed import versions
from generator.base.projects import ENGINE
from generator.gather import Loaded
from generator.gather.settings import Settings
from generator.model import Library
from generator.render.shell import Shell
from generator.render.templates import templates_key


@dataclass(slots=True)
class Layer:
    """`folder` holds the finished files; `shells` are by kind or, for pages that exist once, by address."""

    site: SiteInfo
    folder: str
    files: dict[str, str] = field(default_factory=dict)
    """Path → content hash of every finished file below `folder`."""
    shells: dict[str, Shell] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    """Addresses of the officers' own pages."""
    search_config: dict[str, Any] = field(default_factory=dict)
    search_docs: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """What MkDocs had to say of the officers' pages and of mkdocs.yml."""


def theme_facts(library: Library) -> dict[str, Any]:
    """What the theme's templates know of the region: `config.extra.pufa`."""
    region, identity = library.region, library.region.identity
    return {
        "region": region.name,
        "publisher": region.publisher,
        "hotline": region.hotline,
        "identity": {key: getattr(identity, key) for key in identity.__slots__},
        "sample": library.sample,
    }


def layer_key(root: Path, loaded: Loaded, library: Library, settings: Settings) -> str:
    """A hash of all that the layer depends on, where no foreign plugin and the like reads what we cannot see."""
    docs = settings.docs
    parts = [repr(theme_facts(library)), templates_key(root), *versions(ENGINE)]
    parts += [f"{path} {key}" for path, key in sorted(loaded.inputs.items()) if path.startswith(f"{docs}/")]
    for name in (*loaded.attachments, *(f for f in settings.extras if (root / docs / f).is_file())):
        stat = (root / docs / name).stat()
        parts.append(f"{name} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}")
    for campaign in library.campaigns:
        parts.append(repr((campaign.id, campaign.title, campaign.summary, campaign.text)))
    for source in loaded.campaigns:
        parts.append(f"{source.id} {loaded.inputs.get(source.page.path, '') if source.page else ''}")
        for path, _ in source.media:
            stat = (root / path).stat()
            parts.append(f"{path} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}")
    return digest(settings.raw, *parts)


def stored(cache: Cache, key: str | None) -> Layer | None:
    """The layer kept under a key, if it is whole."""
    if key is None:
        return None
    layer: Layer | None = cache.load("layer", key)
    if layer is None:
        return None
    try:
        whole = all(digest(Path(layer.folder, path).read_bytes()) == content for path, content in layer.files.items())
    except OSError:
        return None
    return layer if whole else None


def keep(cache: Cache, key: str | None, layer: Layer) -> None:
    """Keep a layer for the next build and drop old ones; without a key it serves this build only."""
    if key is None or cache.folder is None:
        return
    cache.store("layer", key, layer)
    cache.prune("layer", {key})
    remove_old(Path(layer.folder).parent)


def remove_old(home: Path) -> None:
    """Remove the folders that no build can still be using: those made more than an hour ago, but for the newest."""
    with contextlib.suppress(OSError):
        folders = sorted((f for f in home.iterdir() if f.is_dir()), key=lambda f: f.stat().st_mtime)
        for folder in folders[:-1]:
            if folder.stat().st_mtime < folders[-1].stat().st_mtime - 3600:
                shutil.rmtree(folder, ignore_errors=True)
