"""What a document, a film or a sound says about people besides what it shows. Reads, never writes; takes a stream that can seek.

Files are told by their content. Whatever is broken, locked or unknown says nothing: it is copied as it is, and only what can
be read is warned of.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile

from generator.media.attachments import ole, pdf, rtf, sound, video, zipped
from generator.media.attachments.names import Found, worded

__all__ = ["Carried", "carried"]

_HEAD = 1024
_WORD = "Word、Excel、PPT 里点“文件→信息→检查问题→检查文档”，删掉“文档属性和个人信息”再保存；WPS 里点“文件→文档加密→属性”，清空作者等项。批注和修订先处理完（接受或删除）。"
_HINTS = {
    "office": f"不想公开就去掉：{_WORD}",
    "zip": "不想公开就去掉：解压以后，用看图软件或微信另存一份照片，再重新压缩。",
    "pdf": "不想公开就去掉：在 Word 或 WPS 里先清空文档属性，再导出一次 PDF，导出时不要勾选“文档属性”。",
    "video": "不想公开就去掉：用剪辑软件重新导出一份，或者在手机相册里去掉位置再传出来。",
    "sound": "不想公开就去掉：在资源管理器里右键点文件，选“属性→详细信息→删除属性和个人信息”。",
}
_FAULTS = (BadZipFile, EOFError, LookupError, NotImplementedError, RuntimeError, ValueError, struct.error, zlib.error)
"""What the readers of the standard library say of files that are broken or locked; OSError is the caller's."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file carries, in words (“作者：张三；上次修改：李四”), and how it is taken out."""

    words: str
    hint: str


def carried(stream: BinaryIO, size: int) -> Carried | None:
    """What a file of `size` bytes says about people; None where it says nothing. Raises OSError alone."""
    head = stream.read(_HEAD)
    kind, read = _reader(head)
    if read is None:
        return None
    try:
        found = read(stream, size)
    except _FAULTS:
        return None
    words = worded(found)
    return Carried(words, _HINTS["zip" if kind == "zip" and zipped.plain(found) else kind]) if words else None


_Reader = Callable[[BinaryIO, int], Found]


def _reader(head: bytes) -> tuple[str, _Reader | None]:
    if head.startswith(b"PK"):
        return "zip", zipped.read
    if head.startswith(ole.SIGNATURE):
        return "office", ole.read
    if head.startswith(b"{\\rtf"):
        return "office", rtf.read
    if b"%PDF-" in head:
        return "pdf", pdf.read
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "video", video.read
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] >= b"\xe0"):
        return "sound", sound.read
    return "", None
