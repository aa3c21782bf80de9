"""Slices: while the key is the same and the files lie there as they were written, nothing of a slice is planned."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from generator.base.artifacts import Planned, Slice
from generator.base.cache import Cache
from generator.publish.faults import PublishFault
from generator.publish.folder import planned, put

MARK = "404.html"


class Site:
    """A site of one plain file and one slice. `asked` counts how often the slice was planned, `made` what was made of it."""

    def __init__(self, home: Path) -> None:
        self.out = home / "site"
        self.cache = Cache(home / "cache", "k", b"s" * 32)
        self.asked = 0
        self.made: list[str] = []

    def _files(self, files: dict[str, str]) -> Iterator[Planned]:
        self.asked += 1
        for path, text in files.items():
            yield Planned(path, text, lambda path=path, text=text: self._make(path, text))  # type: ignore[misc]

    def _make(self, path: str, text: str) -> bytes:
        self.made.append(path)
        return text.encode()

    def build(self, key: str, files: dict[str, str], *more: Planned | Slice) -> None:
        def stream() -> Iterable[Planned | Slice]:
            return (Slice("towns", key, lambda: self._files(files)), *more)

        put(self.out, [planned(MARK, b"x")], self.cache, streams=[stream])

    def there(self) -> dict[str, str]:
        found = {p.relative_to(self.out).as_posix(): p.read_text() for p in self.out.rglob("*") if p.is_file()}
        del found[MARK]
        return found


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(
        "generator.publish.folder.processes", lambda _: 1
    )  # what another process counts is not seen here
    site = Site(tmp_path)
    site.build("1", {"a/index.html": "a", "b/index.html": "b"})
    assert (site.asked, site.made) == (1, ["a/index.html", "b/index.html"])
    site.made.clear()
    return site


def test_nothing_of_a_slice_with_the_same_key_is_planned(site: Site) -> None:
    site.build("1", {"never": "asked for"})
    assert (site.asked, site.made) == (1, [])
    assert site.there() == {"a/index.html": "a", "b/index.html": "b"}


def test_of_a_slice_with_another_key_only_what_changed_is_made(site: Site) -> None:
    site.build("2", {"a/index.html": "a", "c/index.html": "c"})
    assert (site.asked, site.made) == (2, ["c/index.html"])
    assert site.there() == {"a/index.html": "a", "c/index.html": "c"}


def test_a_slice_that_is_gone_takes_its_files_with_it(site: Site) -> None:
    put(site.out, [planned(MARK, b"x")], site.cache)
    assert site.there() == {}
    site.build("1", {"a/index.html": "a", "b/index.html": "b"})
    assert site.there() == {"a/index.html": "a", "b/index.html": "b"}


@pytest.mark.parametrize("harm", ["changed", "deleted", "link", "folder"])
def test_what_was_changed_by_hand_is_made_again(site: Site, harm: str, tmp_path: Path) -> None:
    file = site.out / "a" / "index.html"
    if harm == "changed":
        file.write_text("something else")
    elif harm == "deleted":
        file.unlink()
    elif harm == "link":
        file.unlink()
        (tmp_path / "aside").write_text("a")
        file.symlink_to(tmp_path / "aside")
    else:
        os.rename(site.out / "a", tmp_path / "a")
        (site.out / "a").symlink_to(tmp_path / "a")
    site.build("1", {"a/index.html": "a", "b/index.html": "b"})
    assert (site.asked, site.made) == (2, ["a/index.html"])
    assert site.there() == {"a/index.html": "a", "b/index.html": "b"}
    assert not file.is_symlink()
    assert not file.parent.is_symlink()


def test_an_address_that_comes_twice_is_told(site: Site) -> None:
    with pytest.raises(PublishFault, match=r"b/index\.html"):
        site.build("1", {}, planned("b/index.html", b"b"))
    with pytest.raises(PublishFault, match=r"a/index\.html"):
        put(
            site.out,
            (),
            site.cache,
            streams=[lambda: [Slice("towns", "1", tuple)], lambda: [Slice("towns", "1", tuple)]],
        )
    assert site.there() == {"a/index.html": "a", "b/index.html": "b"}
