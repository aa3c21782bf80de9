"""Edits of events and of the files that they stand in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from edits.catalogue import edit
from edits.county import (
    AUDIENCES,
    FORMS,
    LAWS,
    TITLES,
    County,
    Event,
    close,
    figures,
    flat,
    new_event,
    place_event,
    repeat_of,
)


def one(county: County, chance: Random, fits: Any = lambda _: True) -> tuple[str, Event] | None:
    """Some event that fits, with its file."""
    found = [(path, event) for path, event in county.every_event() if fits(event)]
    return chance.choice(found) if found else None


def a_file(county: County, chance: Random, suffix: str = "") -> str | None:
    """Some file of events."""
    found = [path for path in sorted(county.events) if path.endswith(suffix)]
    return chance.choice(found) if found else None


def is_single(event: Event) -> bool:
    return "repeat" not in event


def is_series(event: Event) -> bool:
    return isinstance(event.get("repeat"), dict)


def is_weekly(event: Event) -> bool:
    """A series whose days can be told without a calendar."""
    return is_series(event) and event["repeat"].get("every") == "周" and "on_holiday" not in event["repeat"]


@edit(6)
def add_event(county: County, chance: Random) -> str | None:
    path = a_file(county, chance)
    if path is None:
        return None
    event = new_event(county, chance)
    county.events[path].insert(chance.randrange(len(county.events[path]) + 1), event)
    return f"{event['id']} into {path}"


@edit(3)
def add_series(county: County, chance: Random) -> str | None:
    path = a_file(county, chance, ".yml")
    if path is None:
        return None
    county.events[path].append(new_event(county, chance, repeating=True))
    return f"into {path}"


@edit(4)
def delete_event(county: County, chance: Random) -> str | None:
    found = one(county, chance)
    if found is None or sum(map(len, county.events.values())) < 8:
        return None
    county.events[found[0]].remove(found[1])
    if not county.events[found[0]]:
        del county.events[found[0]]
    return str(found[1]["id"])


@edit(5)
def retitle_event(county: County, chance: Random) -> str | None:
    found = one(county, chance)
    if found is None:
        return None
    found[1]["title"] = f"{chance.choice(TITLES)}（改{county.new()}）"
    return f"{found[1]['id']} is {found[1]['title']}"


def _moved(value: str, step: timedelta) -> str:
    if " " in value:
        return (datetime.fromisoformat(value) + step).strftime("%Y-%m-%d %H:%M")
    return (date.fromisoformat(value) + step).isoformat()


@edit(5)
def move_day(county: County, chance: Random) -> str | None:
    found = one(county, chance, is_single)
    if found is None:
        return None
    event, step = found[1], timedelta(days=chance.choice((1, -1, 7, 31, -31, 366)))
    event |= {key: _moved(event[key], step) for key in ("start", "end")}
    if chance.random() < 0.7:
        close(event, county.day, chance)
    return f"{event['id']} by {step.days} days"


@edit(5)
def move_hour(county: County, chance: Random) -> str | None:
    found = one(county, chance, lambda e: is_single(e) and " " in e["start"])
    if found is None:
        return None
    event, step = found[1], timedelta(minutes=chance.choice((30, 60, -60)))
    event |= {key: _moved(event[key], step) for key in ("start", "end")}
    return f"{event['id']} by {step}"


@edit(5)
def move_place(county: County, chance: Random) -> str | None:
    found = one(county, chance)
    if found is None:
        return None
    place_event(county, found[1], chance)
    return f"{found[1]['id']} to {found[1]['township']} {found[1].get('village', '')}"


@edit(4)
def move_campaign(county: County, chance: Random) -> str | None:
    """From one file to another, most often of another campaign."""
    found, target = one(county, chance), a_file(county, chance)
    if found is None or target is None or target == found[0] or not (flat(found[1]) or target.endswith(".yml")):
        return None
    county.events[found[0]].remove(found[1])
    county.events[target].append(found[1])
    if not county.events[found[0]]:
        del county.events[found[0]]
    return f"{found[1]['id']} from {found[0]} to {target}"


@edit(3)
def rename_id(county: County, chance: Random) -> str | None:
    found = one(county, chance)
    if found is None:
        return None
    event, old = found[1], found[1]["id"]
    event["id"] = f"ev-{county.new():04d}-neu"
    if chance.random() < 0.7:
        event["former_id"] = old
    return f"{old} is {event['id']}"


@edit(6)
def new_figures(county: County, chance: Random) -> str | None:
    found = one(county, chance, lambda e: e.get("status") == "已办")
    if found is None:
        return None
    found[1]["result"] = figures(chance)
    return str(found[1]["id"])


@edit(4)
def new_status(county: County, chance: Random) -> str | None:
    found = one(county, chance, is_single)
    if found is None:
        return None
    close(found[1], county.day, chance)
    return f"{found[1]['id']} {found[1]['status']}"


@edit(4)
def other_words(county: County, chance: Random) -> str | None:
    """One of the fields that say whom an event is for and what it is about."""
    found = one(county, chance)
    if found is None:
        return None
    key, value = chance.choice(
        (
            ("form", chance.choice(FORMS)), ("audience", chance.sample(AUDIENCES, 2)), ("laws", [chance.choice(LAWS)]), ("stage", "启动"),
            ("stage", "常态"), ("focus", "义务"), ("organiser", f"司法所{county.new()}"), ("summary", f"改过的简介{county.new()}。"),
            ("note", f"请带凳子{county.new()}"), ("url", "https://www.example.gov.cn/a"), ("sample", "是"),
            ("speaker", [chance.choice(county.speakers)["id"]] if county.speakers else []), ("updated", f"{county.day} 08:00"),
        )
    )  # fmt: skip
    found[1][key] = value
    return f"{found[1]['id']} {key}"


@edit(2)
def make_series(county: County, chance: Random) -> str | None:
    found = one(county, chance, lambda e: is_single(e) and " " in e["start"])
    if found is None or not found[0].endswith(".yml"):
        return None
    found[1].pop("result", None)
    found[1].update({"status": "确定", "repeat": repeat_of(date.fromisoformat(found[1]["start"][:10]), chance)})
    return str(found[1]["id"])


@edit(2)
def end_series(county: County, chance: Random) -> str | None:
    found = one(county, chance, lambda e: "repeat" in e)
    if found is None:
        return None
    del found[1]["repeat"]
    close(found[1], county.day, chance)
    return str(found[1]["id"])


@edit(3)
def other_rule(county: County, chance: Random) -> str | None:
    found = one(county, chance, is_series)
    if found is None:
        return None
    event = found[1]
    event["repeat"] = repeat_of(date.fromisoformat(str(event["start"])[:10]), chance)
    return str(event["id"])


@edit(2)
def series_held(county: County, chance: Random) -> str | None:
    found = one(county, chance, is_series)
    if found is None:
        return None
    found[1]["repeat"]["held_until"] = (county.day - timedelta(days=chance.choice((1, 10, 40)))).isoformat()
    return str(found[1]["id"])


@edit(5)
def one_date(county: County, chance: Random) -> str | None:
    """Something about a single date of a weekly series."""
    found = one(county, chance, is_weekly)
    if found is None:
        return None
    event, rule = found[1], found[1]["repeat"]
    number = chance.randrange(4, 6)
    day = (date.fromisoformat(event["start"][:10]) + timedelta(days=7 * number)).isoformat()
    what = chance.choice(("except", "cancel", "move", "change", "extra"))
    if what == "except":
        rule["except"] = sorted({*rule.get("except", []), day})
    elif what == "cancel":
        rule["cancel"] = [c for c in rule.get("cancel", []) if c["date"] != day] + [
            {"date": day, "note": f"停电{county.new()}"}
        ]
    elif what == "move":
        rule.setdefault("move", {})[day] = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    elif what == "extra":
        rule["extra"] = [(date.fromisoformat(day) + timedelta(days=3)).isoformat()]
    else:
        change: dict[str, Any] = {"date": day, "title": f"专场{county.new()}"}
        if date.fromisoformat(day) < county.day:
            change |= {"status": "已办", "result": figures(chance)}
        rule["change"] = [c for c in rule.get("change", []) if c["date"] != day] + [change]
    return f"{event['id']} {what} {day}"


# --- files -------------------------------------------------------------------------------------------------------


@edit(2)
def rename_file(county: County, chance: Random) -> str | None:
    path = a_file(county, chance)
    if path is None:
        return None
    folder, _, name = path.rpartition("/")
    new = f"{folder}/events-{county.new()}.{name.rpartition('.')[2]}"
    county.events[new] = county.events.pop(path)
    return f"{path} to {new}"


@edit(2)
def split_file(county: County, chance: Random) -> str | None:
    path = a_file(county, chance, ".yml")
    if path is None or len(county.events[path]) < 2:
        return None
    events = county.events[path]
    at = chance.randrange(1, len(events))
    new = f"{path.split('/')[0]}/events/{county.new()}.yml"
    county.events[path], county.events[new] = events[:at], events[at:]
    return f"{path}, {len(events) - at} events to {new}"


@edit(1)
def delete_file(county: County, chance: Random) -> str | None:
    path = a_file(county, chance)
    if path is None or len(county.events) < 4:
        return None
    del county.events[path]
    return path


@edit(2)
def change_form(county: County, chance: Random) -> str | None:
    """A ledger becomes YAML, or the other way round."""
    found = [p for p in sorted(county.events) if all(flat(e) for e in county.events[p])]
    if not found:
        return None
    path = chance.choice(found)
    suffix = chance.choice([s for s in ("yml", "csv", "xlsx") if not path.endswith(s)])
    new = f"{path.split('/')[0]}/events-{county.new()}.{suffix}"
    county.events[new] = county.events.pop(path)
    return f"{path} to {new}"


@edit(2)
def shuffle_file(county: County, chance: Random) -> str | None:
    path = a_file(county, chance)
    if path is None:
        return None
    chance.shuffle(county.events[path])
    return path


@edit(2)
def other_style(county: County, chance: Random) -> str | None:
    """The same text with other line ends or in another encoding."""
    path = a_file(county, chance, chance.choice((".yml", ".csv")))
    if path is None:
        return None
    county.styles[f"campaigns/{path}"] = style = chance.choice(("crlf", "bom", "gb18030"))
    return f"{path} {style}"
