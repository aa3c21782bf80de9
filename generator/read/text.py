"""Bytes to text: UTF-8 with or without BOM, UTF-16 with BOM (Excel's "Unicode text") and GB18030."""

from __future__ import annotations

import unicodedata

from generator.base.diagnostics import Diagnostic, Span

MAX_TEXT_BYTES = 8 * 1024 * 1024


def decode_bytes(path: str, data: bytes, limit: int = MAX_TEXT_BYTES) -> str | Diagnostic:
    r"""The text of a file with `\n` line ends, or the one fault that keeps it from being read."""
    if len(data) > limit:
        size = len(data) / 1024 / 1024
        return Diagnostic(
            "E005",
            Span(path),
            f"文件有 {size:.1f} MB，超过了 {limit // 1024 // 1024} MB",
            "请按年份或专项分成几个文件。",
        )
    text = _decode(data)
    if text is None:
        return Diagnostic(
            "E002",
            Span(path),
            "认不出文字编码，或者不是文本文件",
            "请用记事本打开，另存为 UTF-8；图片和文档请放到别处。",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str | None:
    try:
        if data.startswith(b"\xef\xbb\xbf"):
            return data[3:].decode("utf-8")
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if b"\0" in data:
            return None
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    # GB18030 can decode nearly any bytes: text that is mostly no writing is no text.
    odd = sum(1 for c in text[:20000] if c not in "\n\r\t" and unicodedata.category(c) in ("Cc", "Co", "Cn"))
    return text if odd * 50 <= min(len(text), 20000) else None
