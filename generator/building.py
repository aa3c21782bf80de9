"""`pufa build`: the layer from MkDocs or from the cache, then the rest of the line."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from generator import layer as layers
from generator.layer import Layer
from generator.pipeline import Prepared, Progress, build_onto
from generator.publish import Report
from generator.settings import Settings
from generator.workers import aside


def build_site(prepared: Prepared, settings: Settings, out: Path, *, strict: bool, progress: Progress) -> Report:
    """Build a checked project into `out`. Raises `PublishFault`, `EngineFault` or `TemplateFault` with Chinese words."""
    assert prepared.library is not None
    key = layers.layer_key(prepared.root, prepared.loaded, prepared.library, settings.raw, prepared.docs)
    layer = layers.stored(prepared.cache, key)
    if layer is not None:
        return build_onto(out, prepared, lambda: layer, progress=progress)
    progress("用 MkDocs 生成文章和页面框架")
    folder = _room(prepared, key)
    try:
        # MkDocs works on the officers' pages in another process while this one works on the figures.
        making = aside(lambda: _fresh(prepared, folder, strict))
        report = build_onto(out, prepared, lambda: _kept(making(), prepared, key, progress), progress=progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if key is None or prepared.cache.folder is None:
        shutil.rmtree(folder, ignore_errors=True)
    return report


def _room(prepared: Prepared, key: str | None) -> Path:
    """A new folder for MkDocs to write into: in the cache if the layer can be kept, else among the system's own."""
    home: Path | None = None
    if key is not None and prepared.cache.folder is not None:
        home = prepared.cache.folder / "layers"
        home.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="layer-", dir=home))


def _fresh(prepared: Prepared, folder: Path, strict: bool) -> Layer:
    from generator.engine import make_layer  # noqa: PLC0415 - MkDocs costs half a second to import

    return make_layer(prepared, folder, strict=strict)


def _kept(layer: Layer, prepared: Prepared, key: str | None, progress: Progress) -> Layer:
    for line in layer.warnings:
        progress(f"MkDocs 提醒：{line}")
    layers.keep(prepared.cache, key, layer)
    return layer
