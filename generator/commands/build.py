"""`pufa build`: the layer from MkDocs or from the cache, then the rest of the line."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from generator.base.diagnostics import Fault
from generator.base.workers import aside
from generator.gather.settings import Settings
from generator.pipeline import Prepared, Progress
from generator.publish.folder import Report
from generator.render import layer as layers
from generator.render.layer import Layer
from generator.render.templates import compile_ahead
from generator.rendering import build_onto
from generator.world import World


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, and what MkDocs had to say of the officers' pages, as lines for them."""

    report: Report
    warnings: tuple[str, ...]


def build_site(
    prepared: Prepared, settings: Settings, out: Path, *, strict: bool, progress: Progress, world: World | None = None
) -> Built:
    """Build a checked project into `out`. Raises a `Fault` with Chinese words.

    `world` is what `derive` made of it, where the caller needed that before. With `strict`, what MkDocs has to say of the officers' pages keeps the site from being built.
    """
    assert prepared.library is not None
    key = None
    if not settings.asks:  # what they run or read cannot be seen from here
        key = layers.layer_key(prepared.root, prepared.loaded, prepared.library, settings)
    layer = layers.stored(prepared.cache, key)
    if layer is not None:
        warnings = _warn(layer, strict, progress)
        return Built(build_onto(out, prepared, lambda: layer, progress=progress, world=world), warnings)
    progress("用 MkDocs 生成文章和页面框架")
    folder, kept = _room(prepared, key)
    warnings = ()

    def finished() -> Layer:
        nonlocal warnings
        layer = making()
        warnings = _warn(layer, strict, progress)
        if kept:
            layers.keep(prepared.cache, key, layer)
        return layer

    try:
        # MkDocs works on the officers' pages in another process while this one works on the figures.
        with aside(lambda: _fresh(prepared, settings, folder)) as making:
            report = build_onto(out, prepared, finished, progress=progress, world=world)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if not kept:
        shutil.rmtree(folder, ignore_errors=True)
    return Built(report, warnings)


def _room(prepared: Prepared, key: str | None) -> tuple[Path, bool]:
    """A new folder for MkDocs to write into, and whether it can be kept: in the cache, else among the system's own."""
    home = prepared.cache.room("layers") if key is not None else None
    if home is not None:
        with contextlib.suppress(OSError):  # a cache that cannot be written costs time, nothing else
            return Path(tempfile.mkdtemp(prefix="layer-", dir=home)).resolve(), True
    return Path(tempfile.mkdtemp(prefix="pufa-layer-")).resolve(), False


def _fresh(prepared: Prepared, settings: Settings, folder: Path) -> Layer:
    from generator.mkdocs_adapter.engine import make_layer  # noqa: PLC0415 - MkDocs costs half a second to import

    layer = make_layer(prepared, settings, folder)
    compile_ahead(prepared.root, prepared.cache)  # here once, and not in each of the processes that render
    return layer


def _warn(layer: Layer, strict: bool, progress: Progress) -> tuple[str, ...]:
    if strict and layer.warnings:
        raise Fault("严格检查没有通过，MkDocs 提醒：" + "；".join(layer.warnings))
    for line in layer.warnings:
        progress(f"MkDocs 提醒：{line}")
    return tuple(layer.warnings)
