"""From contexts to files: each page with a key of all that its bytes depend on, rendered and stamped only when it is asked for."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from generator import addresses
from generator.base.artifacts import Planned
from generator.base.cache import Cache, digest
from generator.pages.page import PageSpec
from generator.render.layer import Layer
from generator.render.templates import Renderer, templates_key
from generator.world import World


class Press:
    """Templates and shells, for the pages of one process. `key` hashes everything that is not in a page's context."""

    def __init__(self, root: Path, cache: Cache, world: World, layer: Layer) -> None:
        shared = shared_facts(world)
        self.layer = layer
        self.renderer = Renderer(root, cache, shared)
        base = digest(templates_key(root), cache.key, marshal.dumps(shared, 2))
        self.shells = {kind: digest(base, *shell.parts, *shell.holes) for kind, shell in layer.shells.items()}
        self.key = digest(base, layer.site.url, *(f"{kind} {key}" for kind, key in sorted(self.shells.items())))

    def pages(self, specs: Iterable[PageSpec]) -> Iterator[Planned]:
        """A file for each page."""
        for spec in specs:
            content = (spec.address, spec.title, spec.description, spec.template, spec.structured, spec.context)
            key = digest(self.shells[spec.shell], marshal.dumps(content, 2))  # type: ignore[arg-type]  # contexts are plain values
            yield Planned(addresses.file_of(spec.address), key, partial(self._stamped, spec))

    def _stamped(self, spec: PageSpec) -> bytes:
        context = {**spec.context, "root": spec.root, "address": spec.address, "title": spec.title}
        body = self.renderer.render(spec.template, context)
        head = f'<script type="application/ld+json">{spec.structured}</script>' if spec.structured else ""
        page = self.layer.shells[spec.shell].stamp(
            title=spec.title, description=spec.description, url=self.layer.site.url + spec.address, body=body, head=head
        )
        return page.encode()


def shared_facts(world: World) -> dict[str, Any]:
    """What every template knows: `site`."""
    region = world.library.region
    return {
        "site": {
            "name": world.site.name,
            "url": world.site.url,
            "region": region.name,
            "region_code": region.code,
            "publisher": region.publisher,
            "hotline": region.hotline,
        }
    }
