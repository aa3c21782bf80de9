"""Names that officers choose for files: good on Windows, Linux and Apple's systems, in ids and on command lines."""

from __future__ import annotations

import unicodedata

LONGEST = 40
"""Characters of a name: with the folder before it, it stays far below what any system allows."""
MOST_BYTES = 240
"""Bytes of a whole file's name: systems allow 255, and a number such as (12) may come behind it."""
_NOT_IN_NAMES = frozenset("\\/:*?\"<>|;#%&'`$~@")
_RESERVED = frozenset(
    (
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{i}" for port in ("com", "lpt") for i in "0123456789¹²³"),
    )
)


def clean_name(name: str) -> str:
    """The name in the one form in which it is kept (NFC), without outer space."""
    return unicodedata.normalize("NFC", name).strip()


def cut(text: str, most: int) -> str:
    """As many of the text's first characters as take at most so many bytes."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def path_fault(name: str) -> str:
    """What keeps a file's whole name (with its ending) from being written on some system, in Chinese; "" where nothing does."""
    if len(name.encode("utf-8", "surrogateescape")) > MOST_BYTES:
        return f"文件名太长，最多{MOST_BYTES}个字节（约{MOST_BYTES // 3}个汉字）"
    if name.partition(".")[0].strip().casefold() in _RESERVED:
        return f"“{name.partition('.')[0]}”是 Windows 保留的名称"
    return ""


def name_fault(name: str) -> str:
    """What keeps a name (without ending) from being a file's name everywhere, in Chinese; "" where nothing does."""
    if not name:
        return "名称是空的"
    if len(name) > LONGEST:
        return f"名称太长，最多{LONGEST}个字"
    for char in name:
        if char in _NOT_IN_NAMES or char.isspace():
            return f"名称里不能有{'空格' if char.isspace() else f'“{char}”'}"
        if not char.isprintable():
            return "名称里有看不见的控制字符"
    if unicodedata.normalize("NFC", name) != name:
        return "名称里的字由几部分拼成，请重新输入一遍"
    if name[0] in ".-" or name[-1] == ".":
        return "名称不能以点或短横线开头，也不能以点结尾"
    if name.partition(".")[0].casefold() in _RESERVED:
        return "这是 Windows 保留的名称"
    if name.casefold().endswith((".bak", ".tmp", ".swp")):
        return "名称不能以 .bak、.tmp、.swp 结尾"
    return ""
