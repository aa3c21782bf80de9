"""Which words in a file's properties are about a person, and how they are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Found = Iterable[tuple[str, str]]
"""(what it is, whom or what it names), as read; the second is empty where the first says all."""

_NOBODY = frozenset(
    """
    admin administrator administrators user users owner guest default root test author unknown anonymous none null n/a na home pc
    computer office work microsoft hp dell lenovo asus acer huawei xiaomi apple china prc windows word excel wps wpsoffice kingsoft
    openpyxl python-docx python-pptx xlsxwriter pptxgenjs docx4j aspose itextsharp itext libreoffice openoffice openoffice.org acrobat adobe
    microsoftofficeuser microsoftoffice windowsuser windows用户 microsoft用户 officeuser wps用户 windows10 windows7 win10 win7 thinkpad
    microsoftchina microsoftcorporation sky123.org apachepoi 用户 微软用户 微软中国 管理员 系统管理员 超级管理员 作者 未知 匿名 佚名 无 联想 联想用户
    雨林木风 深度技术 番茄花园 系统之家 电脑公司 金山办公 桌面 办公室
    """.split()
)
"""What programs and computers write where nobody has written a name; lower case, without spaces."""
_MACHINE = re.compile(
    r"(?:user|pc|desktop|laptop|win|windows|dell|lenovo|hp|asus|admin|administrator)[-_.]*\d[\dA-F-]*|\d{1,6}",
    re.IGNORECASE,
)
_NAMED_MACHINE = re.compile(r"(?:desktop|laptop|win)-[0-9a-z]+", re.IGNORECASE)
_OFFICE = re.compile(
    r".{2,}(?:[局厅部委办院署团会所科股室处站]|办公室|委员会|中心|政府|大队|支队|总队|公司|集团|学校|大学|学院|中学|小学|协会|学会|联合会|出版社|报社|编辑部|事务所)"
)
_SHORTEST_OFFICE = 4
_OFFICES = frozenset(
    ("司法局", "司法所", "司法厅", "司法部", "普法办", "宣传部", "依法治县办", "政法委", "法院", "检察院")
)
_MOST_NAMES = 5
_MOST_LETTERS = 40


def personal(name: str) -> bool:
    """True where a property may name a person: neither empty, nor a program, a computer or an office."""
    bare = "".join(name.split())
    if not bare or bare.lower() in _NOBODY or _MACHINE.fullmatch(bare) or _NAMED_MACHINE.fullmatch(bare):
        return False
    if bare.lower().startswith(
        ("microsoft", "wps", "libreoffice", "openoffice", "python", "adobe", "aspose", "apache")
    ):
        return False
    return bare not in _OFFICES and not (len(bare) >= _SHORTEST_OFFICE and _OFFICE.fullmatch(bare))


def worded(found: Found) -> str:
    """“作者：张三；上次修改：李四”: each label once, in the order of reading, with its different names."""
    by_label: dict[str, list[str]] = {}
    for label, name in found:
        names = by_label.setdefault(label, [])
        tidy = " ".join(name.split())[:_MOST_LETTERS]
        if tidy and tidy not in names:
            names.append(tidy)
    return "；".join(_told(label, names) for label, names in by_label.items())


def _told(label: str, names: list[str]) -> str:
    if not names:
        return label
    more = f"等{len(names)}个" if len(names) > _MOST_NAMES else ""
    return f"{label}：{'、'.join(names[:_MOST_NAMES])}{more}"


def people(label: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names under a label that are persons'."""
    for name in names:
        text = name.strip("\0 \t\r\n")
        if personal(text):
            yield label, text
