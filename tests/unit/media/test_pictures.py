"""Pictures as they are published: the same pixels and colours, the right way up, and nothing that somebody wrote beside them."""

from __future__ import annotations

import subprocess
import sys
import warnings
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps, ImageSequence
from sites.pictures_kit import (
    ALL,
    FILM,
    PROFILE,
    SECRET,
    chunk,
    exif,
    frames,
    gif,
    jpeg,
    png,
    riff,
    saved,
    scene,
    segment,
    webp,
)

from generator.media.pictures import Unfit, kind_of, published
from generator.media.pictures.lzw import used
from generator.media.pictures.parts import Stripped


def opened(data: bytes | Unfit) -> Image.Image:
    assert isinstance(data, bytes), data
    with warnings.catch_warnings(action="ignore"):  # of what hides in the pictures before they are stripped
        picture = Image.open(BytesIO(data))
        picture.load()
    return picture


def pixels(data: bytes | Unfit) -> list[bytes]:
    """Every frame of a picture, as it is shown."""
    assert isinstance(data, bytes), data
    return [frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(opened(data))]


def furthest(one: Image.Image, other: Image.Image) -> int:
    """The greatest difference of any pixel in any colour."""
    assert one.size == other.size
    return max(high for _, high in ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema())


@pytest.mark.parametrize("name", ALL)
def test_secrets_go_and_not_a_pixel_changes(name: str) -> None:
    """Whatever the format has room for: place, author, texts, thumbnails, films; what is left is as it was."""
    data = ALL[name]
    assert SECRET in data
    found = published(data)
    assert isinstance(found, bytes)
    assert SECRET not in found
    assert b"Exif" not in found
    assert not opened(found).getexif()
    assert pixels(found) == pixels(data)
    assert kind_of(found) == kind_of(data)


@pytest.mark.parametrize("name", ALL)
def test_a_published_picture_is_published_as_it_is(name: str) -> None:
    """Twice the same bytes from the same picture, and nothing is left to take away."""
    once = published(ALL[name])
    assert once == published(ALL[name])
    assert isinstance(once, bytes)
    assert published(once) == once


@pytest.mark.parametrize("name", ["JPEG", "progressive", "PNG", "WebP", "lossless"])
def test_the_colour_profile_stays(name: str) -> None:
    """Without it the colours of some cameras would be wrong."""
    assert opened(published(ALL[name])).info["icc_profile"] == PROFILE


def test_a_colour_profile_that_cannot_be_read_goes() -> None:
    """It is no profile, whatever its segment says."""
    wrong = segment(0xE2, b"ICC_PROFILE\0\1\1" + SECRET * 20)
    plain = saved("JPEG")
    for data in (
        plain[:2] + wrong + plain[2:],
        saved("PNG", icc_profile=PROFILE.replace(b"acsp", b"xxxx")),
        saved("WEBP", icc_profile=SECRET * 20),
        saved("PNG", icc_profile=SECRET * 20),
    ):
        found = published(data)
        assert "icc_profile" not in opened(found).info
        assert isinstance(found, bytes)
        assert SECRET not in found


@pytest.mark.parametrize("form", ["APNG", "GIF", "moving"])
def test_animations_go_on(form: str) -> None:
    """All frames, their delays and how often they are shown."""
    before, after = opened(ALL[form]), opened(published(ALL[form]))
    assert after.n_frames == before.n_frames == 3  # type: ignore[attr-defined]
    assert (after.info["loop"], after.info["duration"]) == (before.info["loop"], before.info["duration"])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_stands_upright(orientation: int) -> None:
    """Turned and mirrored as Exif says, with the camera's own tables: JPEG nearly, the others to the pixel."""
    for data, most in ((jpeg(orientation), 40), (png(orientation), 0), (webp(orientation, lossless=True), 0), (webp(orientation, quality=95), 40)):  # fmt: skip
        found = opened(published(data))
        original = opened(data)
        wished = ImageOps.exif_transpose(original)
        assert furthest(found, wished) <= most
        assert not found.getexif()
        assert found.info["icc_profile"] == PROFILE


@pytest.mark.parametrize(
    "options", [{"quality": 40}, {"quality": 97, "subsampling": 0}, {"subsampling": 1}, {"progressive": True}]
)
def test_turning_keeps_the_cameras_quality(options: dict[str, int]) -> None:
    """The tables are the same, turned as the picture is; the sampling is no coarser."""
    before, after = opened(jpeg(6, **options)), opened(published(jpeg(6, **options)))
    for number, table in before.quantization.items():  # type: ignore[attr-defined]
        turned = [table[8 * column + row] for row in range(8) for column in range(8)]
        assert list(after.quantization[number]) == turned  # type: ignore[attr-defined]
    assert bool(after.info.get("progressive")) == bool(options.get("progressive"))


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colours_are_turned_too(mode: str) -> None:
    """Grey and printers' colours."""
    plain = saved("JPEG", scene(mode), quality=95)
    data = plain[:2] + segment(0xE1, b"Exif\0\0" + exif(8)) + plain[2:]
    assert furthest(opened(published(data)), ImageOps.exif_transpose(opened(data))) <= 24


def test_transparent_palettes_are_turned_too() -> None:
    """A drawing of few colours, one of them transparent."""
    drawing = scene().quantize(8)
    plain = saved("PNG", drawing, transparency=0)
    data = plain[:33] + chunk(b"eXIf", exif(6)) + plain[33:]
    found = opened(published(data))
    assert found.convert("RGBA").tobytes() == ImageOps.exif_transpose(opened(data)).convert("RGBA").tobytes()
    assert found.convert("RGBA").getextrema()[3] == (0, 255)


def test_content_decides_and_no_name() -> None:
    """Telephones write PNG and WebP under .jpg: the bytes say what it is."""
    kinds = {"JPEG": jpeg(), "PNG": png(), "WebP": webp(), "GIF": gif()}
    assert {kind_of(data[:64]) for data in kinds.values()} == set(kinds)
    assert kind_of(b"") == kind_of(b"<html>") == kind_of(b"RIFF\0\0\0\0WAVE") == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"MZ\x90\0" + b"\0" * 200, "不是图片"),
        (b"<html><script>alert(1)</script>", "不是图片"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"BM" + b"\0" * 60, "BMP"),
        (b"II*\0" + b"\0" * 60, "TIFF"),
        (b"\xff\xd8\xff\xe1\0\x10Exif", "JPEG 图片坏了"),
        (jpeg()[:400], "JPEG 图片坏了"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG 图片坏了"),
        (b"GIF89a\0\0\0\0\0\0\0;", "GIF 图片坏了"),
        (b"RIFF\x04\0\0\0WEBP", "WebP 图片坏了"),
        (saved("PNG").replace(b"IDAT", b"IDAX"), "PNG 图片坏了"),
    ],
)
def test_what_is_no_picture_is_said_to_be_none(data: bytes, words: str) -> None:
    """In words that say what it is instead, with what to do."""
    found = published(data)
    assert isinstance(found, Unfit)
    assert words in found.message
    assert found.hint.endswith("。")


@pytest.mark.parametrize("name", ["JPEG", "progressive", "PNG", "GIF"])
def test_a_picture_that_breaks_off_passes(name: str) -> None:
    """A browser shows what is there; the file is closed, so that every program can open it."""
    plain = published(ALL[name])
    assert isinstance(plain, bytes)
    cut = plain[: int(len(plain) * 0.9)]
    found = published(cut)
    assert isinstance(found, bytes)
    assert opened(found[: len(found)] if name != "PNG" else plain).size == (48, 32)
    assert Image.open(BytesIO(found)).size == (48, 32)


def test_a_picture_that_breaks_off_is_turned_all_the_same() -> None:
    plain = jpeg(6)
    end = plain.index(b"\xff\xd9", plain.index(b"ICC_PROFILE"))
    assert opened(published(plain[: end - 30])).size == (32, 48)


def huge(kind: str) -> bytes:
    """A picture that says to have 60000 × 60000 pixels, held on its side."""
    if kind == "PNG":
        plain = png(6)
        head = (60000).to_bytes(4, "big") * 2 + plain[24:29]
        return plain[:8] + chunk(b"IHDR", head) + plain[33:]
    plain = jpeg(6)
    at = plain.index(b"\xff\xc0\x00\x11\x08", plain.index(b"ICC_PROFILE"))
    return plain[: at + 5] + (60000).to_bytes(2, "big") * 2 + plain[at + 9 :]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_huge_picture_is_not_decoded(kind: str) -> None:
    """Its size is read before its pixels: more than a hundred million are not turned, and the words say so."""

    def decode(_: Stripped) -> bytes:
        raise AssertionError("decoded")

    found = published(huge(kind), decode)
    assert isinstance(found, Unfit)
    assert "60000×60000" in found.message


def test_a_bomb_in_a_colour_profile_is_not_unpacked() -> None:
    """A gigabyte of nothing, packed small: dropped."""
    import zlib

    plain = saved("PNG")
    bomb = chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))
    assert published(plain[:33] + bomb + plain[33:]) == published(plain)


def test_an_animation_on_its_side_is_refused() -> None:
    """Turning would mean to make all its frames anew."""
    found = published(webp(6, source=frames("WEBP", exif=exif())))
    assert isinstance(found, Unfit)
    assert "动图" in found.message


def test_what_hides_in_the_chain_of_a_frame_goes_too() -> None:
    """Blocks behind the end mark of the pixels belong to no program, whoever put them there."""
    plain = published(gif())
    assert isinstance(plain, bytes)
    assert plain.endswith(b"\0;")
    hidden = plain[:-2] + bytes((len(SECRET),)) + SECRET + b"\0;"
    assert published(hidden) == plain


def test_where_the_pixels_of_a_frame_end_is_found_at_every_width() -> None:
    """Noise fills the table of codes many times over: the end mark is still met at the very last byte."""
    for size in ((1, 1), (7, 5), (90, 70), (400, 300)):
        plain = saved("GIF", Image.effect_noise(size, 90).convert("P"))
        found = published(plain)
        assert pixels(found) == pixels(plain)
        at = plain.index(b",", 13 + (3 << ((plain[10] & 7) + 1))) + 10
        depth, blocks, at = plain[at], [], at + 1
        while plain[at]:
            blocks.append(plain[at + 1 : at + 1 + plain[at]])
            at += 1 + plain[at]
        data = b"".join(blocks)
        assert used(data + SECRET, depth, size[0] * size[1]) == len(data)


def test_a_frame_inside_an_animation_is_cleaned_too() -> None:
    """WebP's frames have chunks of their own."""
    plain = frames("WEBP")
    at = plain.index(b"ANMF")
    size = int.from_bytes(plain[at + 4 : at + 8], "little")
    body = plain[at + 8 : at + 8 + size] + riff(b"MINE", SECRET)
    inside = plain[12:at] + riff(b"ANMF", body) + plain[at + 8 + size + size % 2 :]
    data = b"RIFF" + (len(inside) + 4).to_bytes(4, "little") + b"WEBP" + inside
    assert published(data) == published(plain)


def test_a_film_that_the_end_does_not_part_from_the_picture_is_refused() -> None:
    """Where the end mark is broken, the film behind would pass for pixels."""
    plain = saved("JPEG")
    found = published(plain[:-2] + FILM)
    assert isinstance(found, Unfit)
    assert "去不干净" in found.message


def test_pillow_is_imported_only_to_turn() -> None:
    """Most runs need no decoder: it costs more than all of the stripping."""
    code = (
        "import sys; from generator.media.pictures import published; data = sys.stdin.buffer.read();"
        "assert isinstance(published(data), bytes); print('PIL' in sys.modules)"
    )
    for data, imported in ((jpeg(1), b"False"), (jpeg(6), b"True")):
        made = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
        assert made.stdout.split() == [imported]
