"""Pictures with secrets in every place that a format has for them. `SECRET` must be in none that is published."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

SECRET = b"SECRET-zhangsan"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + SECRET + b"\0" * 40


def exif(orientation: int = 1, *, place: bool = True) -> bytes:
    """An Exif block written by hand: orientation, author, and 28°N 118°E; without its `Exif` mark."""
    rows = [(0x0112, 3, 1, struct.pack(">HH", orientation, 0)), (0x013B, 2, len(SECRET) + 1, struct.pack(">I", 500))]
    rows += [(0x8825, 4, 1, struct.pack(">I", 200))] if place else []
    block = b"MM\0*\0\0\0\x08" + struct.pack(">H", len(rows))
    block += b"".join(struct.pack(">HHI", *row[:3]) + row[3] for row in rows) + b"\0" * 4
    place_rows = struct.pack(">HHHII", 2, 2, 5, 3, 300) + struct.pack(">HHII", 4, 5, 3, 324)
    numbers = struct.pack(">12I", 28, 1, 44, 1, 33, 1, 118, 1, 37, 1, 12, 1)
    block = block.ljust(200, b"\0") + place_rows
    block = block.ljust(300, b"\0") + numbers
    return block.ljust(500, b"\0") + SECRET + b"\0"


def scene(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """A picture without symmetry: red above on the left, a grey slope elsewhere."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste((220, 20, 20), (0, 0, size[0] // 2, size[1] // 3))
    return picture.convert(mode)


def saved(form: str, picture: Image.Image | None = None, **options: Any) -> bytes:
    out = BytesIO()
    (picture or scene()).save(out, form, **options)
    return out.getvalue()


def frames(form: str, **options: Any) -> bytes:
    """An animation of three frames."""
    pictures = [scene().rotate(angle) for angle in (0, 30, 60)]
    if form == "GIF":
        pictures = [p.convert("P") for p in pictures]
    return saved(form, pictures[0], save_all=True, append_images=pictures[1:], duration=70, loop=3, **options)


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def jpeg(orientation: int = 1, **options: Any) -> bytes:
    """As a telephone writes it: Exif with place and thumbnail, XMP, MPF, a comment, a film behind the picture."""
    plain = saved("JPEG", icc_profile=PROFILE, **{"quality": 90, **options})
    thumbnail = saved("JPEG", scene(size=(8, 8)), comment=SECRET)
    more = [
        segment(0xE1, b"Exif\0\0" + exif(orientation) + thumbnail),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET),
        segment(0xE2, b"MPF\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\x008BIM" + SECRET),
        segment(0xEC, SECRET),
        segment(0xFE, SECRET),
    ]
    return plain[:2] + b"".join(more) + plain[2:] + plain + FILM


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def png(orientation: int = 1, source: bytes | None = None) -> bytes:
    """With every kind of text, Exif, a time, a program's own chunk, a named colour profile, and more behind the end."""
    plain = source or saved("PNG")
    more = [
        chunk(b"iCCP", SECRET + b"\0\0" + zlib.compress(PROFILE)),
        chunk(b"eXIf", exif(orientation)),
        chunk(b"tEXt", b"Author\0" + SECRET),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(SECRET)),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>" + SECRET),
        chunk(b"tIME", b"\x07\xea\x0b\x15\x09\x1e\x00"),
        chunk(b"prVW", SECRET),
    ]
    return plain[:33] + b"".join(more) + plain[33:] + SECRET


def riff(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def webp(orientation: int = 1, source: bytes | None = None, **options: Any) -> bytes:
    """With Exif, XMP, a chunk that nobody knows, and more behind the end."""
    plain = source or saved("WEBP", icc_profile=PROFILE, exif=b"Exif\0\0" + exif(), **options)
    end = plain.find(b"EXIF") if b"EXIF" in plain else len(plain)
    head = bytearray(plain[12:end])
    head[8] |= 0x0C
    body = b"WEBP" + bytes(head) + riff(b"EXIF", exif(orientation)) + riff(b"XMP ", SECRET) + riff(b"MINE", SECRET)
    return b"RIFF" + len(body).to_bytes(4, "little") + body + SECRET


def gif() -> bytes:
    """With comments before and behind the frames, XMP, a program's own block, and more behind the end."""
    plain = frames("GIF", comment=SECRET)
    extra = b"!\xfe\x0f" + SECRET + b"\0" + b"!\xff\x0bXMP DataXMP\x0f" + SECRET + b"\0"
    extra += b"!\xff\x0bMINE    1.0\x0f" + SECRET + b"\0"
    return plain[:-1] + extra + b";" + SECRET


ALL = {"JPEG": jpeg(), "PNG": png(), "APNG": png(source=frames("PNG")), "WebP": webp(quality=80), "GIF": gif(),
       "progressive": jpeg(progressive=True), "lossless": webp(lossless=True), "moving": webp(source=frames("WEBP", exif=exif()))}  # fmt: skip
