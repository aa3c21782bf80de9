"""Suggestions name a word of the same meaning, all of several, or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sites import kit

from generator.check.places import Gazetteer, NotFound
from generator.decode.fields import key_hint
from generator.decode.tables import EVENT, LEDGER_EVENT, STATUS_WORDS
from generator.decode.words import KEY_MEANINGS, MEANINGS, NOTES, is_ditto, meant, several, suggestion, typo
from generator.model import DEFAULT_AUDIENCES, DEFAULT_FORMS, Township, Village

ALL = (*DEFAULT_AUDIENCES, *DEFAULT_FORMS)


def test_the_table_leads_to_words_of_the_lists_only() -> None:
    """Every row ends at a word that can be written, none is such a word itself or said to be uncertain."""
    assert {w for found in MEANINGS.values() for w in found} <= set(ALL)
    assert not set(MEANINGS) & (set(ALL) | set(NOTES))
    assert {w for found in KEY_MEANINGS.values() for w in found} <= {f.name for f in EVENT.fields} | {"参加人数"}
    assert not set(KEY_MEANINGS) & set(EVENT.by_word)


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("农民工", ["外来务工人员"]),
        ("机关干部", ["国家工作人员"]),
        ("公务员代表", ["国家工作人员"]),
        ("中小学生们", ["青少年"]),
        ("未成年人", ["青少年"]),
        ("广大村民", ["农民"]),
        ("农村居民", ["农民"]),
        ("居民", ["社区居民"]),
        ("老人等", ["老年人"]),
        ("农民朋友", ["农民"]),
        ("企业负责人", ["企业经营管理者"]),
        ("社区居民/青少年", ["社区居民", "青少年"]),
        ("村民和老人", ["农民", "老年人"]),
        ("学生、农民工 妇女", ["青少年", "外来务工人员", "妇女"]),
        ("妇女儿童", ["妇女", "青少年"]),
        ("中年人", []),
        ("成年人", []),
        ("村干部", []),
        ("企业职工", []),
        ("村民/外星人", []),
        ("讲座", ["宣讲"]),
        ("文艺演出", ["演出"]),
        ("", []),
    ],
)
def test_what_a_word_means(word: str, ours: list[str]) -> None:
    """A word of another meaning is no suggestion, however alike it looks, nor is a part of what was written."""
    assert list(meant(word, ALL)) == ours
    said = suggestion(word, ALL)
    named = {w for w in ALL if re.search(f"[“、]{w}[”、]", said)}
    assert named == (set(ours) or {w for w in ALL if f"“{w}”" in NOTES.get(word, "")})


def test_words_of_a_list_that_the_region_does_not_use_are_not_suggested() -> None:
    assert meant("农民工", ("居民", "学生")) == ()
    assert meant("老乡", ALL, {"老乡": ("农民",)}) == ("农民",)


@pytest.mark.parametrize(
    ("word", "right"),
    [("企业经营管理人", "企业经营管理者"), ("外来务工人", "外来务工人员"), ("社区居名", "社区居民"), ("少青年", "青少年"), ("中年人", None),
     ("老年", None), ("农民工", None)],
)  # fmt: skip
def test_a_slip_of_the_pen_is_believed_in_long_words_only(word: str, right: str | None) -> None:
    assert typo(word, ALL) == right


def test_several_names_in_one() -> None:
    assert several("贺村镇和石门镇", ["贺村镇", "石门镇"]) == ("贺村镇", "石门镇")
    assert several("贺村镇/石门乡", ["贺村镇", "石门镇"]) == ()
    assert several("和睦镇", ["和睦镇"]) == ()


def hint(root: Path, **fields: str) -> str:
    """The hint of the one fault of an event with these fields."""
    whole = {"id": "e-2", "title": "另一场", "start": "2026-12-05", "township": "青石镇", "place": "礼堂"} | fields
    kit.put(root, "campaigns/xianfa/events-2.yml", "- " + "\n  ".join(f"{k}: {v}" for k, v in whole.items()) + "\n")
    (fault,) = kit.look(root)
    return fault.hint


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"audience": "农民工"}, "“农民工”在词表里叫“外来务工人员”，请这样写。"),
        ({"audience": "社区居民/青少年"}, "请写成“社区居民、青少年”。"),
        ({"audience": "干部"}, "领导写“领导干部”，别的公职人员写“国家工作人员”。"),
        ({"form": "讲座"}, "“讲座”在词表里叫“宣讲”，请这样写。"),
        ({"form": "宣讲/咨询"}, "形式只写一个，请从“宣讲”、“咨询”里选最主要的。"),
        ({"status": "进行中"}, "正在办的写“确定”，办完了改成“已办”。"),
        ({"status": "未举办"}, "不办了的写“取消”"),
        ({"township": "青石镇和云溪街道"}, "请写成“青石镇、云溪街道”。"),
        ({"活动地址": "礼堂"}, "是不是“地点”（place）？"),
        ({"organisor": "普法办"}, "是不是“主办”（organiser）？"),
        ({"起始日期": "2026-12-05"}, "是不是“开始”（start）？"),
    ],
)
def test_hints_say_what_to_write(base: Path, fields: dict[str, str], words: str) -> None:
    assert words in hint(base, **fields)


@pytest.mark.parametrize("key", ["协办单位", "主持人", "联系人"])
def test_a_key_of_another_meaning_is_not_suggested(base: Path, key: str) -> None:
    """协办单位 is not 承办单位, 主持人 not 主讲人."""
    assert "是不是" not in hint(base, **{key: "某某"})


@pytest.mark.parametrize("word", ["中年人", "外星人", "农村妇女干部"])
def test_where_nobody_can_say_nothing_is_suggested(base: Path, word: str) -> None:
    assert hint(base, audience=word).startswith("可以写：")


@pytest.mark.parametrize(
    ("word", "status"), [("已结束", "已办"), ("暂停", "延期"), ("作废", "取消"), ("拟开展", "计划")]
)
def test_states_as_offices_write_them(word: str, status: str) -> None:
    assert STATUS_WORDS[word] == status


def test_the_words_of_a_region_are_understood(base: Path) -> None:
    """What region.yml says of its words holds for events and campaigns, one word or several."""
    path = base / "campaigns/region.yml"
    path.write_text(
        path.read_text("utf-8") + "说法:\n  农民工: 外来务工人员\n  妇女儿童: [妇女, 青少年]\n  讲座: 宣讲\n", "utf-8"
    )
    campaign = base / "campaigns/xianfa/campaign.yml"
    campaign.write_text(campaign.read_text("utf-8") + "audiences: [农民工]\n", "utf-8")
    kit.put(
        base, "campaigns/xianfa/events-2.yml",
        "- {id: e-2, title: 另一场, start: 2026-12-05, township: 青石镇, audience: [农民工、妇女儿童, 妇女], form: 讲座}\n",
    )  # fmt: skip
    library = kit.library_of(base)
    (event,) = [e for e in library.events if e.id == "e-2"]
    assert (event.audiences, event.form) == (("外来务工人员", "妇女", "青少年"), "宣讲")
    assert library.campaign_by_id["xianfa"].audiences == ("外来务工人员",)


@pytest.mark.parametrize(
    ("said", "code"),
    [("说法: {农民工: 火星人}", "E026"), ("说法: {农民: 妇女}", "E026"), ("说法: 农民工", "E023"), ("说法: [农民工]", "E023"),
     ("说法: {农民工: }", ""), ("说法: {农民工: {a: 1}}", "E023"), ("说法: {a<b>: 农民}", "E031")],
)  # fmt: skip
def test_words_that_mean_nothing_are_told(base: Path, said: str, code: str) -> None:
    path = base / "campaigns/region.yml"
    path.write_text(f"{path.read_text('utf-8')}{said}\n", "utf-8")
    assert [d.code for d in kit.look(base)] == ([code] if code else [])


def test_a_key_of_an_inner_table_is_told_its_place() -> None:
    """And a key in Latin letters is not taken for another that has half of its letters."""
    assert key_hint(EVENT, "attendance") == key_hint(EVENT, "参加人数") == "它写在“成效”里：result: {attendance: …}。"
    assert key_hint(EVENT, "titel") == "是不是“名称”（title）？"
    assert key_hint(EVENT, "attends") == key_hint(EVENT, "stat") == key_hint(EVENT, "tag") == ""
    assert "是不是" not in key_hint(LEDGER_EVENT, "参与人员") + key_hint(LEDGER_EVENT, "主管单位")
    assert key_hint(LEDGER_EVENT, "举办单位", keys=False) == "是不是“主办”？"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("贺村", "贺村镇"), ("贺村乡", "贺村镇"), ("双塔", "双塔街道"), ("双塔街道办事处", "双塔街道"), ("塔双街道", "双塔街道"),
     ("单塔街道", None), ("石村镇", None), ("大溪镇", None), ("城北街道", None), ("镇", None), ("大陈", None)],
)  # fmt: skip
def test_a_township_is_suggested_only_for_its_own_name(written: str, meant: str | None) -> None:
    """Names that share two of three characters are two places; where none is meant, all are listed."""
    names = ["双塔街道", "贺村镇", "石门镇", "大桥镇", "大陈乡", "大陈镇"]
    places = Gazetteer([Township(code=f"33088100{i}", name=name, villages=()) for i, name in enumerate(names)])
    found = places.township(written)
    assert isinstance(found, NotFound)
    assert (f"是不是“{meant}”" in found.hint) == (meant is not None)
    assert ("可以写：双塔街道、贺村镇" in found.hint) == (meant is None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("耕读社区", "耕读村"),
        ("耕读居委会", "耕读村"),
        ("东门村", "东门社区"),
        ("南门社区", None),
        ("下余头村", None),
        ("上余头社区", "上余头村"),
    ],
)
def test_a_village_is_suggested_only_for_its_own_name(written: str, meant: str | None) -> None:
    """Another kind of place with its name; a neighbour that lies on the other side is another village."""
    unit = Township(
        "1", "甲镇", tuple(Village(f"1-{i}", n, "1") for i, n in enumerate(("耕读村", "东门社区", "上余头村")))
    )
    found = Gazetteer([unit]).village(written, [unit])
    assert isinstance(found, NotFound)
    assert (f"是不是“{meant}”" in found.hint) == (meant is not None)
    assert ("可以写：耕读村、东门社区、上余头村" in found.hint) == (meant is None)


@pytest.mark.parametrize(
    "word", ["同上", "同 上", "（同上）", "同上。", "〃", "〞", '"', "以上同", "Ditto", "同上一行"]
)
def test_as_above_is_no_value_in_any_file(base: Path, word: str) -> None:
    """E053 also in YAML, in brackets and with spaces."""
    assert is_ditto(word)
    whole = f"- {{id: e-2, title: 另一场, start: 2026-12-05, township: 青石镇, place: '{word}', organiser: '{word}'}}\n"
    kit.put(base, "campaigns/xianfa/events-2.yml", whole)
    assert [d.code for d in kit.look(base)].count("E053") == 2


@pytest.mark.parametrize("word", ["上同村", "同上村礼堂", "同学", "DO IT", "", "-"])
def test_a_value_is_not_taken_for_as_above(word: str) -> None:
    assert not is_ditto(word)
