"""The types of values that RFC 5545 has: what is wrong with a value, in Chinese, or nothing."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from functools import lru_cache

from generator.feedcheck.finding import short
from generator.feedcheck.rrule import read_rule
from generator.feedcheck.values import Wrong, duration, moment, period, period_of, uri_fault, utc_offset

_INTEGER = re.compile(r"[+-]?[0-9]{1,10}")
_FLOAT = re.compile(r"[+-]?[0-9]{1,400}(?:\.[0-9]{1,400})?")
_CLOCK = re.compile(r"([01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9]|60)Z?")
_REQUEST = re.compile(r"[0-9]+\.[0-9]+(?:\.[0-9]+)?;[^;]*(?:\\;[^;]*)*(?:;.*)?", re.DOTALL)
_GEO = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]+)?);([+-]?[0-9]{1,3}(?:\.[0-9]+)?)")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_MEDIA = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*(?:;.*)?")
_LARGEST = 2**31
RANGES = {"PRIORITY": (0, 9), "PERCENT-COMPLETE": (0, 100), "REPEAT": (0, _LARGEST - 1), "SEQUENCE": (0, _LARGEST - 1)}
"""What the integer of a property may be."""
_COLOURS = frozenset(
    """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod
    darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon
    darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray
    dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green
    greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
    lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon
    lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
    magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
    mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy
    oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip
    peachpuff peru pink plum powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen
    seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle
    tomato turquoise violet wheat white whitesmoke yellow yellowgreen
    """.split()
)
"""The names of colours of CSS 3, the only ones that COLOR knows."""


def _integer(text: str) -> str:
    return "" if _INTEGER.fullmatch(text) and -_LARGEST <= int(text) < _LARGEST else "不是整数"


def _binary(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return "不是 BASE64"
    return "" if text else "是空的"


def _pattern(pattern: re.Pattern[str], fault: str) -> Callable[[str], str]:
    return lambda text: "" if pattern.fullmatch(text) else fault


def _moment(value: str) -> Callable[[str], str]:
    def fault(text: str) -> str:
        read = moment(text, "", value)
        if isinstance(read, Wrong):
            return read.message
        return "" if (read.kind == "date") == (value == "DATE") else f"“{short(text)}”是日期，缺少 VALUE=DATE"

    return fault


def _recur(text: str) -> str:
    faults = read_rule(text)[1]
    return faults[0].message if faults else ""


def _geo(text: str) -> str:
    found = _GEO.fullmatch(text.strip())
    if found is None:
        return "不是纬度;经度"
    return "" if abs(float(found.group(1))) <= 90 and abs(float(found.group(2))) <= 180 else "超出了地球"


_FAULTS: dict[str, Callable[[str], str]] = {
    "BINARY": _binary,
    "BOOLEAN": lambda text: "" if text.upper() in ("TRUE", "FALSE") else "不是 TRUE，也不是 FALSE",
    "CAL-ADDRESS": uri_fault,
    "COLOR": lambda text: "" if text.strip().lower() in _COLOURS else "不是颜色的英文名称（如 red）",
    "DATE": _moment("DATE"),
    "DATE-TIME": _moment(""),
    "DURATION": lambda text: "不是一段时间" if duration(text) is None else "",
    "EMAIL": _pattern(re.compile(r"[^@\s]+@[^@\s]+"), "不是电子邮箱"),
    "FLOAT": _pattern(_FLOAT, "不是数"),
    "FMTTYPE": _pattern(_MEDIA, "不是文件类型（如 image/png）"),
    "GEO": _geo,
    "INTEGER": _integer,
    "LANGUAGE": _pattern(_LANGUAGE, "不是语言代号（如 zh-CN）"),
    "NAME": _pattern(_NAME, "只能是英文字母、数字和连字符"),
    "PERIOD": lambda text: read.message if isinstance(read := period(text), Wrong) else "",
    "RECUR": _recur,
    "REQUEST-STATUS": _pattern(_REQUEST, "不是“代号;说明”（如 2.0;Success）"),
    "TIME": _pattern(_CLOCK, "不是钟点（如 090000）"),
    "UID": lambda text: "" if text.strip() else "是空的",
    "URI": uri_fault,
    "UTC-PERIOD": lambda text: read.message if isinstance(read := period_of(text), Wrong) else "",
    "UTC-OFFSET": lambda text: "不是时差（如 +0800）" if utc_offset(text) is None else "",
    "XML-REFERENCE": uri_fault,
}
"""By type of value; what is TEXT or of a type that is not known has no fault here."""


@lru_cache(maxsize=4096)
def kind_fault(kind: str, text: str) -> str:
    """What is wrong with a value of a type: a sentence without its subject, or nothing."""
    find = _FAULTS.get(kind)
    return find(text) if find else ""


def range_fault(name: str, text: str) -> str:
    """What is wrong with the integer of a property whose range is given, or nothing. `text` is an integer."""
    if name not in RANGES:
        return ""
    least, most = RANGES[name]
    return "" if least <= int(text) <= most else f"不在 {least} 到 {most} 之间"
