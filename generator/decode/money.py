"""Sums of money as officers write them: text in, yuan out, or `BadValue` with the accepted forms."""

from __future__ import annotations

import re

from generator.decode.values import MOST, BadValue, plain

FORMS = "可以写：3000、3000元、1,200,000、12.5万、12.5万元、1.2亿元；约数和别的币种不行。"
_SUM = re.compile(r"([-\u2212]?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,12}))?\s*(万|亿)?\s*元?", re.ASCII)
_PLACES = {None: 2, "万": 6, "亿": 10}
"""Decimals down to the cent, by the word behind the number."""


def money(text: str) -> float:
    """An amount in yuan, not negative and exact to the cent: 3000, 1,200,000, 12.5万, 12.5万元, 1.2亿元."""
    clean = plain(text)
    if len(clean) > MOST:
        raise BadValue("E150", f"这里写得太长，看不懂“{clean[:20]}…”", FORMS)
    match = _SUM.fullmatch(clean)
    if match is None:
        raise BadValue("E150", f"看不懂金额“{text.strip()}”", FORMS)
    minus, yuan, decimals, unit = match.groups()
    if minus:
        raise BadValue("E150", f"金额不能是负数：“{text.strip()}”", "退回的钱请从那一笔里减去，只写实际用了多少。")
    part = (decimals or "").rstrip("0")
    places = _PLACES[unit]
    if len(part) > places:
        raise BadValue("E150", f"金额只到分：“{text.strip()}”", FORMS)
    return int(yuan.replace(",", "") + part.ljust(places, "0")) / 100
