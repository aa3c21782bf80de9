"""What a feed says of an occurrence in plain words: title, place, description. No markup, no escaping.

Read on a small screen by a clerk who has to know three things: is it real, does it take place, where.
"""

from __future__ import annotations

from generator.model import Event, Library, Occurrence, Result

SAMPLE_MARK = "【示例】"
SAMPLE_NOTE = "示例数据：为演示而编写，不是真实的活动安排。"
STATUS_MARKS = {"取消": "【取消】", "延期": "【延期】"}
STATUS_NOTES = {
    "取消": "本场活动已取消，请不要前往。",
    "延期": "本场活动延期，原定的时间不再有效；新的时间定下后会在这里更新。",
    "计划": "本场活动尚在计划中，时间和地点可能调整。",
}
_MOST_TOWNSHIPS = 3
SPLIT_NOTE = "这个系列改为逐场列出，请看同名的各场活动。"
"""Says of a series that its days now stand alone: the entry of the whole is void, its days are not."""
SPLIT_MARK = "【已改为逐场列出】"


def title(occurrence: Occurrence, library: Library) -> str:
    """The title; what would mislead without it comes first: cancelled, postponed, made up."""
    event = occurrence.event
    sample = SAMPLE_MARK if library.is_sample(event) else ""
    mark = SPLIT_MARK if event.note == SPLIT_NOTE else STATUS_MARKS.get(occurrence.status, "")
    return f"{mark}{sample}{event.title}"


def kinds(event: Event, library: Library) -> tuple[str, ...]:
    """What the event is filed under: the campaign's title and the form."""
    campaign = library.campaign_by_id.get(event.campaign)
    if campaign is None:
        return (event.form,) if event.form else ()
    return (campaign.title, event.form) if event.form else (campaign.title,)


def location(event: Event, library: Library) -> str:
    """Township, village and place in one line; a unit that the place's own name already tells is not said again."""
    township = _townships(event, library)
    village = library.village_by_id[event.village].name if event.village in library.village_by_id else ""
    site = library.site_by_id.get(event.site)
    place = event.place if event.place and event.place != event.site else (site.name if site else event.place)
    if not place:
        where = township + village
    elif village and village not in place.replace(township, "", 1):
        # The village goes behind a place that names its township: 贺村镇文化礼堂（贺村).
        where = f"{place}（{village}）" if township in place else f"{township}{village} {place}"
    elif township in place:
        where = place
    else:
        where = f"{township} {place}"
    if site and site.address and site.address not in where:
        where = f"{where}，{site.address}"
    return where


def _townships(event: Event, library: Library) -> str:
    if event.region_wide or not event.townships:
        return library.region.name
    names = [library.township_by_code[c].name if c in library.township_by_code else c for c in event.townships]
    if len(names) > _MOST_TOWNSHIPS:
        return f"{'、'.join(names[:_MOST_TOWNSHIPS])}等{len(names)}个乡镇（街道）"
    return "、".join(names)


def description(occurrence: Occurrence, library: Library, page: str) -> str:
    """The description, a fact a line; `page` is the address of the event's page."""
    event, status = occurrence.event, occurrence.status
    campaign = library.campaign_by_id.get(event.campaign)
    facts = []
    if library.is_sample(event):
        facts.append(SAMPLE_NOTE)
    if event.note == SPLIT_NOTE:
        facts.append(SPLIT_NOTE)
    elif status in STATUS_NOTES:
        facts.append(STATUS_NOTES[status])
    if event.note and event.note != SPLIT_NOTE:
        facts.append(f"{'原因' if status in STATUS_MARKS else '说明'}：{event.note}")
    if event.summary:
        facts.append(event.summary)
    if campaign:
        facts.append(f"专项：{campaign.title}")
    if event.form:
        facts.append(f"形式：{event.form}")
    if event.audiences:
        facts.append(f"对象：{'、'.join(event.audiences)}")
    if event.laws:
        facts.append(f"法律：{_laws(event.laws)}")
    if event.organiser:
        facts.append(f"主办：{event.organiser}")
    if status == "已办" and event.result and (result := _result(event.result)):
        facts.append(f"成效：{result}")
    if event.url:
        facts.append(f"相关链接：{event.url}")
    facts.append(f"详情：{page}")
    return "\n".join(facts)


def _laws(names: tuple[str, ...]) -> str:
    """《甲》《乙》: no mark stands between titles in book-title marks (GB/T 15834)."""
    return "".join([name if name.startswith("《") else f"《{name}》" for name in names])


def _result(result: Result) -> str:
    """What came of it. Satisfaction is never told without the number of replies."""
    parts = []
    if result.attendance is not None:
        parts.append(f"参加{result.attendance}人")
        if result.staff is not None:
            parts[0] += f"（其中工作人员{result.staff}人）"
    if result.responses is not None and result.satisfied is not None:
        parts.append(f"收回评价{result.responses}份，满意{result.satisfied}份")
    if result.summary:
        parts.append(result.summary)
    return "；".join(parts)
