"""The bar: what is wrong and where, safe to print, in any page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from generator.desk.preview.answer import HEAD, Answer, Told, answer_of, message_of, packed
from generator.desk.preview.bar import SHOWN, Sight, bar_of, gone, waiting, with_bar

FAULT = Told("E104", "error", "campaigns/a/events.yml:7:13", "找不到乡镇“贺村乡”", "是不是“贺村镇”？")
DOUBT = Told("W205", "warning", "campaigns/a/events.yml:9:1", "像是个人电话")
PAGE = b"<!doctype html><html><head><title>a</title></head>\n<body class='x' data-a=1>\n<h1>a</h1></body></html>"


def faulty(*told: Told, **more: object) -> Sight:
    errors = sum(t.count for t in told if t.severity == "error")
    return Sight(Answer(False, told, errors=errors, **more), ready=True)  # type: ignore[arg-type]


def words(inner: str) -> str:
    return html.fragment_fromstring(inner, create_parent="div").text_content()


def test_a_fault_is_named_with_its_place_and_its_mend():
    shown = words(bar_of(faulty(FAULT)))
    for part in (
        "有 1 处错误",
        "campaigns/a/events.yml:7:13",
        "E104",
        "贺村乡",
        "是不是“贺村镇”？",
        "下面还是以前的网页",
    ):
        assert part in shown
    assert '<details class="pufa-fault" open>' in bar_of(faulty(FAULT))


def test_nothing_wrong_is_no_bar():
    assert bar_of(Sight()) == bar_of(Sight(Answer(True), ready=True)) == ""


def test_doubts_alone_are_a_closed_bar_and_say_nothing_beside_faults():
    alone = bar_of(Sight(Answer(True, (DOUBT,), warnings=1), ready=True))
    assert "提醒 1 处" in words(alone)
    assert '<details class="pufa-hint">' in alone
    assert "W205" not in bar_of(faulty(FAULT, DOUBT, warnings=1))


def test_what_repeats_is_told_once_and_what_is_left_out_is_counted():
    many = tuple(
        replace(FAULT, place=f"a.yml:{n}:1", count=3, others="这个文件里共有3处同样的问题") for n in range(SHOWN + 5)
    )
    found = html.fragment_fromstring(bar_of(faulty(*many)), create_parent="div")
    assert len(found.findall(".//li")) == SHOWN
    assert "共有3处同样的问题" in found.text_content()
    assert "另有 15 处" in found.text_content()


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</details></div>", "&lt;b&gt;"]
)
def test_whatever_is_told_stays_text(evil: str):
    told = Told("E104", "error", evil, evil, evil, evil, evil, 2)
    sight = replace(faulty(told, fault=evil), trouble="")
    page = with_bar(PAGE, bar_of(sight), evil)
    tree = html.document_fromstring(page)
    assert tree.xpath("count(//script)") == 1
    assert not tree.xpath("//img")
    assert words(bar_of(sight)).count(evil) == 6
    assert evil in words(bar_of(Sight(trouble=evil)))
    assert tree.xpath("string(//script/@data-seen)") == evil


def test_a_page_keeps_all_its_bytes_around_the_bar():
    page = with_bar(PAGE, "<p>x</p>", "s")
    tree = html.document_fromstring(page)
    assert tree.xpath("//script/@src") == ["/_pufa/bar.js"]
    assert tree.xpath("//head/link/@href") == ["/_pufa/bar.css"]
    assert tree.find("body")[0].get("id") == "pufa-bar"
    assert not tree.xpath("//style|//@style|//script[not(@src)]")  # the policy forbids them
    for part in (
        b"<!doctype html><html><head><title>a</title>",
        b"</head>\n<body class='x' data-a=1>",
        b"\n<h1>a</h1></body></html>",
    ):
        assert part in page
    assert page.count(b"pufa-bar") == 1


def test_a_page_without_head_or_body_has_the_bar_too():
    for page in (b"", b"<h1>a</h1>", b"<body>", b"</head>"):
        assert b'id="pufa-bar"' in with_bar(page, "", "")
        assert b"/_pufa/bar.js" in with_bar(page, "", "")


def test_one_waits_while_it_is_built_and_is_told_what_to_mend():
    building = waiting(Sight(busy=True)).decode()
    assert "正在生成网页" in building
    assert 'http-equiv="refresh"' in building  # without scripts
    broken = waiting(replace(faulty(FAULT), ready=False)).decode()
    assert "E104" in broken
    assert "http-equiv" not in broken
    assert "回首页" not in broken


def test_a_page_that_is_gone_leads_home():
    tree = html.document_fromstring(gone(Sight(ready=True)))
    assert tree.xpath("string(//h1)") == "这一页已经没有了"
    assert tree.xpath("//main//a/@href") == ["/"]


def test_a_builder_that_was_lost_is_told_above_the_former_page():
    shown = words(bar_of(Sight(Answer(True), ready=True, trouble="生成网页的程序停了（信号 9）")))
    assert "信号 9" in shown
    assert "存盘，会重新生成" in shown


def test_an_answer_travels_whole():
    answer = Answer(
        False, (FAULT, DOUBT), 1, 1, "甲\ud800", ("乙",), ("丙",), 1.5, 1, 2, 3, 4.5, ("content",), "/a/", True
    )
    import json

    data = packed(message_of(answer))
    assert HEAD.unpack(data[: HEAD.size])[0] == len(data) - HEAD.size
    assert answer_of(json.loads(data[HEAD.size :])) == answer
