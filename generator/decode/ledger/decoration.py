"""What every ledger has beside records: titles, reporting units, totals, notes, signatures, page numbers, headings of parts.

Everything here is narrow on purpose: a row that is not plainly one of these is told, never passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from generator.decode.ledger.lines import names_a_table, tells_of_a_day

_SPACE = re.compile(r"\s+")
_TOTAL = re.compile(r".{0,12}(?:合计|小计|总计|共计|累计|总数)(?:[(].{0,8}[)])?:?")
_TOTAL_BY_NAME = re.compile(
    r"(?:grand|sub)?-?total:?|(?:本?[月季年页表]度?|全[县区市年]|\d{1,4}[月年]份?)?汇总:?", re.IGNORECASE
)
# Possessive throughout: a long row of figures must not be parted in every way there is.
_COUNT = r"[^\d日号]{0,6}+\d[\d.,]*+[余多万千百]*+(?:人次|人员|人|场次|场|次|份|个|件|期|册|元|条|天|小时|课时|村|家|户|名|项|%)?+"
_TOTAL_WITH_COUNT = re.compile(
    rf"(?:[^日号]{{0,8}}(?:合计|小计|总计|共计|累计|总数|汇总)|(?:grand|sub)?-?total)(?:[(].{{0,8}}[)])?[:=]?(?:{_COUNT}[,、;.。]?+)++",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[^\d]{0,4}[\d.,%]+[^\d]{0,6}|[-—–/#=].*")
_SUM = re.compile(r"(?:总)?共.{0,60}(?:场|场次|次|人次|人|个).{0,20}")
_NOTE = re.compile(r"(?:注|备注|说明|附注|附|备考|注意|注意事项|(?:填表|填报|填写|编制)说明)\d{0,2}[:、.].*", re.DOTALL)
_NOTE_LABEL = re.compile(r"(?:注|备注|说明|附注|注意|注意事项|(?:填表|填报|填写|编制)说明):?")
_NOTE_GOES_ON = re.compile(r"[(]?\d{1,2}[).、].{4,}", re.DOTALL)
_DOER = (
    "(?:填报|填表|填写|制表|编制|报送|上报|审核|复核|审签|审批|审定|签发|统计|经办|联系|负责|分管|主管|主要|录入|整理|单位|科室|部门|"
    "领导|单位领导|单位负责|主要负责|部门负责|分管负责|校对|核对|核准|核定|签收|监制)"
)
_LABEL = (
    rf"(?:{_DOER}(?:人|人员|单位|部门|科室|机关|领导|日期|时间|电话|签字|签名|签章|盖章|意见)?(?:签字|签名|签章|盖章|签批|审批|批示|审签|签发|意见)?|"
    "制表|填表|审核|复核|审签|盖章|公章|签章|印章|骑缝章|签字|签名|抄送|抄报|电话|座机|手机|传真|邮箱|截至|截止|截至日期|截止日期|截至时间|统计期|年度|页码|"
    "表号|批准机关|批准文号|有效期|单位名称|单位全称|报告期|所属期)"
)
_LABELLED = re.compile(rf"{_LABEL}(?:[(].{{0,12}}[)])?(?::.*)?", re.DOTALL)
_BARE = re.compile(rf"{_LABEL}(?:[(].{{0,12}}[)])?:?")
_UNIT = re.compile(r"(?:单位|计量单位)[:].{1,20}")
_NUMBER = "[〇○零一二三四五六七八九十]"
_DAY = re.compile(
    r"(?:截至|截止)?\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?(?:止|制)?"
    rf"|{_NUMBER}{{4}}年{_NUMBER}{{1,2}}月(?:{_NUMBER}{{1,3}}日)?(?:止|制)?"
)
_DATE_LINE = re.compile(
    rf"(?:日期|时间|年月):(?:{_DAY.pattern}|年月日|年月)?|年月日|(?:日期|{_DOER}(?:日期|时间))(?:{_DAY.pattern})"
)
_SEAL = re.compile(
    r".{0,20}[(](?:单位)?(?:加?盖(?:公|印)?章|公章|签章|印章|签字|签名)(?:处|有效)?[)]:?|(?:单位|加)盖(?:公|印)?章(?:处)?:?"
)
_PAGE = re.compile(r"第?\d{1,4}页(?:[/,、]?共\d{1,4}页)?|-\d{1,4}-|第\d{1,4}页[/,、]?共\d{1,4}页")
_PART = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十]{1,3}[)]).{1,30}"
    r"|.{0,12}(?:上半年|下半年|第?[一二三四1-4]季度|(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?|\d{4}年度?)"
)
_RULE = r"[-—–―─━_=~*·.<>(){}\[\]【】《》/]{0,40}"
_BLANK = re.compile(
    rf"[-—–―─━/\\·.…*_=~]+|{_RULE}(?:(?:以下|此处|本页|此页)(?:为?空白|无(?:正文|内容|数据))|续表|接下页|(?:全文|全表|本表|表格)(?:完|结束)|完|无|end){_RULE}",
    re.IGNORECASE,
)
_TITLE = re.compile(r"台账|登记|统计|汇总|表|一览|计划|情况|方案|清单|活动|年|附件")
FAR_ABOVE = 9
"""Rows above a head that can be its titles."""


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text[:300]))


def is_total(cells: Sequence[str]) -> bool:
    """合计 and the like, with nothing but amounts in the same cell or beside it."""
    words = [_plain(cell) for cell in cells]
    named = [i for i, w in enumerate(words) if any(p.fullmatch(w) for p in (_TOTAL, _TOTAL_BY_NAME, _TOTAL_WITH_COUNT))]
    return bool(named) and all(i in named or _AMOUNT.fullmatch(word) for i, word in enumerate(words))


def is_signature(cells: Sequence[str]) -> bool:
    """填表人, 审核人, 填报单位, 联系电话 …, each with its value in the same cell or in the next."""
    words = [_plain(cell) for cell in cells]
    if not words or not any(p.fullmatch(words[0]) for p in (_LABELLED, _DAY, _DATE_LINE, _SEAL)):
        return False
    waiting = False
    for word in words:
        if _LABELLED.fullmatch(word) or _UNIT.fullmatch(word):
            waiting = _BARE.fullmatch(word) is not None
        elif waiting and len(word) <= 40:
            waiting = False
        elif not any(p.fullmatch(word) for p in (_DAY, _DATE_LINE, _SEAL)):
            return False
    return True


def is_note(cells: Sequence[str], *, goes_on: bool = False) -> bool:
    """注：…, and with `goes_on` the numbered lines that follow it."""
    first = _plain(cells[0]) if cells else ""
    if len(cells) == 1:
        return bool(_NOTE.fullmatch(first) or (goes_on and _NOTE_GOES_ON.fullmatch(first)))
    if len(cells) != 2 or _NOTE_LABEL.fullmatch(first) is None:
        return False
    # Without a colon it may be the name of an event: then what is beside it must be a sentence and no day or amount.
    beside = _plain(cells[1])
    return first.endswith(":") or (len(beside) > 5 and not re.search(r"\d[-/.年月]\d|^[\d.,]+$", beside))


def is_small(cells: Sequence[str]) -> bool:
    """Page numbers, headings of parts (二季度), dashes, 以下空白."""
    words = [_plain(cell) for cell in cells]
    if len(words) == 1:
        return any(p.fullmatch(words[0]) for p in (_PAGE, _PART, _BLANK, _SUM)) and not tells_of_a_day(cells[0])
    return bool(words) and all(_BLANK.fullmatch(word) for word in words)


def is_decoration(cells: Sequence[str], *, goes_on: bool = False) -> bool:
    """True for the filled cells of a row that is no record and none is expected to be."""
    return is_total(cells) or is_signature(cells) or is_note(cells, goes_on=goes_on) or is_small(cells)


def is_title(cells: Sequence[str], far: int) -> bool:
    """True for a row above a head, `far` filled rows from it, that is a title or says who reports."""
    if is_decoration(cells) or all(_DAY.fullmatch(_plain(c)) for c in cells):
        return True
    if far > FAR_ABOVE:
        return False
    first, *rest = cells
    if tells_of_a_day(first):
        return False
    if not rest:
        return True
    if _DAY.fullmatch(_plain(rest[0])) and not names_a_table(first):
        return False
    # A title, and beside it the reporting unit.
    return _TITLE.search(first) is not None and is_signature(rest)
