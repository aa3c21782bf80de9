"""Word, Excel and PowerPoint files since 2007, and ZIP archives of photographs. Members are read up to a limit, archives within are not opened."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from zipfile import ZipFile

from generator.media.attachments.names import people
from generator.media.pictures.jpeg import exif_of
from generator.media.pictures.parts import has_place

MOST_DIRECTORY = 8_000_000
"""Bytes of an archive's list of members; longer ones are no document."""
MOST_PART = 16_000_000
"""Bytes that are unpacked of one member."""
MOST_PARTS = 400
"""Members of a kind that are looked into: sheets with comments, photographs."""
MOST_NOTES = 2_000_000
"""The same, of a part with comments or people."""
MOST_ALTOGETHER = 32_000_000
"""Bytes that are unpacked of one archive."""
_HEAD = 262_144
_PHOTO = "里面的照片有拍摄位置"
_END = b"PK\5\6"

_CORE = (("作者", "creator"), ("上次修改", "lastModifiedBy"))
_APP = (("经理", "Manager"), ("单位", "Company"))
_TELLING = re.compile(
    r"作者|姓名|单位|部门|电话|手机|邮|编辑|审核|author|name|mail|phone|owner|manager|checked|recorded|editor",
    re.IGNORECASE,
)
_PHOTOS = re.compile(r".+\.jpe?g", re.IGNORECASE)
_MAIN = re.compile(r"word/(?:document|comments|footnotes|endnotes|(?:header|footer)\d*)\.xml")
_NOTES = re.compile(r"xl/(?:comments[^/]*|comments/[^/]+|persons/[^/]+)\.xml|ppt/(?:commentAuthors|authors)\.xml")
_PREFIX = r"<(?:\w{1,20}:)?"
_MARKS = re.compile(r"""\bw:author="([^"]{0,200})\"""")
_PEOPLE = re.compile(
    r"<author>([^<]{0,200})</author>"
    r"""|\bdisplayName="([^"]{0,200})"|""" + _PREFIX + r"""(?:cmAuthor|author)\s[^>]{0,300}?\bname="([^"]{0,200})\""""
)
_PATH = re.compile(_PREFIX + r"""absPath\s[^>]{0,300}?\burl="([^"]{0,400})\"""")
_USER = re.compile(r"[\\/](?:Users|Documents and Settings|home)[\\/]([^\\/]+)", re.IGNORECASE)
_CUSTOM = re.compile(
    _PREFIX
    + r"""property\b[^>]{0,300}?\bname="([^"]{0,200})"[^>]{0,300}>\s{0,99}"""
    + _PREFIX
    + r"\w{1,20}>([^<]{0,400})<"
)


def read(stream: BinaryIO, size: int) -> list[tuple[str, str]]:
    """What the parts of an archive say about people. Raises what `zipfile` raises."""
    if not _small_directory(stream, size):
        return []
    stream.seek(0)
    with ZipFile(stream) as archive:
        return list(_parts(_Members(archive)))


def plain(found: Iterable[tuple[str, str]]) -> bool:
    """True where photographs are all that was found."""
    return all(label == _PHOTO for label, _ in found)


def _small_directory(stream: BinaryIO, size: int) -> bool:
    """Whether the list of members is short enough to be read into memory."""
    stream.seek(max(0, size - 65_557))
    tail = stream.read(65_557)
    at = tail.rfind(_END)
    return at >= 0 and int.from_bytes(tail[at + 12 : at + 16], "little") <= MOST_DIRECTORY


class _Members:
    """The members of an archive by name, unpacked only as far as all of them together may take."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.by_name = {info.filename: info for info in archive.infolist() if not info.flag_bits & 1}  # not the locked
        self.left = MOST_ALTOGETHER

    def like(self, names: re.Pattern[str]) -> list[str]:
        """The names that fit, in the archive's order."""
        return [name for name in self.by_name if names.fullmatch(name)][:MOST_PARTS]

    def start(self, name: str, limit: int) -> bytes:
        """The beginning of a member, whatever size it claims to have; empty where there is none."""
        info = self.by_name.get(name)
        if info is None or self.left <= 0:
            return b""
        with self.archive.open(info) as member:
            data = member.read(min(limit, self.left))
        self.left -= len(data)
        return data

    def text(self, name: str, limit: int = MOST_PART) -> str:
        """A member that is XML, as text."""
        data = self.start(name, limit)
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def _parts(members: _Members) -> Iterator[tuple[str, str]]:
    yield from _properties(members.text("docProps/core.xml", _HEAD), _CORE)
    yield from _properties(members.text("docProps/app.xml", _HEAD), _APP)
    for name, value in _CUSTOM.findall(members.text("docProps/custom.xml", _HEAD)):
        if _TELLING.search(name):
            yield from people(f"自定义属性“{html.unescape(name)[:20]}”", [html.unescape(value)])
    for part in members.like(_MAIN):
        yield from people("批注或修订的作者", map(html.unescape, dict.fromkeys(_MARKS.findall(members.text(part)))))
    for part in members.like(_NOTES):
        names = ("".join(found) for found in _PEOPLE.findall(members.text(part, MOST_NOTES)))
        yield from people("批注的作者", map(html.unescape, names))
    paths = html.unescape(" ".join(_PATH.findall(members.text("xl/workbook.xml", _HEAD))))
    yield from people("保存过它的电脑用户", _USER.findall(paths))
    if any(has_place(exif_of(members.start(photo, _HEAD))) for photo in members.like(_PHOTOS)):
        yield _PHOTO, ""


def _properties(text: str, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for label, name in wanted:
        values = re.findall(rf"{_PREFIX}{name}\b[^>]{{0,300}}>([^<]{{0,400}})<", text)
        yield from people(label, map(html.unescape, values))
