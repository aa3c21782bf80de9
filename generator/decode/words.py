"""What offices write instead of our words: a suggestion names a word of the same meaning, every one of several, or nothing.

Invariant: no word is suggested because it looks alike: 农民工 are no 农民, 中年人 no 老年人. A slip of the pen is believed only in
words of four characters and more, where one wrong character leaves no other word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from generator.base.diagnostics import nearest

LONGEST_DITTO = 8
_DITTO = frozenset({"同上", "同前", "同上行", "同上一行", "同上条", "以上同", "上同", "同上所述", "ditto", "do", "々"})
_MARKS_OF_DITTO = frozenset("〃〞″\"“”'´′")
_SEEDS = _MARKS_OF_DITTO | frozenset("同々dDｄＤ")
_AROUND = re.compile(r"[\s()\[\]【】。.，,、;；:!-]+")


def is_ditto(text: str) -> bool:
    """True for what people write for "as above", in brackets and with spaces, too."""
    if _SEEDS.isdisjoint(text):
        return False
    if text and _MARKS_OF_DITTO.issuperset(text.strip()):
        return True
    return _AROUND.sub("", unicodedata.normalize("NFKC", text)).lower() in _DITTO


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    """Word → our words, from lines `ours [+ ours]: words`."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows.strip().splitlines():
        ours, _, words = row.partition(":")
        found |= dict.fromkeys(words.split(), tuple(ours.replace(" ", "").split("+")))
    return found


MEANINGS = _table(
    """
    全体居民: 群众 全体群众 人民群众 公众 社会公众 全民 全体公民 公民 全体市民 全体村民居民 不限 所有人
    领导干部: 领导 党政领导 党政领导干部 领导班子 班子成员 县处级干部 处级干部 县管领导干部
    国家工作人员: 机关干部 公务员 机关工作人员 政府工作人员 机关人员 乡镇干部 镇干部 街道干部 执法人员 行政执法人员 事业单位人员 事业单位工作人员 机关事业单位人员 机关事业单位工作人员 国家公职人员 公职人员
    青少年: 学生 中小学生 小学生 中学生 初中生 高中生 中职生 职高生 大学生 在校学生 未成年人 儿童 少儿 少年 少年儿童 青年 青年学生 未成年学生
    企业经营管理者: 企业家 企业负责人 企业主 企业老板 企业管理人员 企业管理者 企业经营者 企业经营管理人员 经营管理人员 企业高管 民营企业家 企业法定代表人
    农民: 村民 农户 农村居民 农村群众 农民群众 菜农 果农 茶农 种植户 养殖户
    社区居民: 居民 市民 城镇居民 城市居民 小区居民 社区群众 居民群众 小区业主
    老年人: 老人 老年 老年群体 离退休人员 退休人员 退休老人 离退休干部 退休干部 老同志 高龄老人 留守老人
    妇女: 女性 妇女群众 妇女同志 女同志 女职工 留守妇女
    残疾人: 残障人士 残疾人士 残障人 残障群体 残疾群众
    外来务工人员: 农民工 外来工 务工人员 外来务工者 进城务工人员 外来人员 流动人口 新居民
    农民 + 社区居民: 村居民 村民居民 村居民众 城乡居民
    妇女 + 青少年: 妇女儿童 妇幼
    老年人 + 青少年: 老人儿童 一老一小
    宣讲: 讲座 法治讲座 法律讲座 普法讲座 专题讲座 宣讲会 报告会 巡讲 巡回宣讲 主题宣讲 集中宣讲 讲课 授课 法治课 普法课 法治报告
    咨询: 法律咨询 现场咨询 咨询服务 咨询活动 法律咨询服务 设摊咨询 摆摊咨询 现场答疑
    展览: 展出 图片展 展板 展板展示 展板展览 巡展 书画展 法治展 展示
    演出: 文艺演出 文艺汇演 汇演 法治文艺演出 文艺表演 表演 晚会 文艺晚会 戏曲 戏曲演出 小品
    竞赛: 知识竞赛 法律知识竞赛 比赛 竞答 知识竞答 有奖竞答 答题 演讲比赛 辩论赛
    影视: 电影 放电影 电影放映 观影 影片 微电影 短视频 视频 影视展播
    参观: 参观学习 参观活动 参访 观摩 研学
    培训: 培训班 培训会 业务培训 集中培训 专题培训 轮训
    """
)
"""Words for people and for forms, and our word (or words) for the same."""
NOTES = {
    **dict.fromkeys(("党员干部", "干部", "干部职工"), "领导写“领导干部”，别的公职人员写“国家工作人员”。"),
    **dict.fromkeys(("职工", "企业职工", "企业员工", "员工", "工人"), "“企业经营管理者”只指管企业的人；要单列职工，在 region.yml 的词表里加上。"),
    **dict.fromkeys(("师生", "师生员工"), "学生写“青少年”；要单列教师，在 region.yml 的词表里加上。"),
    **dict.fromkeys(("村干部", "社区干部", "村社干部", "网格员", "法律明白人"), "词表里没有和它一样的；要单列，在 region.yml 的词表里加上。"),
    "干部群众": "干部写“国家工作人员”，群众写“全体居民”。",
}  # fmt: skip
"""Words for which only who was there can say which of ours it is."""
STATUS_NOTES = {
    **dict.fromkeys(("进行中", "正在进行", "开展中", "实施中", "举办中"), "正在办的写“确定”，办完了改成“已办”。"),
    **dict.fromkeys(
        ("未举办", "未开展", "没有举办", "没办", "未办", "未完成", "未召开"),
        "日子还没有到的写“计划”，不办了的写“取消”，改日子的写“延期”。",
    ),
}
"""States that say too little."""
KEY_MEANINGS = _table(
    """
    开始: 起始时间 起始日期 活动开始时间
    结束: 截止时间 终止时间 活动结束时间 结束时刻
    地点: 活动地址 具体地址 详细地址 举办地址 活动场地 举办地 会场 场地 具体地点 地址点
    形式: 活动类型 活动类别 类型 类别 宣传形式 普法形式
    对象: 参加对象 活动对象 宣传对象 面向对象 参与对象 服务对象
    乡镇: 街镇 镇街 所属乡镇 乡镇名称 镇乡街道 乡镇街道名称
    村社区: 村居 村名 行政村 所属村 村社
    主办: 举办单位 组织单位 活动主办
    主讲: 宣讲员 授课人 讲师 主讲老师 授课老师 主讲律师
    说明: 取消原因 延期原因
    参加人数: 到场人数 参会人数 出席人数 受教育人数 受益人数
    """
)
"""Keys and heads, and our name for the same."""
KEY_OTHERS = frozenset(
    {
        "协办", "协办单位", "参与单位", "支持单位", "指导单位", "配合单位", "主持人", "负责人", "联系人", "主讲单位", "主管单位", "主管部门", "责任单位",
        "参与人员", "参加人员", "到场人员", "参会人员", "出席人员", "工作人员",
    }
)  # fmt: skip
"""Keys that look like one of ours and are another thing."""
_SEPARATORS = re.compile(r"[/／\\、,，;；+＋&＆|｜·\s]+|以及|[和与及跟暨]")
_TAIL = re.compile(r"(?:等人|等|们|代表|朋友|群体|同志)$")
_LEAD = re.compile(r"^(?:全体|广大|部分|本地|当地|辖区|辖区内|各)")
_LONG = 4
_LONGEST = 60


def _clean(word: str) -> str:
    return unicodedata.normalize("NFKC", word[:_LONGEST]).strip().strip("“”\"'《》")


def _meaning(word: str, known: Collection[str], own: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Our words for one word, () where one of them is not among the known."""
    for form in dict.fromkeys((word, _TAIL.sub("", word), _LEAD.sub("", word), _LEAD.sub("", _TAIL.sub("", word)))):
        found = own.get(form) or ((form,) if form in known else MEANINGS.get(form, ()))
        if found and all(w in known for w in found):
            return found
    return ()


def meant(word: str, known: Collection[str], own: Mapping[str, tuple[str, ...]] | None = None) -> tuple[str, ...]:
    """The words among `known` that `word` means, every part of it; () where that is not certain.

    `own` is what the region calls them.
    """
    clean = _clean(word)
    found = _meaning(clean, known, own or {})
    if found:
        return found
    parts = [part for part in _SEPARATORS.split(clean) if part]
    each = [_meaning(part, known, own or {}) for part in parts]
    return tuple(dict.fromkeys(w for part in each for w in part)) if len(parts) > 1 and all(each) else ()


def several(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The known names of which `word` consists, () where it is not two or more of them."""
    parts = [part for part in _SEPARATORS.split(_clean(word)) if part]
    return tuple(parts) if len(parts) > 1 and all(part in known for part in parts) else ()


def typo(word: str, known: Iterable[str]) -> str | None:
    """The one known word that `word` was meant to be, but for a slip of the pen; None where that is not certain.

    In Latin letters the only one that is nearly alike (titel; but attendance is no audience); in Chinese the same characters in
    another order, or one character wrong of four or more.
    """
    clean = _clean(word)
    if not clean or clean.isascii():
        return _latin(clean.lower(), [k for k in known if k.isascii()]) if clean else None
    found = [k for k in dict.fromkeys(known) if not k.isascii() and k != clean and _one_slip(clean, k)]
    return found[0] if len(found) == 1 else None


def _latin(word: str, known: list[str]) -> str | None:
    """The one word that is nearly the same in Latin letters; None where two are (stat: start, status)."""
    near = nearest(word, known, 0.8)
    return near if near and not nearest(word, [k for k in known if k != near], 0.8) else None


def _one_slip(one: str, other: str) -> bool:
    if len(one) == len(other) and Counter(one) == Counter(other):
        return True
    if min(len(one), len(other)) < _LONG or abs(len(one) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    if len(one) == len(other):
        return one[same + 1 :] == other[same + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[same + 1 :] == shorter[same:]


def suggestion(word: str, known: Collection[str], own: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """What to write instead of a word for people or a form, "" where nobody can say; ends as a sentence does."""
    found = meant(word, known, own)
    if len(found) == 1:
        return f"“{_clean(word)}”在词表里叫“{found[0]}”，请这样写。"
    if found:
        return f"请写成“{'、'.join(found)}”。"
    if note := NOTES.get(_clean(word)):
        return note
    near = typo(word, known)
    return f"是不是“{near}”？" if near else ""
