"""ical.js (Thunderbird, Nextcloud) and node-ical read every feed as it was recorded."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from generator.feeds.catalogue import path_of
from tests.clients.hard_cases import hard_cases
from tests.clients.makers import expected, files, in_feeds
from tests.clients.tools import HERE, node_modules

pytestmark = pytest.mark.clients
LIBRARY = hard_cases()
OBSERVANCES = path_of("observances")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[list[Any]]]]:
    """What both readers found in every calendar file, by the file's path."""
    installed = node_modules()
    folder = tmp_path_factory.mktemp("feeds")
    names = {}
    for number, (path, data) in enumerate(files(LIBRARY).items()):
        if path.endswith(".ics"):
            names[f"{number}.ics"] = path
            (folder / f"{number}.ics").write_bytes(data)
    words = ["node", str(HERE / "readers.mjs"), str(installed), *(str(folder / name) for name in names)]
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=120, env={**os.environ, "TZ": "UTC"}, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {names[name]: found for name, found in json.loads(done.stdout).items()}


@pytest.mark.parametrize("reader", ["ical.js", "node-ical"])
def test_every_feed_reads_back_as_what_was_recorded(reader: str, read: dict[str, dict[str, list[list[Any]]]]) -> None:
    for path, found in in_feeds(LIBRARY).items():
        if path != OBSERVANCES:
            assert {tuple(entry) for entry in read[path][reader]} == expected(found), path
