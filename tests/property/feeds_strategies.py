"""Events as officers might write them, and worse."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from generator.model import DEFAULT_AUDIENCES, DEFAULT_FORMS, STATUSES, Event, Library
from tests.clients.makers import HECUN, QINGHU, event, library

LETTERS = "国家安全教育法治宣传，。；、《》（）—…,;:\\\"'=aZ0é\u0301\u304b\u3099\U00020000\U0001f468\u200d\U0001f469\U0001f1e8\U0001f1f3\ufe0f"
"""What texts are made of: every width of UTF-8, every escape, combining marks and joined emoji. No backslash before
`n` can arise: readers disagree on that pair and none of them is ours."""
texts = st.text(LETTERS, min_size=1, max_size=120).map(lambda text: f"题{text}止")

days = st.dates(date(1990, 1, 1), date(2190, 12, 30))
moments = st.datetimes(datetime(1992, 1, 1), datetime(2190, 12, 30)).map(lambda m: m.replace(second=0, microsecond=0))
midnights = days.filter(lambda d: d.year > 1991).map(lambda d: datetime(d.year, d.month, d.day))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date | datetime, date | datetime]:
    """All-day, within a day, over night, to 24:00, and of no length."""
    if draw(st.booleans()):
        day = draw(days)
        return day, day + timedelta(days=draw(st.integers(0, 40)))
    if draw(st.booleans()):
        end = draw(midnights)
        return end - timedelta(minutes=draw(st.integers(1, 1440))), end
    start = draw(moments)
    return start, start + timedelta(minutes=draw(st.integers(0, 3000)))


@st.composite
def events(draw: st.DrawFn, identifier: str) -> Event:
    """One event with any status, place and audience."""
    start, end = draw(spans())
    wide = draw(st.booleans())
    towns = draw(st.lists(st.sampled_from([HECUN, QINGHU]), min_size=1, max_size=2, unique=True))
    return event(
        identifier,
        title=draw(texts),
        start=start,
        end=end,
        region_wide=wide,
        townships=() if wide else tuple(towns),
        village=draw(st.sampled_from(["", f"{HECUN}-hecun"])) if towns == [HECUN] and not wide else "",
        place=draw(texts),
        site=draw(st.sampled_from(["", "park"])),
        form=draw(st.sampled_from(DEFAULT_FORMS)),
        audiences=tuple(draw(st.lists(st.sampled_from(DEFAULT_AUDIENCES), max_size=3, unique=True))),
        status=draw(st.sampled_from(STATUSES)),
        summary=draw(st.text(LETTERS + "\n", max_size=200)),
        updated=draw(st.none() | moments),
        sample=draw(st.booleans()),
    )


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """A county with up to six events."""
    return library([draw(events(f"e-{n}")) for n in range(draw(st.integers(0, 6)))])
