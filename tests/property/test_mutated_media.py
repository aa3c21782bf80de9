"""Whatever happens to the bytes of a picture or a document, reading ends in a value; a published picture holds no secret."""

from __future__ import annotations

import warnings
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sites.attachments_kit import ARTIST, CORE, PLACE, archive, film, frame, ole, pdf, song
from sites.pictures_kit import ALL, SECRET, jpeg, png, webp

from generator.media.attachments import carried
from generator.media.pictures import Unfit, published

UNHURRIED = settings(max_examples=250, deadline=None, derandomize=True)
ON_SIDE = {"JPEG on its side": jpeg(6), "PNG on its side": png(5), "WebP on its side": webp(8, quality=70)}
DOCUMENTS = {
    "zip": archive({"docProps/core.xml": CORE.format("张三", "李四"), "a.jpg": jpeg(), "word/document.xml": '<w w:author="王五"/>'}),
    "ole": ole({4: "张三", 8: "李四"}, {14: "王五"}),
    "ole of large sectors": ole({4: "张三"}, large=True),
    "pdf": pdf(b"/Author (zhangsan)", packed=b"2 0 << /Author (lisi) >>", xmp="张三"),
    "film": film(PLACE, ARTIST),
    "song": song(frame(b"TPE1", b"\3" + "张三".encode()), frame(b"COMM", b"\1chi\xff\xfe\0\0\xff\xfea\0"), old=b"zhangsan"),
    "rtf": rb"{\rtf1{\info{\author \'d5\'c5\u22235?}}}",
}  # fmt: skip


@st.composite
def accident(draw: st.DrawFn, good: bytes) -> bytes:
    """`good` after one to three accidents: a wrong byte, a loss, an insertion, a doubled or a moved part, an early end."""
    data = good
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.one_of(st.integers(0, min(len(data), 1200)), st.integers(0, len(data))))
        length = draw(st.sampled_from([1, 2, 4, 8, 30, 200]))
        kind = draw(st.sampled_from(["byte", "byte", "bit", "lose", "insert", "double", "move", "cut"]))
        if kind == "byte":
            data = data[:at] + draw(st.binary(min_size=1, max_size=4)) + data[at + 1 :]
        elif kind == "bit" and at < len(data):
            data = data[:at] + bytes((data[at] ^ 1 << draw(st.integers(0, 7)),)) + data[at + 1 :]
        elif kind == "lose":
            data = data[:at] + data[at + length :]
        elif kind == "insert":
            data = data[:at] + draw(st.binary(max_size=8)) + data[at:]
        elif kind == "double":
            data = data[: at + length] + data[at:]
        elif kind == "move":
            part, rest = data[at : at + length], data[:at] + data[at + length :]
            to = draw(st.integers(0, len(rest)))
            data = rest[:to] + part + rest[to:]
        elif kind == "cut":
            data = data[:at]
    return data


@pytest.mark.parametrize("name", [*ALL, *ON_SIDE])
@UNHURRIED
@given(data=st.data())
def test_no_accident_lets_a_secret_out(name: str, data: st.DataObject) -> None:
    """Refused, or published without anything of what was planted; what a program could open before, it can open then."""
    bad = data.draw(accident((ALL | ON_SIDE)[name]))
    found = published(bad)
    if isinstance(found, Unfit):
        assert found.message
        return
    assert SECRET not in found
    assert SECRET[7:] not in found
    assert published(found) == found
    with warnings.catch_warnings(action="ignore"):
        try:
            Image.open(BytesIO(bad))
        except (OSError, SyntaxError, ValueError):
            return
        assert min(Image.open(BytesIO(found)).size) > 0


@UNHURRIED
@given(head=st.sampled_from([data[:n] for data in ALL.values() for n in (4, 12, 40)]), rest=st.binary(max_size=300))
def test_any_bytes_behind_a_pictures_head(head: bytes, rest: bytes) -> None:
    """Noise is refused, or closed: it never raises."""
    found = published(head + rest)
    assert isinstance(found, Unfit | bytes)


@pytest.mark.parametrize("name", DOCUMENTS)
@UNHURRIED
@given(data=st.data())
def test_no_accident_stops_the_reading_of_a_document(name: str, data: st.DataObject) -> None:
    """What can be read is told in words that can be printed; nothing raises."""
    bad = data.draw(accident(DOCUMENTS[name]))
    found = carried(BytesIO(bad), len(bad))
    assert found is None or (found.words and found.hint)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_do_say_something(name: str) -> None:
    """So that the accidents happen to files that are really read."""
    assert carried(BytesIO(DOCUMENTS[name]), len(DOCUMENTS[name])) is not None
