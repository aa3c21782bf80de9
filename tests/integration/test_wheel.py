"""The package as it is installed: its templates and data come with it, wherever it is used."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sites import kit

from tests.integration.whole import REPO, environment, read_pages, shared


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the repository without asking the network."""

    def make(folder: Path) -> None:
        words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--no-index"]
        done = subprocess.run(
            [*words, "--wheel-dir", str(folder), str(REPO)], capture_output=True, text=True, timeout=240, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    folder = shared(tmp_path_factory, "wheel", make)
    return next(folder.glob("pufa-*.whl"))


def test_the_wheel_holds_program_templates_data_and_licence_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    tops = {n.partition("/")[0] for n in names}
    info = next(t for t in tops if t.endswith(".dist-info"))
    assert tops == {"generator", info}
    assert any(n.startswith(f"{info}/") and n.endswith("LICENSE") for n in names)
    ours = [
        p.relative_to(REPO / "site_templates").as_posix() for p in (REPO / "site_templates").rglob("*") if p.is_file()
    ]
    assert sorted(f"generator/site_templates/{p}" for p in ours if "__pycache__" not in p) == sorted(
        n for n in names if n.startswith("generator/site_templates/")
    )
    for folder, kind in (("", ".py"), ("figures/indicators/", ".sql"), ("data/", "")):
        files = [
            p for p in (REPO / "generator" / folder).glob(f"*{kind}") if p.is_file() and not p.name.startswith(".")
        ]
        assert files
        assert {f"generator/{folder}{p.name}" for p in files} <= set(names)
    assert [n for n in names if "__pycache__" in n or n.endswith(".pyc") or "/tests/" in n] == []


def test_a_county_starts_and_builds_with_the_installed_package(wheel: Path, tmp_path: Path) -> None:
    """`init` and `build` for 常德市武陵区 far away from the repository, with nothing of it in reach."""
    home = tmp_path / "installed"
    words = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--target",
        str(home),
        str(wheel),
    ]
    done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    away = tmp_path / "away"
    away.mkdir()
    env = environment(PYTHONPATH=kit.python_path(home))

    def call(*more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *more],
            cwd=away,
            env=env,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import generator; print(generator.__file__)"],
        cwd=away,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(home))
    call("init", "430703")
    folders = [p for p in away.iterdir() if p.is_dir()]
    assert len(folders) == 1
    call("build", "-C", str(folders[0]), "--as-of", "2026-11-21")
    pages = read_pages(folders[0] / "site")
    assert pages[""].one("//h1")
    assert any(a.startswith("townships/430703") for a in pages)
    assert (folders[0] / "site/assets/pufa/pufa.css").is_file()
    assert not [p for p in folders[0].rglob("*") if "__pycache__" in p.parts]
    assert os.fspath(REPO) not in pages[""].text
