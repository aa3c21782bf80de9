"""What documents, films and recordings say about people is found, whatever program wrote it; programs' own words are not."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from sites.attachments_kit import ARTIST, CORE, PLACE, archive, box, film, frame, ole, pdf, photographs, song
from sites.pictures_kit import jpeg

from generator.media.attachments import carried


def words(data: bytes) -> str:
    """What a file carries, or nothing."""
    found = carried(BytesIO(data), len(data))
    assert found is None or found.hint.endswith("。")
    return found.words if found else ""


def word(author: str = "", last: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph("通知")
    document.core_properties.author, document.core_properties.last_modified_by = author, last
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_authors_of_a_word_document() -> None:
    """As python-docx writes them, and as Word does."""
    assert words(word("张三", "李四")) == "作者：张三；上次修改：李四"
    assert words(word("python-docx", "")) == ""


@pytest.mark.parametrize("name", ["", " ", "Administrator", "admin", "Microsoft Office User", "WPS Office", "User", "微软用户", "PC-20190501ABCD",
                                  "DESKTOP-7G3K2M1", "江山市司法局", "普法办", "openpyxl", "1", "贺村镇人民政府", "Windows 用户"])  # fmt: skip
def test_words_that_name_nobody(name: str) -> None:
    """Programs, computers and offices are not persons."""
    assert words(archive({"docProps/core.xml": CORE.format(name, name)})) == ""


@pytest.mark.parametrize("name", ["张三", "zhangsan", "Ada", "李局", "张三 13800000000", "王小明&amp;李"])
def test_words_that_name_somebody(name: str) -> None:
    """Even an office's head is a person, and a name may look like a number of a computer."""
    assert words(archive({"docProps/core.xml": CORE.format(name, "")})) == f"作者：{name.replace('&amp;', '&')}"


def test_the_other_properties_of_an_office_file() -> None:
    """Manager, company, and custom ones whose name says that they are about people."""
    app = "<Properties><Manager>王五</Manager><Company>某某照相馆</Company></Properties>"
    custom = '<Properties><property fmtid="{a}" pid="2" name="联系电话"><vt:lpwstr>0570-4000000</vt:lpwstr></property>'
    custom += '<property pid="3" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0</vt:lpwstr></property></Properties>'
    data = archive({"docProps/app.xml": app, "docProps/custom.xml": custom})
    assert words(data) == "经理：王五；单位：某某照相馆；自定义属性“联系电话”：0570-4000000"


def test_those_who_commented_and_changed() -> None:
    """Comments and tracked changes of Word; each name once, however often it stands there."""
    text = '<w:document><w:ins w:id="1" w:author="张三"/><w:del w:author="张三"/><w:ins w:author="Administrator"/></w:document>'
    comments = '<w:comments><w:comment w:id="0" w:author="李四" w:initials="L"/></w:comments>'
    data = archive({"word/document.xml": text, "word/comments.xml": comments})
    assert words(data) == "批注或修订的作者：张三、李四"


def test_more_names_than_a_line_holds() -> None:
    text = "".join(f'<w:ins w:author="某某{c}"/>' for c in "甲乙丙丁戊己庚")
    assert (
        words(archive({"word/document.xml": text})) == "批注或修订的作者：某某甲、某某乙、某某丙、某某丁、某某戊等7个"
    )


def test_a_workbook(tmp_path: Path) -> None:
    """As openpyxl writes it: properties and the author of a comment."""
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["A1"].comment = Comment("请核对", "赵六")
    book.properties.creator, book.properties.modified = "张三", datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    book.save(tmp_path / "a.xlsx")
    assert words((tmp_path / "a.xlsx").read_bytes()) == "作者：张三；批注的作者：赵六"


def test_new_comments_and_the_folder_of_a_workbook() -> None:
    """Threaded comments name persons; the path where it was saved names the computer's user."""
    book = r'<workbook><x15ac:absPath url="C:\Users\zhangsan\Desktop\" xmlns:x15ac="x"/></workbook>'
    data = archive({"xl/persons/person.xml": '<person displayName="钱七" id="1"/>', "xl/workbook.xml": book})
    assert words(data) == "批注的作者：钱七；保存过它的电脑用户：zhangsan"


def test_slides() -> None:
    """Both kinds of comments."""
    data = archive({"ppt/commentAuthors.xml": '<p:cmAuthorLst><p:cmAuthor id="1" name="孙八" initials="S"/></p:cmAuthorLst>',
                    "ppt/authors.xml": '<p188:authorLst><p188:author id="{a}" name="周九" initials="Z"/></p188:authorLst>'})  # fmt: skip
    assert words(data) == "批注的作者：孙八、周九"


def test_photographs_inside() -> None:
    """A place in a photograph goes out with the document that it was put into, and with an archive."""
    found = carried(BytesIO(photographs()), len(photographs()))
    assert found is not None
    assert found.words == "里面的照片有拍摄位置"
    assert "重新压缩" in found.hint
    assert words(archive({"word/media/image1.jpeg": jpeg(), "docProps/core.xml": CORE.format("张三", "")})) == (
        "作者：张三；里面的照片有拍摄位置"
    )
    assert words(archive({"a.jpg": b"\xff\xd8\xff\xd9", "b.txt": "张三"})) == ""


@pytest.mark.parametrize("large", [False, True])
def test_old_office_files(large: bool) -> None:
    """Word, Excel and PowerPoint of 2003, their properties in small sectors or in large ones."""
    data = ole({4: "张三", 8: "李四"}, {14: "王五", 15: "某某照相馆"}, large=large)
    assert words(data) == "作者：张三；上次修改：李四" + ("" if large else "；经理：王五；单位：某某照相馆")
    assert words(ole({4: "Administrator", 8: "user"}, large=large)) == ""


@pytest.mark.parametrize(
    ("codec", "codepage"), [("utf-8", 65001), ("utf-16-le", 1200), ("cp1252", 1252), ("gb18030", 12345)]
)
def test_the_code_pages_of_old_office_files(codec: str, codepage: int) -> None:
    """As the file says; an unknown one is Chinese."""
    name = "Zoë" if codec == "cp1252" else "张三"
    assert words(ole({4: name}, codec=codec, codepage=codepage)) == f"作者：{name}"


def test_rich_text_called_doc() -> None:
    """Letters as bytes of the code page or as numbers."""
    data = rb"{\rtf1\ansi{\info{\author \'d5\'c5\'c8\'fd}{\operator \u26446?\u22235?}{\company Microsoft}}}"
    assert words(data) == "作者：张三；上次修改：李四"


@pytest.mark.parametrize(
    "info",
    [
        b"/Author (zhangsan)",
        b"/Title (a) /Author(zhang\\163an)",
        b"/Author <7A68616E6773616E>",
        b"/Author <FEFF007A00680061006E006700730061006E>",
        b"/Author (\xfe\xff\0z\0h\0a\0n\0g\0s\0a\0n)",
        b"/Author 9 0 R >> endobj 19 0 obj (nobody) endobj 9 0 obj\n(zhangsan) endobj 10 0 obj << ",
    ],
)
def test_the_author_of_a_pdf(info: bytes) -> None:
    """In every way in which a string can be written."""
    assert words(pdf(info)) == "作者：zhangsan"
    if b" R " not in info:
        assert words(pdf(packed=b"2 0 << " + info + b" >>")) == "作者：zhangsan"


def test_chinese_authors_of_a_pdf() -> None:
    """Unicode with its mark, UTF-8, and what printers' programs write; brackets within are part of the name."""
    for written in ("张三".encode("utf-16"), b"\xef\xbb\xbf" + "张三".encode(), "张三".encode("gb18030")):
        assert words(pdf(b"/Author (" + written.replace(b"\\", b"\\\\") + b")")) == "作者：张三"
    assert words(pdf(b"/Author (zhang (san\\) \\(x))")) == "作者：zhang (san) (x)"


def test_xmp_and_revisions_of_a_pdf() -> None:
    """Each author once; one who was replaced in a later revision is still in the file."""
    assert words(pdf(xmp="张三")) == "作者：张三"
    assert words(pdf(b"/Author (zhangsan)", more=b"2 0 obj << /Author (lisi) >> endobj ", xmp="zhangsan")) == (
        "作者：zhangsan、lisi"
    )
    assert words(pdf(b"/Author (\x8f\x10\x93) ", more=b"trailer << /Encrypt 8 0 R >>")) == ""
    assert words(pdf(b"/Author (Administrator) /Creator (WPS)")) == ""
    assert (
        words(pdf(more=b"5 0 obj << /Filter /DCTDecode >> stream\n" + jpeg() + b"\nendstream "))
        == "里面的照片有拍摄位置"
    )


def test_films() -> None:
    """The place in the ways of Android and Apple, and the author; before the film and behind it."""
    apple = box(b"meta", b"\0\0\0\0" + box(b"keys", b"mdtacom.apple.quicktime.location.ISO6709"))
    for first in (True, False):
        assert words(film(PLACE, film_first=first)) == "拍摄位置"
        assert words(film(ARTIST, apple, film_first=first)) == "拍摄位置；作者：张三"
        assert words(film(film_first=first)) == ""
    assert words(film(box(b"\xa9aut", b"\0\x06\x15\xc7" + "李四".encode()))) == "作者：李四"


@pytest.mark.parametrize("version", [2, 3, 4])
def test_recordings(version: int) -> None:
    """The three versions of labels, in four encodings."""

    def label(name: bytes, body: bytes) -> bytes:
        return name[:3] + len(body).to_bytes(3, "big") + body if version == 2 else frame(name, body)

    artist = {2: b"TP1", 3: b"TPE1", 4: b"TPE1"}[version]
    comment = {2: b"COM", 3: b"COMM", 4: b"COMM"}[version]
    for mark, codec in enumerate(("gb18030", "utf-16", "utf-16-be", "utf-8")):
        data = song(label(artist, bytes((mark,)) + "张三".encode(codec)), version=version)
        assert words(data) == "演唱或朗读：张三"
    talk = label(comment, b"\3chi\0" + "李四录音".encode()) + label(comment, b"\0engiTunNORM\0 00001")
    assert words(song(talk, version=version)) == "备注：李四录音"


def test_the_oldest_labels_of_recordings() -> None:
    """At the very end of the file."""
    assert words(song(old="张三".encode("gb18030"))) == "演唱或朗读：张三"
    assert words(song()) == ""


@pytest.mark.parametrize("data", [b"", b"PK\3\4" + bytes(100), b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"ID3\3\0\0\x7f\x7f\x7f\x7f",
                                  b"\0\0\0\1ftyp" + b"\xff" * 8, b"{\\rtf", b"<html>", "张三".encode("utf-16"), bytes(3000)])  # fmt: skip
def test_broken_and_unknown_files_say_nothing(data: bytes) -> None:
    """They are copied as they are; nothing that could be read is in them."""
    assert words(data) == ""


def test_a_locked_archive_says_nothing() -> None:
    """Members with a password are passed over."""
    data = bytearray(archive({"docProps/core.xml": CORE.format("张三", "")}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    assert words(bytes(data)) == ""


def bomb() -> bytes:
    """Text of which every word might be the beginning of a name, packed small."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        made.writestr("docProps/core.xml", b"<dc:creator " * 200_000)
        made.writestr("docProps/custom.xml", b'<property name="' * 100_000)
        for i in range(12):
            made.writestr(f"word/header{i}.xml", b'<property w:author="' * 300_000)
            made.writestr(f"xl/comments{i}.xml", b"<x:cmAuthor x <author name=" * 300_000)
    return out.getvalue()


def loop() -> bytes:
    """A directory that is followed by itself, for ever."""
    data = bytearray(ole({4: "张三"}))
    data[516:520] = (1).to_bytes(4, "little")
    return bytes(data)


def packed() -> bytes:
    """Many streams of fifty megabytes of nothing."""
    data = zlib.compress(bytes(50_000_000), 1)
    return b"%PDF-1.7 " + (b"1 0 obj << /ObjStm /FlateDecode >> stream\n" + data + b"\nendstream endobj ") * 60


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip": bomb,
    "ole": loop,
    "pdf": packed,
    "streams": lambda: b"%PDF-1.7 " + b"/ObjStm stream\n" * 500_000,
    "authors": lambda: b"%PDF-1.7 " + b"/Author 7 0 R /Author (((((( <dc:creator> <rdf:li" * 200_000,
    "boxes": lambda: box(b"ftyp", b"") * 500_000,
    "rtf": lambda: b"{\\rtf1" + b"{\\author " * 500_000,
    "mp3": lambda: b"ID3\3\0\0\x7f\x7f\x7f\x7f" + b"TPE1\0\0\0\0\0\0" * 200_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_long(name: str) -> None:
    """Bombs, loops and endless lists end within limits: seconds, and tens of megabytes."""
    data = HOSTILE[name]()
    begun = time.process_time()
    words(data)
    assert time.process_time() - begun < 10
