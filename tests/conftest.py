"""What all tests share: copies of the two sites that they start from."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # `sites.kit`, from every folder of tests

from sites import kit


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are processors: browsers, servers and other programs are waited for."""
    del config
    return (os.cpu_count() or 1) + 1


FIRST = (
    "unit/publish", "integration/test_publishing", "integration/test_build", "integration/test_received", "integration/test_serve",
    "integration/test_spark", "browser", "unit/rollup", "unit/reports", "integration",
)  # fmt: skip
"""Files in the order of starting: those that fork while their worker is still small, then those that take long, so that none is
left to one worker at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start what takes long first; the order within a file stays. Tests do not depend on it."""

    def place(item: pytest.Item) -> int:
        path = item.nodeid.removeprefix("tests/")
        return next((n for n, name in enumerate(FIRST) if path.startswith(name)), len(FIRST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Thousands of collected tests live to the end: looking for garbage among them again and again is in vain."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure() -> None:
    """What was set aside may be let go in order."""
    gc.unfreeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="write the texts that are compared as they are now")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a long text with the one of that name kept beside the test, in `texts/`.

    `pytest --snapshot-update` writes what there is now; look at the difference before you commit it.
    """
    folder = request.path.parent / "texts"

    def compare(text: str, name: str) -> None:
        kept = folder / name
        if request.config.getoption("--snapshot-update"):
            folder.mkdir(exist_ok=True)
            kept.write_bytes(text.encode())
        assert kept.is_file(), f"{kept} is not there: run this test with --snapshot-update"
        assert text.splitlines() == kept.read_bytes().decode().splitlines(), f"{kept.name}: --snapshot-update renews it"

    return compare


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A copy of the complete good site, with the workbook that is made rather than kept."""
    root = kit.copy(kit.GOOD, tmp_path / "good")
    head = ("编号", "名称", "开始", "结束", "乡镇", "状态")
    rows = [("xianfa-2027-a", "宪法进校园", "2027-03-02 09:00", "10:30", "云溪街道", "计划")]
    kit.workbook(
        root / "campaigns/xianfa/events-2027.xlsx", ("说明", [("先看这里",)]), ("台账", [("2027年",), head, *rows])
    )
    return root


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A copy of the smallest site without a fault; tests break it in one place."""
    return kit.copy(kit.BASE, tmp_path / "base")


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Caches and decisions of a run of the tests: never those of the person who runs them."""
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        patch.delenv("PUFA_TRUST", raising=False)
        yield
