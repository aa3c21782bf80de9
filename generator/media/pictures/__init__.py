"""What of a picture goes to the public site: its pixels and its colours, the right way up, and nothing else. Pure: bytes in, bytes out.

JPEG, PNG (animated too), WebP and GIF are told by their content, whatever the file is called. What cameras and programs write
beside the pixels (place, time, device, names, thumbnails, films behind the picture) is dropped without touching a pixel.
Only a picture that lies on its side is decoded and encoded again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.media.pictures import gif, jpeg, png, webp
from generator.media.pictures.parts import Broken, Stripped
from generator.media.pictures.turning import turn

__all__ = ["ENDINGS", "MOST_PIXELS", "Unfit", "kind_of", "published"]

ENDINGS = frozenset((".jpg", ".jpeg", ".png", ".gif", ".webp"))
"""Names that promise a picture which every browser can show."""
MOST_PIXELS = 100_000_000
"""Pixels of a picture that may still be turned: they have to be in memory, twice."""

_STRIP: dict[str, Callable[[bytes], Stripped]] = {
    "JPEG": jpeg.strip,
    "PNG": png.strip,
    "WebP": webp.strip,
    "GIF": gif.strip,
}
_TRACES = (b"Exif\0\0", b"http://ns.adobe.com/xap/", b"<x:xmpmeta", b"ftypisom", b"ftypmp4", b"ftypqt")
"""What must be nowhere in a finished picture: long enough that no pixel data has them by chance."""
_OTHERS = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"heim": "HEIC",
    b"hevc": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
}
_MEND = "请用看图软件打开看看：打得开的，另存为 JPG 或 PNG 再换上；打不开的，换一张。"


@dataclass(frozen=True, slots=True)
class Unfit:
    """A picture that cannot go to the site: the code of the fault, what is wrong, and what to do."""

    code: str
    message: str
    hint: str = _MEND


def kind_of(head: bytes) -> str:
    """`JPEG`, `PNG`, `WebP` or `GIF` by the first bytes of a file; empty for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(png.SIGNATURE):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "WebP" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


Turner = Callable[[Stripped], bytes]
"""Turns a stripped picture upright; raises `Broken`. `turn`, or one that remembers."""


def published(data: bytes, turner: Turner = turn) -> bytes | Unfit:
    """The picture as it may be published, or why it cannot be. The same bytes for the same picture, always."""
    kind = kind_of(data)
    if not kind:
        return _foreign(data)
    try:
        found = _STRIP[kind](data)
        if found.orientation != 1:
            if found.animated:
                return Unfit("E034", "这张动图要转正，程序不会转动图", "请用看图软件转正，另存一份再换上。")
            if found.width * found.height > MOST_PIXELS:
                size = f"{found.width}×{found.height}"
                return Unfit("E034", f"这张照片要转正，可是太大：{size}，超过1亿像素", "请先缩小，宽 2000 像素就够看。")
            found = _STRIP[kind](turner(found))
    except Broken:
        return Unfit("E034", f"这张 {kind} 图片坏了，读不出来")
    if any(trace in found.data for trace in _TRACES):
        return Unfit(
            "E034", f"这张 {kind} 图片里夹着别的东西，去不干净", "请用看图软件打开，另存为 JPG 或 PNG 再换上。"
        )
    return found.data


def _foreign(data: bytes) -> Unfit:
    """What a file is that has a picture's name and is none of ours."""
    if not data:
        return Unfit("E034", "图片文件是空的", "请把图片重新放一次。")
    brand = _OTHERS.get(data[8:12]) if data[4:8] == b"ftyp" else None
    if brand == "HEIC":
        return Unfit(
            "E034",
            "这是 HEIC 照片，浏览器打不开",
            "请在手机或“照片”程序里另存（导出）为 JPG 再换上；只改文件名没有用。",
        )
    if brand or data[:4] in (b"II*\0", b"MM\0*") or data[:2] == b"BM":
        kind = brand or ("BMP" if data[:2] == b"BM" else "TIFF")
        return Unfit(
            "E034",
            f"这是 {kind} 图片，不少浏览器打不开",
            "请用看图软件打开，另存为 JPG 或 PNG 再换上；只改文件名没有用。",
        )
    return Unfit("E034", "名字是图片，内容不是图片，或者坏了")
