"""The whole site, built once for all tests and all workers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration import whole


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's folder with the finished site in `site/`; nobody may change it."""
    return whole.built_site(tmp_path_factory)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project's folder with the finished site in `site/`; nobody may change it."""
    return whole.small_site(tmp_path_factory)


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The finished site."""
    return built / "site"


@pytest.fixture(
    scope="module"
)  # parsed, it fills a gigabyte, which every later fork of this worker would have to carry
def pages(site: Path) -> Mapping[str, whole.Page]:
    """Every page of the finished site, by address."""
    return whole.read_pages(site)
