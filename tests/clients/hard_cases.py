"""One county with every kind of event that has ever broken a calendar reader."""

from __future__ import annotations

from datetime import date, datetime

from generator.model import Library
from tests.clients.makers import HECUN, QINGHU, event, library


def hard_cases() -> Library:
    """All-day, over night, to 24:00, of no length, cancelled, postponed, escapes, long CJK and emoji texts."""
    return library(
        [
            event("all-day", start=date(2026, 12, 4), end=date(2026, 12, 4), status="确定"),
            event("week", start=date(2026, 12, 1), end=date(2026, 12, 7), status="已办", region_wide=True),
            event("leap", start=date(2028, 2, 29), end=date(2028, 2, 29)),
            event("night", start=datetime(2026, 5, 1, 22), end=datetime(2026, 5, 2, 6), townships=(QINGHU,)),
            event("midnight", start=datetime(2026, 12, 31, 20), end=datetime(2027, 1, 1)),
            event("moment", start=datetime(2026, 4, 15, 9), end=datetime(2026, 4, 15, 9)),
            event("old", start=datetime(1994, 6, 1, 9), end=datetime(1994, 6, 1, 10), status="已办"),
            event("far", start=datetime(2099, 6, 1, 9), end=datetime(2099, 6, 1, 10)),
            event("off", status="取消", note="天气原因；另行通知,谢谢"),
            event("later", status="延期", village=f"{HECUN}-hecun"),
            event("sample", sample=True, site="park", updated=datetime(2026, 3, 1, 7, 30)),
            event("signs", title='"引号",逗号;分号:冒号=等号', summary="第一行\n第二行\n\n第四行"),
            event("long", title="国家安全人人有责" * 12, summary="讲解典型案例，" * 80, place="某某街道某某社区" * 8),
            event("emoji", title="\U0001f468\u200d\U0001f469\u200d\U0001f467" * 12 + "e\u0301" * 20 + "\U00020000" * 9),
        ]
    )
