"""Lines of one cell: those that tell of a day on which something was done are no titles."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_DATE = (
    r"(?:\d{4}年\d{1,2}月\d{1,2}[日号]?|(?<!\d)(?:\d{4}[-./])?\d{1,2}[-./]\d{1,2}(?!\d)|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|(?<!\d)\d{1,2}月\d{1,2}[日号]?|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号])"
)
_AS_OF = re.compile(
    r"(?:截至|截止|更新|填报|填表|填写|制表|编制|统计|报送|上报|印发|发布|打印|导出|生成|修订)(?:日期|时间)?[于到至自在]?:?"
    + _DATE
)
_BEFORE = re.compile(_DATE + r"(?:之?前|止|印发?|编制?|填报|制表|更新|修订|发布|修改)")
_PERIOD = re.compile(
    r"(?:\d{4}[年./-])?(\d{1,2})[月./-](\d{1,2})日?(?:起?至|到|-|—|–|~)+(?:\d{4}[年./-])?(\d{1,2})[月./-](\d{1,2})日?"
)
_NAMED_DAY = re.compile(
    r"[“\"'‘《]\d{1,2}[.·-]\d{1,2}[”\"'’》]|\d{1,2}[.·]\d{1,2}(?=国家|全国|全民|国际|世界|妇女|消费者|禁毒)|\d{1,2}·\d{1,2}"
)
"""A day by which something is called, such as “12.4”."""
_DAY = re.compile(_DATE)
_NAME_OF_TABLE = re.compile(r"(?:台账|表|一览|汇总|统计|清单|计划|方案|安排|情况|总结|报告|附件\d*|目录|名单)$")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_OFFICE = re.compile(
    r"(?!.*(?:[进入走到赴在]|宣讲|宣传|讲座|活动)).{2,20}(?:局|所|办|办公室|中心|委|委员会|镇|乡|街道|科|室|股|处|站|院|队|市|县|区)[:,]?"
)
_LETTER = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,}")
MANY_DAYS = 26
"""Days that a period of a report lasts at least; an event does not."""


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text[:300]))


def names_a_table(text: str) -> bool:
    """True for `青石镇普法台账`, whatever is said in brackets behind it."""
    return _NAME_OF_TABLE.search(_ASIDE.sub("", _plain(text))) is not None


def _is_period(found: re.Match[str]) -> bool:
    first, day, last, end = map(int, found.groups())
    return (last - first) % 12 * 30 + end - day >= MANY_DAYS


def tells_of_a_day(text: str) -> bool:
    """True for `4月15日 双塔街道 国家安全宣讲`: a day, and more words than a title has beside one."""
    if names_a_table(text):
        return False
    plain = _NAMED_DAY.sub("", _plain(text))
    plain = _PERIOD.sub(lambda m: "" if _is_period(m) else m.group(), plain)
    plain = _BEFORE.sub("", _AS_OF.sub("", plain))
    found = _DAY.search(plain)
    if found is None:
        return False
    before, after = plain[: found.start()], plain[found.end() :]
    if not after.strip("。.") and _OFFICE.fullmatch(before):  # who reports, and when
        return False
    return len(_LETTER.findall(before + after)) >= 4  # 星期五 is three
