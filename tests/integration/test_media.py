"""Photographs and attachments from an officer's folder to the finished site, by both ways to build."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps
from sites import kit
from sites.attachments_kit import CORE, archive
from sites.pictures_kit import PROFILE, SECRET, exif, gif, jpeg, png, saved, scene, segment, webp

from generator.base.cache import Cache
from tests.integration.whole import AS_OF, REPO, Tree, pufa, run, same, tree

MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
PHOTOS = {
    "content/articles/side.jpg": jpeg(6),
    "content/articles/upright.JPG": jpeg(1),
    "content/articles/wechat.jpg": png(8),  # what WeChat saves under this name
    "content/articles/photo.webp": webp(3, quality=80),
    "content/moving.gif": gif(),
    "content/articles/cover.doc": jpeg(3),
    "campaigns/xianfa/stage.jpeg": jpeg(6),
}
OTHERS = {
    "content/tongzhi.docx": archive({"docProps/core.xml": CORE.format("张三", "李四")}),
    "content/list.csv": b"\xef\xbb\xbfa,b\r\n",
    "content/note.txt": SECRET,
}


def address(path: str) -> str:
    """Where a file of the project is on the site."""
    return path.removeprefix("content/")


@pytest.fixture
def county(base: Path) -> Path:
    """A small site with photographs beside an article and beside a campaign's text."""
    for path, data in (PHOTOS | OTHERS).items():
        kit.put(base, path, data)
    kit.put(base, "content/articles/a.md", "# 宣讲\n\n![宣讲](side.jpg) ![合影](wechat.jpg) [通知](../tongzhi.docx)\n")
    kit.put(base, "campaigns/xianfa/index.md", "现场：![现场](stage.jpeg)\n")
    return base


def built(root: Path) -> Tree:
    run(pufa("build", "--as-of", AS_OF, "--quiet"), root)
    return tree(root / "site")


def test_both_ways_to_build_give_the_same_clean_pictures(county: Path) -> None:
    """Same bytes, no secret, right way up, whatever the file is called; the officer's own files are as they were."""
    times = {path: (county / path).stat().st_mtime_ns for path in PHOTOS}
    site = built(county)
    run(MKDOCS, county, PUFA_AS_OF=AS_OF)
    same(site, tree(county / "site"))
    for path, data in PHOTOS.items():
        found = site[address(path)]
        assert SECRET not in found
        assert b"Exif" not in found
        assert (county / path).read_bytes() == data
        assert (county / path).stat().st_mtime_ns == times[path]
        picture = Image.open(BytesIO(found))
        picture.load()
        assert not picture.getexif()
    for path, data in OTHERS.items():
        assert site[address(path)] == data


def test_the_picture_stands_upright_on_the_site(county: Path) -> None:
    """Compared point by point with what the camera meant."""
    site = built(county)
    plain = saved("JPEG", quality=90, icc_profile=PROFILE)
    for orientation, path in (
        (6, "articles/side.jpg"),
        (1, "articles/upright.JPG"),
        (6, "campaigns/xianfa/stage.jpeg"),
    ):
        marked = plain[:2] + segment(0xE1, b"Exif\0\0" + exif(orientation)) + plain[2:]
        wished = ImageOps.exif_transpose(Image.open(BytesIO(marked)))
        found = Image.open(BytesIO(site[path]))
        assert found.size == wished.size == (scene().size if orientation == 1 else scene().size[::-1])
        assert max(high for _, high in ImageChops.difference(wished, found).getextrema()) <= 40
        assert found.info["icc_profile"] == PROFILE


def test_articles_still_show_their_pictures(county: Path) -> None:
    """The addresses in the pages are those of the files."""
    site = built(county)
    page = site["articles/a/index.html"].decode()
    for name in ("side.jpg", "wechat.jpg"):
        assert f'src="../{name}"' in page
        assert f"articles/{name}" in site
    assert 'src="stage.jpeg"' in site["campaigns/xianfa/index.html"].decode()


def test_what_is_kept_changes_no_byte(county: Path) -> None:
    """A second build, one without a cache, and one after a picture was replaced by another of the same size."""
    first = built(county)
    same(first, built(county))
    again = kit.copy(county, county.parent / "again")
    for folder in (".pufa-cache", "site"):
        run([sys.executable, "-c", f"import shutil; shutil.rmtree({folder!r}, True)"], again)
    same(first, built(again))
    kit.put(county, "content/articles/side.jpg", jpeg(8))
    other = built(county)
    assert other["articles/side.jpg"] != first["articles/side.jpg"]
    assert Image.open(BytesIO(other["articles/side.jpg"])).size == (32, 48)


def test_a_file_is_looked_at_once(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size and time say that it has not changed; what was found is told each time all the same."""
    kit.put(base, "content/a.jpg", jpeg(6))
    kit.put(base, "content/b.docx", OTHERS["content/tongzhi.docx"])

    def again(*_: object) -> None:
        raise AssertionError("looked at again")

    cache = Cache(tmp_path / "cache", "k")
    first = kit.prepared(base, cache)
    monkeypatch.setattr("generator.gather.media.look_at", again)
    second = kit.prepared(base, cache)
    assert first.diagnostics == second.diagnostics
    assert first.loaded.pictures == second.loaded.pictures == ["content/a.jpg"]
    assert kit.places(second.diagnostics) == ["content/b.docx W215"]
    assert len(list((tmp_path / "cache/turned").iterdir())) == 1
    os.utime(base / "content/b.docx", ns=(1, 1))
    with pytest.raises(AssertionError, match="again"):
        kit.prepared(base, cache)


def test_what_is_no_picture_stops_the_build(base: Path) -> None:
    """The old site stays; the words name the file and what to do."""
    for name, data in {"a.jpg": b"\0\0\0\x18ftypheic\0\0\0\0", "b.png": b"MZ" + bytes(90), "c.gif": b"", "d.webp": b"<html>"}.items():  # fmt: skip
        kit.put(base, f"content/{name}", data)
    kit.put(base, "campaigns/xianfa/e.jpeg", jpeg()[:300])
    assert kit.places(kit.look(base)) == [
        "campaigns/xianfa/e.jpeg E034", "content/a.jpg E034", "content/b.png E034", "content/c.gif E034", "content/d.webp E034"
    ]  # fmt: skip
    said = run(pufa("build", "--as-of", AS_OF), base, status=1)
    assert "content/a.jpg E034 这是 HEIC 照片，浏览器打不开" in said
    assert "另存（导出）为 JPG" in said
    assert not (base / "site").exists()


def test_what_is_no_file_is_told(base: Path) -> None:
    """A pipe would be waited for for ever, a broken link has nothing to copy."""
    os.mkfifo(base / "content/a.jpg")
    (base / "content/b.pdf").symlink_to("c.pdf")
    assert kit.places(kit.look(base)) == ["content/a.jpg E001", "content/b.pdf E001"]


def test_a_picture_that_is_too_large_for_the_memory_is_not_read(base: Path) -> None:
    """A file of a gigabyte of nothing behind a picture's head."""
    file = kit.put(base, "content/a.jpg", jpeg())
    os.truncate(file, 1_000_000_000)
    (fault,) = kit.look(base)
    assert fault.code == "E034"
    assert "超过 64 MB" in fault.message


def test_the_picture_of_the_handbook_survives(site: Path) -> None:
    """What the repository's own site shows is still there, and whole."""
    original, found = (Image.open(folder / "guide/images/site.png") for folder in (REPO / "content", site))
    assert found.convert("RGB").tobytes() == original.convert("RGB").tobytes()
