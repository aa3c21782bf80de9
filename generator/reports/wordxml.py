"""WordprocessingML as text: paragraphs, tables and styles in the look of GB/T 9704-2012. Knows no library.

Lengths: `w:sz` is half points; everything else is twips (1/1440 inch) where nothing else is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from generator.reports.document import Grid, Heading, Link, Paragraph, Part, Source

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LATIN = "Times New Roman"
SONG, HEI, KAI, TITLE = "仿宋", "黑体", "楷体", "方正小标宋简体"
FALLBACKS: Mapping[str, str] = {
    SONG: "仿宋_GB2312,FangSong,FangSong_GB2312,华文仿宋,STFangsong",
    HEI: "SimHei,华文黑体,STHeiti,微软雅黑",
    KAI: "楷体_GB2312,KaiTi,KaiTi_GB2312,华文楷体,STKaiti",
    TITLE: "方正小标宋_GBK,小标宋,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun",
}
"""The East Asian fonts and what takes their place where they are not installed (`w:altName` of the font table)."""
FONT_KINDS: Mapping[str, str] = {SONG: "modern", HEI: "modern", KAI: "modern", TITLE: "roman"}

LINE = 579
"""One of 22 lines in 225 mm (28.95 pt)."""
COMPACT_LINE = 420
"""A line of a notice."""
CHARACTER_SPACE = -5
"""Added to every 16 pt character of the text, so that 28 stand in 156 mm (15.79 pt each). The page's grid could say the same, but
LibreOffice reads a grid of characters otherwise than Word does; this way both show 28."""

_LONG_CELL = 300
"""Characters from which on a row may be parted by a page's end."""

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[\t\n\r\u2028\u2029]+")


def clean(text: str) -> str:
    """`text` without what XML cannot hold, on one line."""
    return _ILLEGAL.sub("", _BLANKS.sub(" ", text))


def text_xml(text: str) -> str:
    """Text for an element."""
    return escape(clean(text))


def run(text: str, properties: str = "") -> str:
    """A run of words."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text_xml(text)}</w:t></w:r>'


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def words(style: str, text: str) -> str:
    """A paragraph of plain words."""
    return paragraph(style, run(text))


def heading(block: Heading, number: str) -> str:
    """A heading below a section's, numbered by the caller: （一） or 1."""
    return words(f"Heading{block.level}", number + block.text)


def mark(number: int) -> str:
    """The mark of a source, which leads to its line among the sources."""
    style = '<w:rStyle w:val="Mark"/>'
    return f'<w:hyperlink w:anchor="src{number}">{run(f"[{number}]", style)}</w:hyperlink>'


def body(block: Paragraph, numbers: Mapping[Source, int]) -> str:
    """A paragraph of a section with its marks."""
    style = {"body": "Body", "plain": "Plain", "strong": "Strong"}[block.look]
    return paragraph(style, "".join(_parts(block.parts, numbers)))


def _parts(parts: Sequence[Part], numbers: Mapping[Source, int]) -> list[str]:
    """Runs of the parts. A mark goes before the punctuation that follows it only where the words were cut there."""
    return [run(p) if isinstance(p, str) else mark(numbers[p]) for p in parts if p]


Address = Callable[[str], str]
"""Gives the id of the relationship to an address."""


def _cell(cell: str | Link, width: int, style: str, address: Address, bookmark: int = 0) -> str:
    if isinstance(cell, Link):
        style_of = '<w:rStyle w:val="Hyperlink"/>'
        inner = f"<w:hyperlink r:id={quoteattr(address(cell.address))}>{run(cell.text, style_of)}</w:hyperlink>"
    else:
        inner = run(cell)
    if bookmark:
        inner = f'<w:bookmarkStart w:id="{bookmark}" w:name="src{bookmark}"/>{inner}<w:bookmarkEnd w:id="{bookmark}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p></w:tc>'
    )


def table(grid: Grid, width: int, address: Address, *, bookmarks: bool = False) -> str:
    """A table of fixed layout whose head is repeated on every page. `bookmarks` makes each row one that marks lead to."""
    total = sum(grid.widths)
    widths = [int(width * w / total) for w in grid.widths]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = "".join(_cell(c, w, "TableHead", address) for c, w in zip(grid.head, widths, strict=True))
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for number, row in enumerate(grid.rows, 1):
        cells = "".join(
            _cell(
                c, w, "TableNumber" if n in grid.numbers else "TableText", address, number if bookmarks and not n else 0
            )
            for n, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        whole = "" if max(len(c.text if isinstance(c, Link) else c) for c in row) > _LONG_CELL else "<w:cantSplit/>"
        rows.append(f"<w:tr><w:trPr>{whole}</w:trPr>{cells}</w:tr>")
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl {NAMESPACES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def page_number(odd: bool) -> str:
    """The number of a page between two dashes, outside: right on odd pages, left on even ones, one character in."""
    side, indent = ("right", 'w:right="280"') if odd else ("left", 'w:left="280"')
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return paragraph("Footer", run("– ") + field + run(" –"), f'<w:ind {indent}/><w:jc w:val="{side}"/>')


def _style(kind: str, name: str, shown: str, paragraph_properties: str, run_properties: str, more: str = "") -> str:
    inner = (f"<w:pPr>{paragraph_properties}</w:pPr>" if paragraph_properties else "") + (
        f"<w:rPr>{run_properties}</w:rPr>" if run_properties else ""
    )
    default = ' w:default="1"' if name in ("Normal", "DefaultParagraphFont", "TableNormal") else ""
    return f'<w:style w:type="{kind}"{default} w:styleId="{name}"><w:name w:val="{shown}"/>{more}{inner}</w:style>'


def _font(east_asian: str, size: int, space: str = "") -> str:
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{east_asian}"/>{space}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


_SMALL = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="{}"/>'
_BOTH, _CENTRE = '<w:jc w:val="both"/>', '<w:jc w:val="center"/>'
_BASED = '<w:basedOn w:val="Normal"/>'


def styles(*, compact: bool = False) -> str:
    """All styles, in place of those of a template: sizes and fonts of the standard, nothing from a theme.

    `compact` is for notices, which should fit one page: 四号 on lines of 21 pt.
    """
    size, line = (28, COMPACT_LINE) if compact else (32, LINE)
    tight = "" if compact else f'<w:spacing w:val="{CHARACTER_SPACE}"/>'
    exact = f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{size * 20}"/>'
    high = '<w:spacing w:before="0" w:after="0" w:line="640" w:lineRule="atLeast"/>'
    small, note = _SMALL.format(240, "auto"), _SMALL.format(280, "exact")

    def heading_style(level: int, font: str) -> str:
        properties = f'<w:keepNext/>{exact}{indent}{_BOTH}<w:outlineLvl w:val="{level - 1}"/>'
        more = f'{_BASED}<w:next w:val="Body"/><w:qFormat/>'
        return _style("paragraph", f"Heading{level}", f"heading {level}", properties, _font(font, size, tight), more)

    found = (
        _style("paragraph", "Normal", "Normal", "", "", "<w:qFormat/>"),
        _style("character", "DefaultParagraphFont", "Default Paragraph Font", "", ""),
        _style("table", "TableNormal", "Normal Table", "", ""),
        _style("paragraph", "Body", "Body Text", exact + indent + _BOTH, tight, _BASED),
        _style("paragraph", "Close", "文末", f"<w:keepNext/><w:keepLines/>{exact}{indent}{_BOTH}", tight, _BASED),
        _style("paragraph", "Plain", "正文顶格", exact + _BOTH, tight, _BASED),
        _style("paragraph", "Strong", "示例提示", exact + _CENTRE, _font(HEI, size, tight), _BASED),
        _style("paragraph", "Title", "Title", high + _CENTRE, _font(TITLE, 44), _BASED),
        _style("paragraph", "Lines", "题下说明", exact + _CENTRE, _font(KAI, 28), _BASED),
        _style("paragraph", "Signature", "Signature", exact + '<w:ind w:right="1280"/><w:jc w:val="right"/>', "", _BASED),
        heading_style(1, HEI),
        heading_style(2, KAI),
        heading_style(3, SONG),
        _style("paragraph", "Caption", "caption", f'<w:keepNext/>{_SMALL.format(480, "atLeast")}{_CENTRE}', _font(HEI, 28), _BASED),
        _style("paragraph", "TableText", "表格文字", small, _font(SONG, 21), _BASED),
        _style("paragraph", "TableNumber", "表格数字", small + _CENTRE, "", '<w:basedOn w:val="TableText"/>'),
        _style("paragraph", "TableHead", "表头", small + _CENTRE, _font(HEI, 21), _BASED),
        _style("paragraph", "Note", "表注", note, _font(KAI, 18), _BASED),
        _style("paragraph", "Break", "分节", _SMALL.format(20, "exact"), '<w:sz w:val="2"/>', _BASED),
        _style("paragraph", "Footer", "footer", note, _font("宋体", 28), _BASED),
        _style("character", "Mark", "出处编号", "", '<w:sz w:val="28"/><w:vertAlign w:val="superscript"/>'),
        _style("character", "Hyperlink", "Hyperlink", "", '<w:color w:val="1F4E79"/><w:u w:val="single"/>'),
    )  # fmt: skip
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = f"<w:rPrDefault><w:rPr>{_font(SONG, size)}{language}</w:rPr></w:rPrDefault><w:pPrDefault/>"
    return f"<w:styles {NAMESPACES}><w:docDefaults>{defaults}</w:docDefaults>{''.join(found)}</w:styles>"


def fonts() -> str:
    """The font table: every East Asian font with its fallbacks."""
    found = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{FALLBACKS[name]}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{FONT_KINDS[name]}"/><w:pitch w:val="variable"/></w:font>'
        for name in FALLBACKS
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {NAMESPACES}>{found}</w:fonts>'
