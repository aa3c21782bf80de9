"""What an officer asks for, from words to values: which report, on whom, for which time, in which format.

Every fault of a request is told at once, in Chinese, with the nearest name there is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from generator.base.diagnostics import nearest, visible
from generator.base.filenames import cut
from generator.model import REGION_WIDE, Library, Township

Kind = Literal["年度", "专项", "提示单", "督办单"]
Form = Literal["docx", "xlsx", "html", "csv"]

KINDS: tuple[Kind, ...] = get_args(Kind)
FORMS: tuple[Form, ...] = get_args(Form)
EVERY_TOWNSHIP = "全部乡镇"
NOTICES = frozenset({"提示单", "督办单"})

_YEAR = re.compile(r"([12]\d{3})年?度?")
_MONTH = re.compile(r"([12]\d{3})(?:[-/.]|年)(\d{1,2})月?")
_QUARTER = re.compile(r"[12]\d{3}(?:年?[Qq][1-4]|年?第?[一二三四1-4]季度?)")
_SEPARATORS = re.compile(r"[,、;；]")
_BRACKETS = str.maketrans("[]【】()", "〔〕〔〕〔〕")
_LONGEST = 80
_BYTES = 200
"""Bytes of a file's name without its ending: with a code before it and a number behind it stays below what systems allow."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f“”]')


@dataclass(frozen=True, slots=True)
class Wish:
    """The words of a request as they were written; "" or () is not given."""

    period: str = ""
    whom: tuple[str, ...] = ()
    kind: str = ""
    campaign: str = ""
    form: Form = "docx"
    signed: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One file to be made. `unit` is a township's code, "" for the region; `first`..`last` the days it is about.

    `year` is None for a campaign's report. `signed` is the day on which it is written, `number` its 文号 or "".
    """

    kind: Kind
    form: Form
    unit: str
    first: date
    last: date
    year: int | None
    campaign: str
    signed: date
    number: str = ""

    @property
    def span(self) -> str:
        """The year, or the month of a notice that is about one: 2026年, 2026年11月."""
        month = f"{self.first.month}月" if self.first.month == self.last.month else ""
        return f"{self.first.year}年{month}"

    def name(self, library: Library) -> str:
        """The file's name with its ending, fit for every system."""
        where = library.township_by_code[self.unit].name if self.unit else library.region.name
        data = self.form in ("xlsx", "csv")
        if self.kind in NOTICES:
            stem = f"{where}{self.span}普法{self.kind}"
        elif self.kind == "专项":
            stem = f"{where}{library.campaign_by_id[self.campaign].title}" + ("数据" if data else "专项报告")
        else:
            stem = f"{where}{self.year}年" + ("普法数据" if data else "普法工作报告")
        plain = cut(_FORBIDDEN.sub("", stem)[:_LONGEST], _BYTES).strip(" .")
        return f"{plain or '报告'}.{self.form}"


def understand(
    wish: Wish, library: Library, years: Sequence[int], as_of: date
) -> tuple[tuple[Request, ...], tuple[str, ...]]:
    """The files that are wanted, and what is wrong with the request (then no file is)."""
    faults: list[str] = []
    kind = _kind(wish, faults)
    campaign = _campaign(wish, library, kind, faults)
    span = _period(wish, library, years, as_of, kind, campaign, faults)
    units = _units(wish.whom or (REGION_WIDE,), library, span, faults)
    if kind in NOTICES and wish.form not in ("docx", "html"):
        faults.append(
            f"{kind}只有 docx 和 html 两种格式，没有 {wish.form}。数据请用 --kind 年度 --format {wish.form}。"
        )
    signed = wish.signed or as_of
    if signed < as_of:
        faults.append(
            f"成文日期 {signed} 早于统计日 {as_of}：那一天还不知道后来的数。请加 --as-of {signed}，或者改 --signed。"
        )
    number = _number(wish.number, faults)
    if faults or span is None:
        return (), tuple(faults)
    first, last, year = span
    requests = [Request(kind, wish.form, u, first, last, year, campaign, signed, number) for u in units]
    return tuple(requests), ()


def _clean(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip()


def _kind(wish: Wish, faults: list[str]) -> Kind:
    word = _clean(wish.kind)
    if word:
        for kind in KINDS:
            if kind == word:
                return kind
        near = nearest(word, KINDS)
        faults.append(
            f"没有“{visible(wish.kind)}”这种报告。"
            + (f"是不是“{near}”？" if near else "")
            + f"可以写：{'、'.join(KINDS)}。"
        )
    if wish.campaign:
        return "专项"
    return "提示单" if _MONTH.fullmatch(_clean(wish.period)) else "年度"


def _campaign(wish: Wish, library: Library, kind: Kind, faults: list[str]) -> str:
    if not wish.campaign:
        if kind == "专项":
            known = "、".join(f"{c.id}（{c.title}）" for c in library.campaigns)
            faults.append(f"专项报告要写明是哪个专项，如 --campaign {library.campaigns[0].id if library.campaigns else '编号'}。有：{known or '还没有专项'}。")  # fmt: skip
        return ""
    if kind != "专项":
        faults.append(f"--campaign 只用于专项报告，{kind}不用写。")
        return ""
    word = _clean(wish.campaign)
    words = {_clean(c.title): c.id for c in library.campaigns} | {c.id: c.id for c in library.campaigns}
    if word in words:
        return words[word]
    near = nearest(word[:60], words)
    hint = f"是不是 {words[near]}（{library.campaign_by_id[words[near]].title}）？" if near else ""
    listed = "、".join(f"{c.id}（{c.title}）" for c in library.campaigns)
    faults.append(f"没有专项“{visible(wish.campaign)}”。{hint}有：{listed or '还没有专项'}。")
    return ""


_Days = tuple[date, date, int | None]


def _period(
    wish: Wish, library: Library, years: Sequence[int], as_of: date, kind: Kind, campaign: str, faults: list[str]
) -> _Days | None:
    word = _clean(wish.period)
    if kind == "专项":
        if word:
            faults.append("专项报告写的是整个专项，不用写 --period。只要一年的，去掉 --campaign。")
        if not campaign:
            return None
        period = library.campaign_by_id[campaign].period
        if period.start > as_of:
            faults.append(
                f"这个专项 {period.start} 才开始，统计日是 {as_of}，还没有可以写的。写了 --as-of 的，请去掉它或者改晚一些。"
            )
        return period.start, period.end, None
    if not word:
        if kind == "年度":
            faults.append("请写统计期，如 --period 2025。")
            return None
        word = f"{as_of:%Y-%m}" if kind == "提示单" else f"{as_of:%Y}"
    if kind == "提示单" or (kind == "督办单" and _MONTH.fullmatch(word)):
        return _month(kind, word, years, as_of, faults)
    found = _YEAR.fullmatch(word)
    if found is None:
        if _QUARTER.fullmatch(word):
            hint = "不按季度写，请写一年，如 --period 2025；季度的目标在一年的报告里逐季列出。"
        elif _MONTH.fullmatch(word):
            hint = f"{kind}按年写，如 --period {word[:4]}。按月的是提示单：--kind 提示单。"
        else:
            hint = f"请写一年，如 --period 2025；提示单写一个月，如 --period {as_of:%Y-%m}。"
        faults.append(f"统计期“{visible(wish.period)}”不能用：{hint}")
        return None
    year = int(found[1])
    if year not in years:
        faults.append(_out_of_reach(f"{year} 年", year > as_of.year, f"{years[0]} 到 {years[-1]} 年", as_of))
        return None
    return date(year, 1, 1), date(year, 12, 31), year


def _out_of_reach(what: str, to_come: bool, may: str, as_of: date) -> str:
    """Why a time cannot be reported on: it has not begun on the day of the figures, or it is before every record."""
    if to_come:
        return (
            f"{what}在统计日（{as_of}）还没有开始，没有可以写的，可以写 {may}。写了 --as-of 的，请去掉它或者改晚一些。"
        )
    return f"没有 {what}的记录，可以写 {may}。"


def _month(kind: Kind, word: str, years: Sequence[int], as_of: date, faults: list[str]) -> _Days | None:
    """A month: of a reminder from this one to the end of next year, for it asks for what is to come; of a demand up to this one."""
    found = _MONTH.fullmatch(word)
    if found is None or not 1 <= int(found[2]) <= 12:
        faults.append(f"{kind}按月写，“{visible(word)}”不是一个月。请写成 --period {as_of:%Y-%m} 这样。")
        return None
    year, month = int(found[1]), int(found[2])
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if kind == "督办单" and first > as_of:
        faults.append(_out_of_reach(f"{year} 年 {month} 月", True, f"{years[0]} 年到 {as_of:%Y-%m} 的月份", as_of))
        return None
    if kind == "提示单" and last < as_of:
        faults.append(
            f"提示单说的是要办的事，{year}年{month}月在统计日（{as_of}）已经过完了。可以写 {as_of:%Y-%m} 和以后的月份；"
            f"要催没有办好的，请用 --kind 督办单 --period {first:%Y-%m}；要重写当时的，请加 --as-of {first}。"
        )
        return None
    if year > as_of.year + 1:
        faults.append(
            f"{year} 年太远了，节点和活动还没有定下来。提示单可以写 {as_of:%Y-%m} 到 {as_of.year + 1}-12 的月份。"
        )
        return None
    if year < years[0]:
        faults.append(_out_of_reach(f"{year} 年", False, f"{years[0]} 年 1 月以后的月份", as_of))
        return None
    return first, last, year


def _units(whom: Iterable[str], library: Library, span: _Days | None, faults: list[str]) -> tuple[str, ...]:
    """Codes of townships, "" for the region, each once and in the order in which they were named."""
    found: dict[str, None] = {}
    region = library.region
    words = {_clean(t.name): t for t in region.townships} | {t.code: t for t in region.townships}
    for written in whom:
        for piece in _SEPARATORS.split(_clean(written)):
            word = piece.strip()
            if not word:
                continue
            if word in (REGION_WIDE, region.name, region.code):
                found[""] = None
            elif word == EVERY_TOWNSHIP:
                found.update({t.code: None for t in region.townships if not _unfit(t, span)})
            elif word not in words:
                near = nearest(word[:60], [*words, region.name, REGION_WIDE, EVERY_TOWNSHIP])
                hint = f"是不是“{words[near].name if near in words else near}”？" if near else ""
                faults.append(
                    f"找不到乡镇“{visible(word)}”。{hint}可以写乡镇的名称或代码、{EVERY_TOWNSHIP}、{REGION_WIDE}。"
                )
            elif wrong := _unfit(words[word], span):
                faults.append(wrong)
            else:
                found[words[word].code] = None
    if not found and not faults:
        faults.append(f"没有可写的乡镇。请写 --for 乡镇名，或 --for {REGION_WIDE}。")
    return tuple(found)


def _unfit(township: Township, span: _Days | None) -> str:
    """Why there is nothing to report on a township, or ""."""
    if not township.counted:
        return f"{township.name}不计入覆盖，没有可以写的数。要计入，请在 region.yml 给它写上“计入覆盖: 是”。"
    if span is not None and not township.validity.covers(span[0], span[1]):
        return f"{township.name}在这一期还没有设立或已经撤销，没有可以写的数。"
    return ""


def _number(word: str, faults: list[str]) -> str:
    """A 文号 with the brackets of the standard: 江司〔2026〕5号."""
    clean = _clean(word).translate(_BRACKETS)
    if not clean.isprintable() or len(clean) > 40:
        faults.append("文号写得不对：请写成 江司〔2026〕5号 这样，不超过40个字。")
        return ""
    return clean
