"""Dates of the legal year as calendar entries, a day or a week each. Told year by year: the title counts (第十三个…)."""

from __future__ import annotations

from datetime import date, timedelta

from generator import addresses
from generator.almanac.observances import Marked, happenings
from generator.feeds.entry import BEGIN
from generator.feeds.folding import lines
from generator.feeds.ics import day_value, escape, time_value, uri
from generator.feeds.vevent import TAIL, Setting
from generator.schedule import moment

YEARS_BACK, YEARS_AHEAD = 1, 2
_STAMP = date(2020, 1, 1)


def observance_entries(setting: Setting) -> list[bytes]:
    """The VEVENTs of the observances of last year, this year and the two years to come."""
    return [_entry(marked, setting) for marked in marked_days(setting)]


def marked_days(setting: Setting) -> list[Marked]:
    """What the feed of observances tells of, in its order."""
    year = setting.as_of.year
    return list(happenings(setting.library.observances, year - YEARS_BACK, year + YEARS_AHEAD))


def about(marked: Marked) -> str:
    """The description of an observance: what it rests on where that was looked up, and that it is no event."""
    observance = marked.observance
    note = "法治宣传教育的节点，不是一场具体的活动。"
    return f"依据：{observance.basis}。\n{note}" if observance.basis and observance.verified else note


def _entry(marked: Marked, setting: Setting) -> bytes:
    observance = marked.observance
    stamp = min(moment(_STAMP), moment(setting.as_of) - setting.offset)
    content = (
        f"UID:observance.{observance.id}@{marked.year}.{setting.library.region.code}.pufa",
        f"DTSTAMP:{time_value(stamp)}Z",
        "SEQUENCE:0",
        f"DTSTART;VALUE=DATE:{day_value(marked.start)}",
        f"DTEND;VALUE=DATE:{day_value(marked.end + timedelta(days=1))}",
        f"SUMMARY:{escape(marked.full_title)}",
        "STATUS:CONFIRMED",
        f"DESCRIPTION:{escape(about(marked))}",
        "CATEGORIES:节点",
        f"URL:{uri(setting.site.url + addresses.CALENDAR)}",
    )
    return BEGIN + lines(content) + TAIL
