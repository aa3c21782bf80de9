"""Lunar dates as people write them (腊月廿三, 农历十二月二十三, 除夕) to numbers."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40
"""Characters of a lunar date at most."""
_FESTIVALS = {
    "春节": (1, 1),
    "大年初一": (1, 1),
    "元宵": (1, 15),
    "元宵节": (1, 15),
    "上元节": (1, 15),
    "龙抬头": (2, 2),
    "端午": (5, 5),
    "端午节": (5, 5),
    "七夕": (7, 7),
    "七夕节": (7, 7),
    "中元节": (7, 15),
    "中秋": (8, 15),
    "中秋节": (8, 15),
    "重阳": (9, 9),
    "重阳节": (9, 9),
    "腊八": (12, 8),
    "腊八节": (12, 8),
    "除夕": (12, -1),
    "年三十": (12, -1),
    "大年三十": (12, -1),
    "大年夜": (12, -1),
}
_SOLAR_TERMS = frozenset(
    "立春 雨水 惊蛰 春分 清明 清明节 谷雨 立夏 小满 芒种 夏至 小暑 大暑 "
    "立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至 冬至节 小寒 大寒".split()
)
_PLAIN = str.maketrans("農曆歷陰舊臘閏號節陽龍頭驚蟄穀滿種處卄廾念", "农历历阴旧腊闰号节阳龙头惊蛰谷满种处廿廿廿")
_PREFIX = re.compile(r"^(农历|阴历|旧历|夏历)的?")
_MONTH = {"正": 1, "冬": 11, "腊": 12}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
FORMS = "可以写：腊月廿三、正月十五、十二月二十三、除夕、端午节、中秋节、重阳节。"


def parse(text: str) -> tuple[int, int]:
    """(month, day) of a lunar date in words; day -1 is the month's last (除夕). `ValueError` in Chinese for all else."""
    if len(text) > LONGEST:
        raise ValueError(f"写得太长，看不懂。{FORMS}")
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_PLAIN)
    plain = _PREFIX.sub("", plain)
    if plain in _FESTIVALS:
        return _FESTIVALS[plain]
    if plain in _SOLAR_TERMS:
        raise ValueError(f"“{text}”是节气，按公历推算，不是农历日期，请直接写公历日期。")
    if plain in ("小年", "小年夜"):
        raise ValueError("各地小年不同，请写“腊月廿三”或“腊月廿四”。")
    return _date(plain, text)


def _date(plain: str, text: str) -> tuple[int, int]:
    head, mark, tail = plain.partition("月")
    if head.startswith("闰"):
        raise ValueError(f"“{text}”是闰月，不是每年都有，请写平月，或者逐个写公历日期。")
    month = _MONTH.get(head) or number(head)
    day = number(re.sub(r"[日号]$", "", tail).removeprefix("初"))
    if not mark or month is None or day is None:
        raise ValueError(f"看不懂农历日期“{text}”。{FORMS}")
    if not 1 <= month <= 12:
        raise ValueError(f"农历没有“{text}”：一年只有正月到腊月。")
    if not 1 <= day <= 30 or (tail.startswith("初") and day > 10):
        raise ValueError(f"农历没有“{text}”：一个月只有初一到三十。")
    return month, day


def number(words: str) -> int | None:
    """23, 二十三, 廿三, 卅; None where it is no number below 100."""
    if re.fullmatch(r"[0-9]{1,2}", words):
        return int(words)
    words = re.sub(r"^廿", "二十", re.sub(r"^卅", "三十", words))
    found = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", words)
    if not words or found is None:
        return None
    tens, ten, unit = found.groups()
    if ten is None:
        return _DIGITS[tens] if tens and not unit else None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[unit] if unit else 0)
