"""Strict parsers for single values: text in, value out, or `BadValue` with Chinese words and the accepted forms.

Nothing here guesses: what can be read in two ways is refused.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, timedelta

from generator.base.daywords import day_words, short_day, weekday
from generator.base.hosts import ascii_address

WHEN_FORMS = "可以写：2025-04-15、2025/4/15、2025年4月15日；要写钟点就接着写 09:00、9:00、上午9:00、下午2点30分。"
DURATION_FORMS = "可以写：2小时、90分钟、1天、1小时30分。"


class BadValue(ValueError):
    """A value that cannot be read: the code of the defect, what is wrong and what would be right."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


MOST = 100
"""Characters that a date, a number or a yes can have at most: more is refused before any pattern meets it."""


def plain(text: str) -> str:
    """`text` with full-width digits, letters and punctuation made half-width, and outer space removed.

    What is too long to be a value stays as it is: sorting its combining marks could take for ever.
    """
    if len(text) > MOST:
        text = text.strip()
        if len(text) > MOST:
            return text
    return unicodedata.normalize("NFKC", text).strip()


def _short(text: str, code: str, hint: str) -> str:
    """`plain`, for a value that is refused where it is longer than any value."""
    clean = plain(text)
    if len(clean) > MOST:
        raise BadValue(code, f"这里写得太长，看不懂“{clean[:20]}…”", hint)
    return clean


_DAY = re.compile(r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*(?:日|号)?", re.ASCII)
_DAY_STYLES = re.compile(
    r"\d{4}\s*(-\s*\d{1,2}\s*-|/\s*\d{1,2}\s*/|\.\s*\d{1,2}\s*\.|年\s*\d{1,2}\s*月)\s*\d{1,2}", re.ASCII
)
_CLOCK = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?\s*(\d{1,2})\s*"
    r"(?::\s*(?:(\d{1,2})(?::(\d{2}))?\s*分?)?|[点时]\s*(?:(\d{1,2})\s*分?|(半))?)(?:整|钟)?",
    re.ASCII,
)
_HOURS = {
    "凌晨": (0, 6), "早上": (4, 11), "早晨": (4, 11), "上午": (4, 11), "中午": (11, 14), "下午": (12, 19),
    "傍晚": (16, 20), "晚上": (17, 24), "晚": (17, 24),
}  # fmt: skip
"""The hours that each part of the day can mean; 上午12点 and 晚上3点 are said in two ways and refused."""
_CARRIED = frozenset({"中午", "下午", "傍晚", "晚上", "晚"})
"""Parts of the day that go on for a bare end: 下午2点-4点 ends at four in the afternoon."""
_WEEKDAY = re.compile(r"\(?(?:星期|礼拜|周)([一二三四五六日天])\)?")
_SPAN = re.compile(r"(?:-|~|—+|–|至|到)\s*")
_BEFORE = "结束写成 17:00 或 下午5点；过了半夜要写上第二天的日期。"


def _clock(match: re.Match[str], text: str) -> tuple[int, int]:
    part, hours, after_colon, seconds, after_word, half = match.groups()
    hour = int(hours)
    minute = 30 if half else int(after_colon or after_word or 0)
    if match.group(0).rstrip().endswith(":"):
        raise BadValue("E024", f"时间没有写完：“{text}”", WHEN_FORMS)
    if after_colon and len(after_colon) == 1:  # 9:5 is five past to one reader and ten to ten to another
        raise BadValue("E024", f"冒号后面的分钟要写两位：“{text}”", f"5分写 {hour}:05，50分写 {hour}:50。")
    if seconds and int(seconds):
        raise BadValue("E024", f"时间只到分钟：“{text}”", WHEN_FORMS)
    if part:
        low, high = _HOURS[part]
        if not low <= hour <= high and hour < 12:
            hour += 12
        if not low <= hour <= high:
            raise BadValue(
                "E024", f"“{part}{hours}点”说不通，或有两种读法", "请改用24小时制：零点写 00:00，下午一点写 13:00。"
            )
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise BadValue("E024", f"没有这个钟点：“{text}”", WHEN_FORMS)
    return hour, minute


def _day(match: re.Match[str], text: str) -> date:
    year, month, day = (int(g) for g in match.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        raise BadValue("E024", f"日历上没有这一天：“{text}”", WHEN_FORMS) from None
    if not 1949 <= year <= 2199:
        raise BadValue("E024", f"年份不在1949到2199之间：“{text}”", "请核对年份。")
    return found


def _without_weekday(text: str, day: date) -> str:
    """`text` without the names of weekdays; one that is not the weekday of `day` is a fault."""
    right = weekday(day)
    for match in _WEEKDAY.finditer(text):
        said = match.group(1).replace("天", "日")
        if said != right:
            words = f"{short_day(day)}是星期{right}，不是星期{said}"
            raise BadValue("E024", words, f"请核对 {day_words(day)} 这个日期，或者改正星期几。")
    return _WEEKDAY.sub(" ", text).strip()


_SERIAL = re.compile(r"([2-7]\d{4})(\.\d{1,15})?", re.ASCII)
"""Days since the end of 1899, as Excel keeps them: 1954 to 2119."""


def serial(text: str) -> date | datetime | None:
    """The day or moment that a number such as 46329 is to Excel, or None for any other text."""
    found = _SERIAL.fullmatch(text)
    if found is None:
        return None
    day = date(1899, 12, 30) + timedelta(days=int(found.group(1)))
    minutes = round(float(found.group(2) or 0) * 1440)
    return _moment(day, divmod(minutes, 60)) if minutes else day


def _told_serial(text: str, day: date | datetime) -> BadValue:
    shown = f"{day:%Y-%m-%d %H:%M}" if isinstance(day, datetime) else day.isoformat()
    hint = "在 Excel 里选中这一列，把单元格格式改成“日期”，看看日子对不对，再存盘；也可以直接写上日期。"
    return BadValue("E024", f"“{text}”是 Excel 存日期用的序号，就是“{shown}”，没有显示成日期", hint)


_FRACTION = re.compile(r"0?\.\d{1,17}", re.ASCII)


def no_serial_clock(text: str) -> None:
    """Raises `BadValue` for a clock as Excel keeps it: the part of a day that has passed (0.375 is 9:00), or a serial."""
    clean = _short(text, "E024", WHEN_FORMS)
    if (counted := serial(clean)) is not None:
        raise _told_serial(clean, counted)
    if _FRACTION.fullmatch(clean):
        hour, minute = divmod(round(float(clean) * 1440) % 1440, 60)
        hint = "在 Excel 里选中这一列，把单元格格式改成“时间”，看看钟点对不对，再存盘；也可以直接写上钟点。"
        raise BadValue("E024", f"“{clean}”是 Excel 存钟点用的小数，就是“{hour}:{minute:02}”，没有显示成时间", hint)


def _day_and_rest(text: str) -> tuple[date, str]:
    """The day that a text begins with, and what follows it without weekdays."""
    clean = _short(text, "E024", WHEN_FORMS)
    if (counted := serial(clean)) is not None:
        raise _told_serial(clean, counted)
    match = _DAY.match(clean)
    if match is None or not _DAY_STYLES.match(clean):
        if re.match(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", clean):
            raise BadValue("E024", f"日期“{text.strip()}”分不清年月日的先后", WHEN_FORMS)
        raise BadValue("E024", f"看不懂日期“{text.strip()}”", WHEN_FORMS)
    day = _day(match, text.strip())
    rest = _without_weekday(clean[match.end() :], day)
    return day, rest[1:].strip() if rest[:1] in ("T", "t", ",") else rest


def when(text: str) -> tuple[date | datetime, date | datetime | None]:
    """A day or a moment, and the end where the text gives a span of hours ("2025-04-15 9:00-11:00")."""
    day, rest = _day_and_rest(text)
    if not rest:
        return day, None
    first = _CLOCK.match(rest)
    if first is None:
        raise BadValue("E024", f"看不懂日期后面的“{rest}”", WHEN_FORMS)
    start = _moment(day, _clock(first, text.strip()))
    rest = rest[first.end() :].strip()
    if not rest:
        return start, None
    span = _SPAN.match(rest)
    second = _CLOCK.fullmatch(rest[span.end() :].strip()) if span else None
    if second is None:
        raise BadValue("E024", f"看不懂时间后面的“{rest}”", WHEN_FORMS)
    return start, _end(start, first.group(1), second, text.strip())


def _moment(day: date, clock: tuple[int, int]) -> datetime:
    hour, minute = clock
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)


def _end(start: datetime, part: str | None, match: re.Match[str], text: str) -> datetime:
    """The moment of an end that is only a clock, on the day of `start`.

    A clock without a part of the day takes over the afternoon of its beginning (`part`), if it would else lie before it.
    """
    hour, minute = _clock(match, text)
    end = _moment(start.date(), (hour, minute))
    if end < start and part in _CARRIED and not match.group(1) and hour < 12:
        end += timedelta(hours=12)
    if end < start:
        raise BadValue("E024", f"结束 {hour}:{minute:02} 在开始 {start:%H:%M} 的前面：“{text}”", _BEFORE)
    return end


def when_or_clock(text: str, start: date | datetime, written: str = "") -> date | datetime:
    """An end: a day, a moment, or only a clock time on the day of `start`.

    `written` are the words in which the beginning was written: its 下午 holds for an end without one.
    """
    clean = _short(text, "E024", WHEN_FORMS)
    no_serial_clock(clean)
    match = _CLOCK.fullmatch(clean)
    if match is not None and not _DAY.match(clean):
        if not isinstance(start, datetime):
            raise BadValue("E024", "结束只写了钟点，可开始没有钟点", "请给开始也写上钟点，如 2025-04-15 09:00。")
        first = _CLOCK.match(_day_and_rest(written)[1]) if written else None
        return _end(start, first.group(1) if first else None, match, text.strip())
    found, span = when(text)
    if span is not None:
        raise BadValue("E024", f"结束里写了一段时间：“{text.strip()}”", WHEN_FORMS)
    return found


def day(text: str) -> date:
    """A day without hours."""
    found, _ = when(text)
    if isinstance(found, datetime):
        raise BadValue("E024", f"这里只要日期，不要钟点：“{text.strip()}”", "可以写：2025-04-15、2025年4月15日。")
    return found


def moment(text: str) -> datetime:
    """A moment; a bare day is its beginning."""
    found, _ = when(text)
    return found if isinstance(found, datetime) else datetime(found.year, found.month, found.day)


_PIECE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(天|日|个?半?小时|个?钟头|分钟?|d|h|min|m)", re.IGNORECASE | re.ASCII)


def duration(text: str) -> timedelta:
    """A length of time such as `1小时30分`; more than zero."""
    clean = _short(text, "E024", DURATION_FORMS)
    if clean == "半小时":
        clean = "30分钟"
    total, position = timedelta(), 0
    for piece in _PIECE.finditer(clean):
        if clean[position : piece.start()].strip():
            break
        amount, unit = float(piece.group(1)), piece.group(2).lower()
        if unit in ("天", "日", "d"):
            total += timedelta(days=amount)
        elif unit.startswith("分") or unit in ("m", "min"):
            total += timedelta(minutes=amount)
        else:
            total += timedelta(hours=amount + (0.5 if "半" in unit else 0))
        position = piece.end()
    if clean[position:].strip() or not position:
        raise BadValue("E024", f"看不懂时长“{text.strip()}”", DURATION_FORMS)
    if not timedelta() < total <= timedelta(days=3660):
        raise BadValue("E024", f"时长要大于零且不超过十年：“{text.strip()}”", DURATION_FORMS)
    if total % timedelta(minutes=1):
        raise BadValue("E024", f"时长只到分钟：“{text.strip()}”", DURATION_FORMS)
    return total


_WHOLE_FORMS = "只写数字，如 120；约数请写在文字说明里。"
_NUMBER_FORMS = "只写数字，如 118.62。"


def whole(text: str, low: int = 0, high: int = 2_000_000_000) -> int:
    """A whole number; thousands separators and a trailing 人/次/个 are allowed."""
    clean = re.sub(r"(人次|场次|人|次|个|份|户|场)$", "", _short(text, "E025", _WHOLE_FORMS)).strip()
    if re.fullmatch(r"\d{1,3}(,\d{3})+", clean):
        clean = clean.replace(",", "")
    if re.fullmatch(r"-?\d{1,12}\.0+", clean):  # Excel keeps whole numbers as 120.0
        clean = clean.partition(".")[0]
    if not re.fullmatch(r"-?[0-9]{1,12}", clean):
        raise BadValue("E025", f"这里要写整数，看不懂“{text.strip()}”", _WHOLE_FORMS)
    number = int(clean)
    if not low <= number <= high:
        raise BadValue("E025", f"数字 {number} 超出范围", f"应在 {low} 到 {high} 之间。")
    return number


def _digits(number: float) -> str:
    """A bound in plain digits: `:g` would write a thousand million as 1e+09."""
    return f"{int(number)}" if number == int(number) else f"{number:g}"


def number(text: str, low: float, high: float) -> float:
    """A number with or without decimals."""
    clean = _short(text, "E025", _NUMBER_FORMS)
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", clean):
        raise BadValue("E025", f"这里要写数字，看不懂“{text.strip()}”", _NUMBER_FORMS)
    found = float(clean)
    if not low <= found <= high:
        raise BadValue("E025", f"数字 {clean} 超出范围", f"应在 {_digits(low)} 到 {_digits(high)} 之间。")
    return found


_YES = {"是", "对", "有", "true", "yes", "y", "1", "√"}
_NO = {"否", "不", "无", "没有", "false", "no", "n", "0", "×", "x"}


def yes_no(text: str) -> bool:
    """是 or 否 and their English forms."""
    clean = _short(text, "E026", "请改成“是”或“否”。").lower()
    if clean in _YES:
        return True
    if clean in _NO:
        return False
    raise BadValue("E026", f"这里写“是”或“否”，看不懂“{text.strip()}”", "请改成“是”或“否”。")


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{i}" for i in range(10)),
    *(f"lpt{i}" for i in range(10)),
    "shell",
    "index",
}


def identifier(text: str, what: str = "编号") -> str:
    """An id that is safe as an address and as a file name on every system: a-z, 0-9 and single hyphens, ≤ 64."""
    clean = text.strip()
    if clean.endswith("-remind"):  # calendars/…/<id>-remind.ics is the feed with reminders of <id>
        raise BadValue("E027", f"{what}“{clean[:80]}”不能以 -remind 结尾", "带提醒的日历订阅要用这个结尾，请换一个。")
    if len(clean) <= 64 and _ID.fullmatch(clean) and clean not in _RESERVED:
        return clean
    if clean in _RESERVED:
        raise BadValue("E027", f"{what}“{clean}”是系统保留的名字", f"请换一个，如 {clean}-1。")
    better = re.sub(r"[^a-z0-9]+", "-", plain(clean[:MOST]).lower()).strip("-")[:64].strip("-")
    suggestion = f"，如 {better}" if better and better not in _RESERVED else "，如 gaq-2025-hecun"
    raise BadValue("E027", f"{what}“{clean[:80]}”不合规定", f"只用小写字母、数字和短横线，不超过64个字{suggestion}。")


_PART = re.compile("(?:《[^《》]*》|[^、,\uff0c;\uff1b\n|])+")
"""A title in 《》 stays whole: some laws have 、 in their names."""


def listed(text: str) -> list[str]:
    """The parts of a list written in one line, with 、 , or ; between them."""
    return [part.strip() for part in _PART.findall(text) if part.strip()]


def web_address(text: str) -> str:
    """An http(s) address without white space, quotes or user names, in ASCII: `https://普法.中国/` is `https://xn--…/`."""
    clean = text.strip()
    if (
        len(clean) < 520
        and clean.isprintable()
        and re.fullmatch(r"https?://[^\s<>\"'`\\@]{1,500}", clean, re.IGNORECASE)
    ):
        with suppress(ValueError):
            return ascii_address(clean)
    raise BadValue("E030", f"网址“{clean[:60]}”不安全或看不懂", "只接受 https:// 或 http:// 开头的完整网址。")
