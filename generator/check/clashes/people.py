"""Speakers by name: 王 某, 王某（律师） and 王某 are one person; 王某（城关） and 王某（贺村） are two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from generator.check.clashes.slots import Slot
from generator.check.spelling import plain

Groups = Mapping[str, list[Slot]]
_REMARK = re.compile(r"[(\[【〔](.*?)[)\]】〕]?$", re.DOTALL)
_TITLES = "律师 老师 教师 教授 副教授 讲师 法官 检察官 警官 民警 辅警 主任 副主任 所长 副所长 科长 调解员 宣讲员 法律顾问 同志"
_TITLE = re.compile(rf"(?<=..)(?:{'|'.join(sorted(_TITLES.split(), key=len, reverse=True))})$")
"""A title behind a whole name; 毛律师 has no other name than that."""
_NOBODY = re.compile(
    rf"(?:{'|'.join(_TITLES.split())})(?:[0-9一二两三四五]+[人名位])?|(?:驻?村|社区|镇|乡|街道|司法所|律所)+(?:法律顾问|律师)"
    "|.{0,12}(?:工作人员|志愿者|志愿服务队|宣讲团|讲师团|宣讲队|普法队|干警|待定)"
)
"""What is no one person: 律师, 司法所工作人员. Two of them may be at two places."""


@lru_cache(maxsize=10_000)
def person(written: str) -> tuple[str, str]:
    """A name without spaces and differences of width, and what was written behind it to tell people apart."""
    name = plain(written)
    remark = _REMARK.search(name)
    if remark and remark.start():
        name, behind = name[: remark.start()], remark.group(1)
    else:
        behind = ""
    title = _TITLE.search(name)
    return (name[: title.start()], behind or title.group()) if title else (name, behind)


def by_speaker(slots: Iterable[Slot]) -> Groups:
    """The slots of each speaker by the shortest name that is written, in their order.

    Where remarks tell several people of one name apart, whoever is written without one may be any of them.
    """
    people: dict[str, dict[str, list[Slot]]] = {}
    written: dict[tuple[str, str], str] = {}
    for slot in slots:
        for words in dict.fromkeys(slot.occurrence.event.speakers):
            if _NOBODY.fullmatch(plain(words)):
                continue
            name, remark = person(words)
            people.setdefault(name, {}).setdefault(remark, []).append(slot)
            known = written.setdefault((name, remark), words)
            written[name, remark] = min(known, words, key=lambda w: (len(w), w))
    groups: dict[str, list[Slot]] = {}
    for name, remarks in people.items():
        bare = remarks.pop("", [])
        for remark, own in remarks.items() or (("", []),):
            several = len(remarks) > 1 or not bare
            groups[written[name, remark if several else ""]] = _together(bare, own)
    return groups


def _together(bare: list[Slot], own: list[Slot]) -> list[Slot]:
    """Both in order, each slot once."""
    if not bare or not own:
        return own or bare
    return list(dict.fromkeys(sorted((*bare, *own), key=lambda s: (s.start, s.occurrence.id))))
