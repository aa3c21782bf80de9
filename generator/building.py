"""`pufa build`: the layer from MkDocs or from the cache, then the rest of the line."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from generator import layer as layers
from generator.layer import Layer
from generator.pipeline import CACHE, Prepared, Progress, build_onto
from generator.publish import Report
from generator.settings import Settings


def build_site(prepared: Prepared, settings: Settings, out: Path, *, strict: bool, progress: Progress) -> Report:
    """Build a checked project into `out`. Raises `PublishFault`, `EngineFault` or `TemplateFault` with Chinese words."""
    assert prepared.library is not None
    key = layers.layer_key(prepared.root, prepared.loaded, prepared.library, settings.raw, prepared.docs)
    layer = layers.stored(prepared.cache, key)
    passing: Path | None = None
    if layer is None:
        progress("用 MkDocs 生成文章和页面框架")
        layer, passing = _fresh(prepared, key, strict)
    try:
        return build_onto(out, layer, prepared, progress=progress)
    finally:
        if passing is not None:
            shutil.rmtree(passing, ignore_errors=True)


def _fresh(prepared: Prepared, key: str | None, strict: bool) -> tuple[Layer, Path | None]:
    """A layer made now, and the folder to remove after the build where it cannot be kept."""
    from generator.engine import make_layer  # noqa: PLC0415 - MkDocs costs half a second to import

    home: Path | None = None
    if key is not None and prepared.cache.folder is not None:
        home = prepared.cache.folder / "layers"
        home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="layer-", dir=home))
    try:
        layer, _ = make_layer(prepared, folder, strict=strict)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if home is None:
        return layer, folder
    layers.keep(prepared.cache, key, layer)
    return layer, None


__all__ = ["CACHE", "build_site"]
