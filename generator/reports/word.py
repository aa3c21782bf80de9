"""A document as a Word file. The only room of python-docx.

Geometry of GB/T 9704-2012: A4, 37 mm above and 28 mm left of a text area of 156 × 225 mm with 22 lines of 28 characters; no
red head. Same document, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from itertools import groupby
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm

from generator.base.daywords import day_words
from generator.reports import wordxml as x
from generator.reports.annexes import source_table
from generator.reports.document import Block, Document, Grid, Heading, Paragraph, Source, numeral
from generator.reports.seal import MARK, seal

PAGE = (210, 297)
TEXT = (156, 225)
TOP, LEFT = 37, 28
"""Millimetres."""
_WIDE_MARGIN, _WIDE_TOP, _WIDE_BOTTOM = 25, 28, 26
_FOOT = 22
"""From the page's edge to the page number, which stands 7 mm below the text."""
_TWIPS_PER_MM = 1440 / 25.4


class _Writer:
    """One Word file while it is written."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.compact = not document.annexes
        self.numbers: dict[Source, int] = document.sources()
        self.word: Any = docx.Document()
        self.body: Any = self.word.element.body
        self.links: dict[str, str] = {}
        for child in list(self.body)[:-1]:
            self.body.remove(child)

    def add(self, xml: str) -> None:
        """Put an element before the last section's properties."""
        self.body.insert(len(self.body) - 1, parse_xml(xml))

    def address(self, url: str) -> str:
        """The relationship that leads to an address."""
        if url not in self.links:
            self.links[url] = self.word.part.relate_to(x.clean(url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.links[url]

    def grid(self, grid: Grid, *, wide: bool = False, bookmarks: bool = False) -> None:
        """A table with its caption and note; one without a row is said in a sentence."""
        if grid.caption:
            self.add(x.words("Caption", grid.caption))
        if grid.rows:
            width = PAGE[1] - 2 * _WIDE_MARGIN if wide else TEXT[0]
            self.add(x.table(grid, int(width * _TWIPS_PER_MM), self.address, bookmarks=bookmarks))
            self.add(x.words("Note" if grid.note else "Break", grid.note))
        else:
            self.add(x.words("Body", "没有登记。"))

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """The blocks of a section; its headings are counted anew."""
        count = 0
        for block in blocks:
            match block:
                case Paragraph():
                    self.add(x.body(block, self.numbers))
                case Heading():
                    count += 1
                    self.add(x.heading(block, f"（{numeral(count)}）" if block.level == 2 else f"{count}."))
                case Grid():
                    self.grid(block)

    def section(self, *, wide: bool) -> None:
        """Begin a new page of the other orientation."""
        self.word.add_section()
        closing = self.body[-2].pPr  # the paragraph that holds the former section's properties
        closing.insert(0, parse_xml(f'<w:pStyle {x.NAMESPACES} w:val="Break"/>'))
        self.page(wide=wide)

    def page(self, *, wide: bool) -> None:
        """The geometry of the last section."""
        section = self.word.sections[-1]
        width, height = reversed(PAGE) if wide else PAGE
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.gutter = section.header_distance = Mm(0)
        if wide:
            section.top_margin, section.bottom_margin = Mm(_WIDE_TOP), Mm(_WIDE_BOTTOM)
            section.left_margin = section.right_margin = Mm(_WIDE_MARGIN)
        else:
            section.top_margin, section.bottom_margin = Mm(TOP), Mm(PAGE[1] - TOP - TEXT[1])
            section.left_margin, section.right_margin = Mm(LEFT), Mm(PAGE[0] - LEFT - TEXT[0])
        section.footer_distance = Mm(_FOOT) if not wide else Mm(14)
        properties = section._sectPr
        for old in properties.findall(f"{{{properties.nsmap['w']}}}docGrid"):
            properties.remove(old)
        if not wide:
            pitch = x.COMPACT_LINE if self.compact else x.LINE
            properties.append(parse_xml(f'<w:docGrid {x.NAMESPACES} w:type="lines" w:linePitch="{pitch}"/>'))


def word_bytes(document: Document) -> bytes:
    """The document as the bytes of a .docx file."""
    writer = _Writer(document)
    _prepare(writer)
    _head(writer)
    for number, section in enumerate(document.sections, 1):
        writer.add(x.words("Heading1", f"{numeral(number)}、{section.title}"))
        writer.blocks(section.blocks)
    if document.annexes:
        writer.add(x.words("Heading1", f"{numeral(len(document.sections) + 1)}、附表"))
        listed = "；".join(grid.caption.replace("　", "：") for grid in document.annexes)
        writer.add(x.words("Body", f"{listed}。数字的出处见文末附注。"))
    _signature(writer)
    _tables(writer)
    stream = io.BytesIO()
    writer.word.save(stream)
    return seal(stream.getvalue())


def _prepare(writer: _Writer) -> None:
    word, document = writer.word, writer.document
    styles = word.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in parse_xml(x.styles(compact=writer.compact)):
        styles.append(child)
    for relation in word.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = x.fonts().encode()
    settings = word.settings.element
    compat = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    for old in settings.findall(f"{{{settings.nsmap['w']}}}compat"):
        old.clear()
        old.append(parse_xml(compat.replace("<w:compatSetting", f"<w:compatSetting {x.NAMESPACES}")))
    word.settings.odd_and_even_pages_header_footer = True
    writer.page(wide=False)
    section = word.sections[0]
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        element = footer._element
        for child in list(element):
            element.remove(child)
        element.append(parse_xml(x.page_number(odd)))
    properties = word.core_properties
    properties.title, properties.author = x.clean(document.title)[:255], x.clean(document.signer)[:255]
    properties.last_modified_by, properties.comments, properties.language = properties.author, MARK, "zh-CN"
    properties.subject = properties.keywords = properties.category = ""
    properties.created = properties.modified = datetime.combine(document.signed, time())
    properties.revision = 1


def _head(writer: _Writer) -> None:
    document = writer.document
    if document.sample:
        writer.add(x.words("Strong", document.sample))
    writer.add(x.words("Title", document.title))
    for line in (*((document.number,) if document.number else ()), *document.lines):
        writer.add(x.words("Lines", line))
    if document.annexes:
        writer.add(x.words("Body", ""))


def _signature(writer: _Writer) -> None:
    last = writer.body[-2]
    if last.tag.endswith("}p"):  # the signature never stands alone on a page
        last.pPr.insert(1, parse_xml(f"<w:keepNext {x.NAMESPACES}/>"))
    if writer.document.annexes:
        writer.add(x.words("Close", ""))
    writer.add(x.words("Signature", writer.document.signer))
    writer.add(x.words("Signature", day_words(writer.document.signed)))


def _tables(writer: _Writer) -> None:
    """The attached tables, wide ones on pages turned round; then the sources, small print where there is no table at all."""
    document = writer.document
    if not document.annexes:
        for line in _small_sources(document):
            writer.add(line)
        return
    sources = source_table(document)
    for wide, grids in groupby((*document.annexes, sources), key=lambda grid: grid.wide):
        writer.section(wide=wide)
        for grid in grids:
            writer.grid(grid, wide=wide, bookmarks=grid is sources)


def _small_sources(document: Document) -> Iterator[str]:
    for source, number in document.sources().items():
        ends = (f'<w:bookmarkStart w:id="{number}" w:name="src{number}"/>', f'<w:bookmarkEnd w:id="{number}"/>')
        lead = "数据出处：" if number == 1 else ""
        yield x.paragraph("Note", ends[0] + x.run(f"{lead}[{number}] {source.label}：{source.address}") + ends[1])
