"""The one table of words: every key an officer may write, in English and Chinese, in YAML and as a ledger's head."""

from __future__ import annotations

from functools import partial
from typing import Any

from generator.decode import values as v
from generator.decode.dashes import apart
from generator.decode.fields import (
    MISSING,
    Faults,
    Field,
    Parser,
    Record,
    choice,
    decode,
    identifiers,
    many,
    parts_of,
    prose,
    records,
    text,
    value,
)
from generator.decode.money import money
from generator.decode.repeat.cells import dated, dates, kept, note, sentence_or
from generator.decode.words import STATUS_NOTES
from generator.model import FINDINGS, FOCUSES, SITE_STATUSES, STAGES
from generator.read.tree import Mapping, Node, Scalar, Sequence

ABOUT_WHEN = "如 2025-04-15 09:00；只写日期就是全天。"


def nested(record: Record) -> Parser:
    """A mapping read by another table; gives `Values`."""

    def parse(node: Node, faults: Faults) -> Any:
        found = decode(record, node, faults)
        return MISSING if found is None else found

    return parse


def many_of(record: Record, *, most: int = 20000) -> Parser:
    """A list of mappings read by another table; gives `list[Values]`."""
    return records(lambda node, faults: decode(record, node, faults), most=most, apart=partial(apart, record))


def sayings(node: Node, faults: Faults) -> Any:
    """A mapping from words as people say them to a standard word each, or to several. Gives `list[(Scalar, list[Scalar])]`."""
    if not isinstance(node, Mapping):
        faults.add("E023", node, "说法要一行写一个：本地的叫法: 词表里的词", "如 农民工: 外来务工人员。")
        return MISSING
    if len(node.pairs) > 500:
        faults.add("E005", node, f"说法有{len(node.pairs)}个，超过了500个", "请删去用不着的。")
        return MISSING
    one, words = text(20), many(20)
    read = [(key, one(key, faults), words(child, faults)) for key, child in node.pairs]
    return [(key, found) for key, word, found in read if word and found]


def raw_text(node: Node, faults: Faults) -> Any:
    """A scalar kept as it is, for values that need another field before they can be read."""
    if isinstance(node, Scalar):
        return node.text
    faults.add("E023", node, "这里应是一个值，不是列表或映射", "写成“键: 值”一行。")
    return MISSING


def named_or_record(record: Record) -> Parser:
    """A list of names or of mappings: `[贺村, 礼贤村]` or `[{id: …, name: …}]`. Gives `list[Scalar | Values]`."""

    def parse(node: Node, faults: Faults) -> Any:
        if isinstance(node, Scalar):
            return many(60, 2000)(node, faults)
        if not isinstance(node, Sequence):
            faults.add("E023", node, "这里应是一个列表", "每行写一个“- 名称”。")
            return MISSING
        if len(node.items) > 2000:
            faults.add("E005", node, f"列表有{len(node.items)}项，超过了2000项", "请核对名单。")
            return MISSING
        one = text(60)
        found: list[Any] = []
        for item in parts_of(node) or ():
            if isinstance(item, Scalar):
                clean = one(item, faults)
                if clean is not MISSING and clean:
                    found.append(Scalar(clean, item.line, item.column, item.length, item.cell))
            elif (got := decode(record, item, faults)) is not None:
                found.append(got)
        return found

    return parse


def tile(node: Node, faults: Faults) -> Any:
    """`[row, column]`, from 1."""
    parts = parts_of(node) or [] if isinstance(node, Sequence) else []
    if len(parts) == 2 and all(isinstance(p, Scalar) for p in parts):
        pair = [value(v.whole, 1, 60)(p, faults) for p in parts]
        return MISSING if MISSING in pair else (pair[0], pair[1])
    faults.add("E023", node, "方格位置要写成 [行, 列]", "如 tile: [2, 3]。")
    return MISSING


STATUS_WORDS = {
    "planned": "计划", "tentative": "计划", "confirmed": "确定", "held": "已办", "done": "已办",
    "cancelled": "取消", "canceled": "取消", "postponed": "延期",
    "已举办": "已办", "已完成": "已办", "完成": "已办", "已开展": "已办", "已取消": "取消", "已延期": "延期",
    "已结束": "已办", "结束": "已办", "已举行": "已办", "已召开": "已办", "已办结": "已办", "办结": "已办", "已实施": "已办",
    "拟办": "计划", "待办": "计划", "拟举办": "计划", "拟开展": "计划", "待举办": "计划", "待开展": "计划", "筹备中": "计划", "计划中": "计划",
    "已确定": "确定", "已定": "确定", "已确认": "确定",
    "作废": "取消", "停办": "取消", "不办": "取消", "已停办": "取消",
    "推迟": "延期", "已推迟": "延期", "暂停": "延期", "暂缓": "延期", "改期": "延期",
    "计划": "计划", "确定": "确定", "已办": "已办", "取消": "取消", "延期": "延期",
}  # fmt: skip
STAGE_WORDS: dict[str, str] = {"launch": "启动", "routine": "常态", "启动仪式": "启动", **{s: s for s in STAGES}}
FOCUS_WORDS: dict[str, str] = {
    "rights": "权利", "duties": "义务", "both": "并重", "权利义务": "并重", "权利和义务": "并重",
    "权利义务并重": "并重", **{f: f for f in FOCUSES},
}  # fmt: skip
PER_WORDS = {
    "地区": "region",
    "全域": "region",
    "乡镇": "township",
    "村社区": "village",
    "村": "village",
    "阵地": "site",
}
EVERY_WORDS = {"年": "year", "每年": "year", "季度": "quarter", "每季度": "quarter", "月": "month", "每月": "month",
               "专项": "campaign", "整个专项": "campaign"}  # fmt: skip
SITE_STATUS_WORDS = {
    "planned": "规划", "building": "在建", "open": "开放", "closed": "关闭", **{s: s for s in SITE_STATUSES}
}  # fmt: skip

CONTACT = Record("联系方式", (
    Field("office", "科室", text(60), "对外的单位或科室，如 贺村司法所。", also=("单位", "办公室")),
    Field("phone", "电话", text(40), "办公座机；不要写私人手机。", also=("座机", "联系电话")),
    Field("address", "地址", text(120), "办公地址。"),
    Field("hours", "时间", text(120), "办公时间。", also=("办公时间", "开放时间")),
))  # fmt: skip

VILLAGE = Record("村社区", (
    Field("id", "编号", value(v.identifier), "乡镇代码加短横线加拼音，如 330881121-hecun。"),
    Field("name", "名称", text(40), "村（社区）的全称。", required=True),
    Field("population", "人口", value(v.whole, 0, 10_000_000), "常住人口，整数。", also=("常住人口",)),
    Field("model_village", "民主法治村", text(40), "级别与年份，如 省级2023。"),
    Field("law_savvy", "法律明白人", value(v.whole, 0, 100_000), "法律明白人的人数。"),
    Field("legal_adviser", "法律顾问", value(v.yes_no), "有没有村（社区）法律顾问，写“是”或“否”。", also=("村法律顾问",)),
    Field("valid_from", "设立", value(v.day), "设立的日期，可不写。"),
    Field("valid_to", "撤销", value(v.day), "撤销前的最后一天，可不写。"),
))  # fmt: skip

TOWNSHIP = Record("乡镇", (
    Field("code", "代码", raw_text, "9位统计用区划代码，如 330881121。", required=True, also=("编号",)),
    Field("name", "名称", text(40), "乡镇（街道）的全称。", required=True),
    Field("population", "人口", value(v.whole, 0, 50_000_000), "常住人口，整数。", also=("常住人口",)),
    Field("group", "分组", text(20), "同类比较的组别，如 平原镇。", also=("同类组",)),
    Field("tile", "方格", tile, "方格地图上的位置 [行, 列]。"),
    Field("contact", "联系方式", nested(CONTACT), "司法所的科室与座机。", also=("联系",), inner=CONTACT),
    Field("villages", "村社区", named_or_record(VILLAGE), "村（社区）名单。", also=("村",)),
    Field("counted", "计入覆盖", value(v.yes_no), "开发区、农场默认不计入；要计入写“是”。"),
    Field("lon", "经度", value(v.number, 73, 136), "驻地的东经度数，用来估计路程。"),
    Field("lat", "纬度", value(v.number, 3, 54), "驻地的北纬度数，用来估计路程。"),
    Field("valid_from", "设立", value(v.day), "设立的日期，可不写。"),
    Field("valid_to", "撤销", value(v.day), "撤销前的最后一天，可不写。"),
))  # fmt: skip

IDENTITY = Record("网站标识", (
    Field("sponsor", "主办", text(80), "主办单位。", also=("主办单位",)),
    Field("organiser", "承办", text(80), "承办单位。", also=("承办单位",)),
    Field("contact", "联系方式", text(120), "对外座机与地址。", also=("联系电话",)),
    Field("icp", "ICP备案", text(60), "如 浙ICP备05000000号。", also=("icp备案号",)),
    Field("police", "公安备案", text(60), "如 浙公网安备 33088102000000号。", also=("公安备案号",)),
    Field("site_code", "网站标识码", text(40), "10位政府网站标识码。"),
))  # fmt: skip

WEIGHT = Record("权重", (
    Field("indicator", "指标", text(40), "指标的编号或中文名，如 events_held（开展活动场次）。", required=True),
    Field("weight", "权重", value(v.number, 0, 1000), "0到1000的数，越大越要紧。", required=True),
    Field("group", "分组", text(20), "只用于这一组；不写就用于没有另写的各组。", also=("同类组",)),
))  # fmt: skip

REGION = Record("地区", (
    Field("code", "代码", raw_text, "县区6位、地市4位区划代码。", required=True),
    Field("name", "名称", text(40), "如 江山市。", required=True),
    Field("publisher", "发布单位", text(60), "如 江山市司法局。", required=True),
    Field("timezone", "时区", text(40), "默认 Asia/Shanghai。"),
    Field("hotline", "热线", text(30), "默认 12348。"),
    Field("summary", "简介", prose(600), "首页上的一段话。"),
    Field("identity", "网站标识", nested(IDENTITY), "页脚的主办、承办、联系方式和备案号。", also=("标识",), inner=IDENTITY),
    Field("townships", "乡镇", many_of(TOWNSHIP, most=500), "全部乡镇（街道）。", required=True),
    Field("population_source", "人口来源", text(200), "人口数出自哪里，如 2020年第七次全国人口普查。"),
    Field("weights", "权重", many_of(WEIGHT, most=1000), "同类乡镇排名时，各项指标占多重。"),
    Field("audiences", "对象", many(20), "对象词表；不写就用通用词表。"),
    Field("forms", "形式", many(20), "形式词表；不写就用通用词表。"),
    Field("words", "说法", sayings, "本地的叫法和词表里的词，如 {农民工: 外来务工人员}。"),
    Field("sample", "示例", value(v.yes_no), "写“是”，全站标明示例数据。"),
))  # fmt: skip

PERIOD = Record("期限", (
    Field("start", "开始", value(v.day), "第一天。", required=True),
    Field("end", "结束", value(v.day), "最后一天（包含）。", required=True),
))  # fmt: skip

TARGET = Record("目标", (
    Field("indicator", "指标", text(40), "指标的编号或中文名，如 events_held（开展活动场次）。", required=True),
    Field("per", "按", choice(PER_WORDS, "统计单位"), "地区、乡镇、村社区或阵地。", required=True, also=("单位",)),
    Field("every", "周期", choice(EVERY_WORDS, "周期"), "年、季度、月或整个专项。", required=True, also=("每",)),
    Field("at_least", "不少于", value(v.number, 0, 1e9), "最低数。", required=True, also=("最低",)),
    Field("basis", "依据", text(200), "出自哪份文件。"),
    Field("township", "乡镇", many(40, 600), "只对这些乡镇，名称或9位代码；不写就是全部。"),
    Field("group", "分组", text(20), "只对这一组乡镇。", also=("同类组",)),
))  # fmt: skip

TASK = Record("任务", (
    Field("content", "内容", text(300), "做什么。", required=True, also=("任务",)),
    Field("owner", "责任单位", text(120), "哪个单位来做。"),
    Field("leader", "责任领导", text(60), "哪位领导负责，写职务。"),
    Field("person", "责任人", text(60), "谁具体做，写岗位。"),
    Field("office", "处室", text(60), "哪个处室（科室）来做。", also=("科室", "责任处室", "责任科室")),
    Field("audience", "对象", text(120), "对谁做。"),
    Field("carrier", "载体", text(200), "用什么方式。"),
    Field("measure", "措施", text(300), "怎样做。"),
    Field("due", "时限", value(v.day), "最迟哪天完成。", also=("完成时限",)),
    Field("standard", "标准", text(200), "做到什么程度。"),
    Field("status", "进度", text(60), "现在做到哪里。"),
    Field("done", "完成", value(v.day), "哪天做完的；没有做完不写。", also=("完成日期", "完成时间")),
))  # fmt: skip

FUNDING = Record("经费", (
    Field("year", "年份", value(v.whole, 1949, 2199), "哪一年的钱。", required=True, also=("年",)),
    Field("amount", "金额", value(money), "多少元，如 125000 或 12.5万元。", required=True),
    Field("township", "乡镇", text(40), "用在哪个乡镇，名称或9位代码；全市的不写，或者写“全域”。"),
    Field("source", "来源", text(120), "谁出的钱，如 市级财政。", also=("资金来源", "经费来源")),
))  # fmt: skip

ZERO_REPORT = Record("零报告", (
    Field("township", "乡镇", text(40), "名称或代码。", required=True),
    Field("year", "年份", value(v.whole, 1949, 2199), "哪一年确实没有开展。", required=True, also=("年",)),
    Field("every_campaign", "全部专项", value(v.yes_no), "写“是”，说的是这一年哪个专项都没有开展。"),
))  # fmt: skip

CAMPAIGN = Record("专项", (
    Field("title", "名称", text(80), "专项（规划）的名称。", required=True, also=("标题",)),
    Field("period", "期限", nested(PERIOD), "开始和结束的日期。", required=True, inner=PERIOD),
    Field("summary", "简介", prose(600), "一段话说清做什么。"),
    Field("lead", "牵头单位", text(80), "谁牵头。", also=("牵头",)),
    Field("partners", "参加单位", many(60), "谁参加。", also=("协办单位",)),
    Field("laws", "法律", many(60), "主要宣传的法律。"),
    Field("audiences", "对象", many(20), "主要对象。"),
    Field("targets", "目标", many_of(TARGET, most=100), "能量出来的承诺。"),
    Field("tasks", "任务", many_of(TASK, most=500), "任务清单（四清单）。"),
    Field("zero_reports", "零报告", many_of(ZERO_REPORT), "哪个乡镇哪一年确认没有开展。"),
    Field("funding", "经费", many_of(FUNDING), "每年用了多少钱。"),
    Field("order", "排序", value(v.whole, -999, 999), "小的排前面。"),
    Field("source", "来源", text(300), "事实出自哪里。"),
    Field("sample", "示例", value(v.yes_no), "写“是”，这个专项的活动都标明示例数据。"),
))  # fmt: skip

RESULT_FIELDS = (
    Field("attendance", "参加人数", value(v.whole, 0, 10_000_000), "到场总人数。", also=("参加人次", "受众人数", "人数", "参与人数")),
    Field("staff", "工作人员", value(v.whole, 0, 1_000_000), "其中工作人员人数。", also=("工作人员数", "工作人员人数")),
    Field("responses", "评价份数", value(v.whole, 0, 10_000_000), "收回的评价份数。", also=("问卷份数",)),
    Field("satisfied", "满意份数", value(v.whole, 0, 10_000_000), "其中满意的份数。", also=("满意数",)),
)  # fmt: skip
RESULT = Record("成效", (
    *RESULT_FIELDS,
    Field("summary", "小结", prose(2000), "一两句话说效果。", also=("说明", "简介", "成效")),
))  # fmt: skip

EVENT_FIELDS = (
    Field("id", "编号", value(v.identifier), "发布后永不改变，如 gaq-2025-hecun。", also=("活动编号",)),
    Field("title", "名称", text(120), "活动的名称。", required=True, also=("标题", "活动名称", "活动主题", "主题")),
    Field("start", "开始", raw_text, ABOUT_WHEN, required=True,
          also=("开始时间", "开始日期", "日期", "活动日期", "举办日期", "活动时间", "时间", "举办时间")),
    Field("end", "结束", raw_text, "日期、时刻或只写钟点；全天活动写最后一天。", also=("结束时间", "结束日期")),
    Field("duration", "时长", value(v.duration), "代替结束，如 2小时。"),
    Field("township", "乡镇", many(40, 600), "名称或9位代码，可以是列表；全市的写“全域”。", required=True,
          also=("乡镇街道", "乡镇(街道)", "所在乡镇")),
    Field("village", "村社区", text(60), "名称或编号。", also=("村", "社区", "村(社区)", "所在村")),
    Field("place", "地点", text(120), "在哪里；也可写阵地的编号。", also=("活动地点", "举办地点")),
    Field("form", "形式", text(20), "宣讲、咨询、展览、演出、竞赛、影视、参观、培训、其他。", also=("活动形式",)),
    Field("audience", "对象", many(20), "面向谁。", also=("受众", "普法对象", "audiences")),
    Field("laws", "法律", many(60), "宣传哪些法律。", also=("法律法规", "宣传法律")),
    Field("stage", "阶段", choice(STAGE_WORDS, "阶段"), "启动或常态，默认常态。"),
    Field("focus", "侧重", choice(FOCUS_WORDS, "侧重", {"权力": "是不是“权利”？"}), "讲权利、讲义务，还是并重。", also=("内容侧重",)),
    Field("organiser", "主办", text(80), "主办单位。", also=("主办单位", "承办单位", "organizer")),
    Field("speaker", "主讲", many(40), "宣讲团成员的编号或姓名。", also=("主讲人", "宣讲人", "speakers")),
    Field("status", "状态", choice(STATUS_WORDS, "状态", STATUS_NOTES), "计划、确定、已办、取消、延期；默认计划。", also=("活动状态",)),
    Field("summary", "简介", prose(2000), "活动内容。", also=("活动简介", "活动内容", "内容")),
    Field("note", "说明", text(200), "取消或延期的原因。", also=("原因",)),
    Field("url", "链接", value(v.web_address), "相关网页，https:// 开头。", also=("网址",)),
    Field("campaign", "专项", text(80), "所属专项的编号或名称；默认是所在文件夹。", also=("所属专项",)),
    Field("updated", "更新", value(v.moment), "最后修改的时刻。", also=("更新时间",)),
    Field("former_id", "原编号", identifiers, "发布以后改过编号的，写原来的编号，订阅的人看到的还是同一条。", also=("former_ids",)),
    Field("sample", "示例", value(v.yes_no), "写“是”，标明示例数据。"),
)  # fmt: skip
HOLIDAY_WORDS = {
    "跳过": "跳过",
    "skip": "跳过",
    "顺延": "顺延",
    "顺延至工作日": "顺延",
    "postpone": "顺延",
    "照常": "照常",
    "keep": "照常",
}
CALENDAR_WORDS = {"农历": "农历", "lunar": "农历", "公历": "公历", "solar": "公历"}
MOVE = Record("改期", (
    Field("date", "日期", value(v.day), "原来的日期。", required=True, also=("原定",)),
    Field("to", "改到", kept, "新的日期、时刻，或者只写钟点。", required=True),
))  # fmt: skip
CANCEL = Record("取消", (
    Field("date", "日期", value(v.day), "不办的那一天。", required=True),
    Field("note", "说明", note, "为什么不办。", also=("原因",)),
))  # fmt: skip
CHANGE = Record("更改", (
    Field("date", "日期", value(v.day), "改哪一天的那一场。", required=True),
    Field("start", "开始", kept, "新的日期、时刻，或者只写钟点。"),
    Field("end", "结束", kept, "新的结束，可以只写钟点。"),
    Field("title", "名称", text(120), "这一场的名称。", also=("标题",)),
    Field("place", "地点", text(120), "这一场的地点；也可写阵地的编号。"),
    Field("speaker", "主讲", many(40), "这一场的主讲。", also=("主讲人", "宣讲人")),
    Field("summary", "简介", prose(2000), "这一场的内容。", also=("内容",)),
    Field("status", "状态", choice(STATUS_WORDS, "状态", STATUS_NOTES), "这一场的状态。"),
    Field("note", "说明", text(200), "为什么改。", also=("原因",)),
    Field("result", "成效", nested(RESULT), "这一场办完之后填。", inner=RESULT),
))  # fmt: skip
REPEAT = Record("重复", (
    Field("every", "每", kept, "天、周、两周、月、季度、年、工作日，如 月。"),
    Field("on", "在", many(60, 60), "哪一天，如 第一个星期三、15日、最后一天。"),
    Field("months", "月份", many(20, 12), "只在这几个月，如 7月、8月。"),
    Field("market", "集市", kept, "逢几赶集，如 逢三逢八。"),
    Field("calendar", "历法", choice(CALENDAR_WORDS, "历法"), "集市按农历还是公历；不写是农历。"),
    Field("lunar", "农历", many(20, 60), "农历的日子，如 腊月廿三。"),
    Field("rrule", "规则", kept, "RFC 5545 的 RRULE，给懂的人用。"),
    Field("until", "到", value(v.day), "最后一天，这一天也算。", also=("至", "截止")),
    Field("count", "次数", value(v.whole, 1), "一共几次；和“到”只写一个。"),
    Field("except", "除外", dates, "哪几天没有这一场。"),
    Field("extra", "加场", dates, "另外加办的日子。"),
    Field("move", "改期", dated(MOVE, "to", kept), "哪一天的改到什么时候。"),
    Field("cancel", "取消", dated(CANCEL, "note", note, bare=True), "哪几天的取消。"),
    Field("change", "更改", many_of(CHANGE, most=2000), "哪一天的那一场有什么不同。"),
    Field("on_holiday", "节假日", choice(HOLIDAY_WORDS, "节假日"), "照常、跳过或顺延至工作日；不写是照常。", also=("遇节假日",)),
    Field("held_until", "已办至", value(v.day), "到这一天为止的都办了。"),
))  # fmt: skip
EVENT = Record("活动", (
    *EVENT_FIELDS,
    Field("repeat", "重复", sentence_or(REPEAT), "怎样重复，见“重复的活动”。"),
    Field("result", "成效", nested(RESULT), "办完之后填。", inner=RESULT),
))  # fmt: skip
LEDGER_EVENT = Record("台账的活动", (
    *EVENT_FIELDS,
    Field("repeat", "重复", kept, "一句话，如 每月第一个星期三，到2026年12月31日。"),
    Field("except", "除外", dates, "重复的活动，哪几天没有。"),
    Field("cancel", "取消场次", dated(CANCEL, "note", note, bare=True), "重复的活动，哪几天的取消。"),
    Field("held_until", "已办至", value(v.day), "重复的活动，到这一天为止的都办了。"),
    *RESULT_FIELDS,
    Field("result_summary", "成效", prose(2000), "一两句话说效果。", also=("小结", "成效说明")),
))  # fmt: skip
LEDGER_EXTRA = frozenset({"序号", "备注", "no", "no.", "填报人", "审核人", "附件", ""})

EXHIBIT = Record("展项", (
    Field("name", "名称", text(80), "展项的名称。", required=True),
    Field("summary", "简介", prose(600), "看什么。"),
))  # fmt: skip
HONOUR = Record("荣誉", (
    Field("title", "名称", text(80), "称号。", required=True),
    Field("issuer", "授予单位", text(80), "谁授予。", also=("命名单位",)),
    Field("level", "级别", text(20), "国家级、省级、市级、县级。"),
    Field("date", "日期", text(20), "哪年哪月。", also=("年份",)),
    Field("review_due", "复核", value(v.day), "何时复核。", also=("复核日期",)),
))  # fmt: skip
SITE = Record("阵地", (
    Field("id", "编号", value(v.identifier), "发布后永不改变，如 hecun-fazhi-gongyuan。", required=True),
    Field("name", "名称", text(60), "阵地的名称。", required=True),
    Field("township", "乡镇", text(40), "名称或代码。", required=True),
    Field("village", "村社区", text(40), "名称或编号。", also=("村",)),
    Field("kind", "类型", text(20), "场馆、公园、广场、长廊、农家院……"),
    Field("status", "状态", choice(SITE_STATUS_WORDS, "阵地状态"), "规划、在建、开放、关闭；默认开放。"),
    Field("opened", "启用", text(20), "哪年哪月启用。", also=("启用时间",)),
    Field("hours", "开放时间", text(120), "如 周二至周日 9:00—16:30。"),
    Field("address", "地址", text(120), "怎样找到。"),
    Field("contact", "联系方式", nested(CONTACT), "预约的科室与座机。", also=("联系",), inner=CONTACT),
    Field("summary", "简介", prose(2000), "一段介绍。"),
    Field("exhibits", "展项", many_of(EXHIBIT, most=200), "有什么可看。"),
    Field("honours", "荣誉", many_of(HONOUR, most=100), "得过什么称号。"),
    Field("lon", "经度", value(v.number, 73, 136), "东经度数。"),
    Field("lat", "纬度", value(v.number, 3, 54), "北纬度数。"),
    Field("source", "来源", text(300), "事实出自哪里。"),
    Field("sample", "示例", value(v.yes_no), "写“是”，标明示例数据。"),
))  # fmt: skip
STOP = Record("站点", (
    Field("site", "阵地", text(64), "阵地的编号。"),
    Field("name", "名称", text(60), "没有阵地编号时写名称。"),
    Field("summary", "简介", prose(300), "这一站看什么。"),
    Field("status", "状态", choice(SITE_STATUS_WORDS, "站点状态"), "没有阵地编号时写。"),
))  # fmt: skip
TRAIL = Record("线路", (
    Field("id", "编号", value(v.identifier), "发布后永不改变。", required=True),
    Field("name", "名称", text(60), "线路的名称。", required=True),
    Field("summary", "简介", prose(1000), "一段介绍。"),
    Field("stops", "站点", many_of(STOP, most=60), "按顺序排列。", required=True),
    Field("source", "来源", text(300), "事实出自哪里。"),
    Field("sample", "示例", value(v.yes_no), "写“是”，标明示例数据。"),
))  # fmt: skip
SITES_FILE = Record("阵地文件", (
    Field("sites", "阵地", many_of(SITE), "法治文化阵地。"),
    Field("trails", "线路", many_of(TRAIL), "法治文化线路。"),
))  # fmt: skip
SPEAKER = Record("宣讲团成员", (
    Field("id", "编号", value(v.identifier), "如 jiang-01。", required=True),
    Field("name", "称呼", text(30), "公开的称呼，如 毛律师。", required=True, also=("姓名", "名称")),
    Field("role", "身份", text(60), "如 市宣讲团成员、律师。"),
    Field("specialty", "专长", text(120), "擅长讲什么。"),
))  # fmt: skip
SPEAKERS_FILE = Record("宣讲团文件", (Field("speakers", "宣讲团", many_of(SPEAKER), "宣讲团成员。", also=("成员",)),))
ARRANGEMENT = Record("放假安排", (
    Field("year", "年份", value(v.whole, 1949, 2199), "哪一年的安排。", required=True, also=("年",)),
    Field("off", "放假", many(80, 60, sentences=True), "放假的日子，如 2027-02-05/2027-02-11 春节。", required=True, also=("休", "休息")),
    Field("work", "上班", many(80, 60, sentences=True), "调休上班的日子，如 2027-02-14。", also=("班", "调休上班")),
))  # fmt: skip
HOLIDAYS_FILE = Record("放假安排文件", (
    Field("holidays", "放假安排", many_of(ARRANGEMENT, most=100), "国务院办公厅公布的放假安排，一年一项。", also=("安排",)),
))  # fmt: skip
OBSERVANCE = Record("节点", (
    Field("id", "编号", value(v.identifier), "如 constitution-day；和自带的相同，就是改那一个。", required=True),
    Field("name", "名称", text(40), "如 国家宪法日。"),
    Field("rule", "日子", raw_text, "如 12月4日、5月第三个星期日、农历九月初九。", also=("日期", "时间")),
    Field("first_year", "首届", value(v.whole, 1900, 2199), "第一个是哪一年；写了就能算出第几个。", also=("首届年份",)),
    Field("basis", "依据", text(120), "出自哪部法律或哪份文件。"),
    Field("remind", "提醒", value(v.yes_no), "快到了还没有安排，要不要提示。"),
    Field("hide", "不显示", value(v.yes_no), "写“是”，网站上不要这个节点。"),
))  # fmt: skip
OBSERVANCES_FILE = Record(
    "节点文件", (Field("observances", "节点", many_of(OBSERVANCE, most=500), "一年里的普法节点。"),)
)
FINDING_WORDS: dict[str, str] = {
    "verified": "属实", "mismatch": "不符", "unverifiable": "无法核实", "符合": "属实", "相符": "属实", "不属实": "不符",
    "不相符": "不符", "无法查实": "无法核实", **{f: f for f in FINDINGS},
}  # fmt: skip
CHECKED_WORDS = {"场次": "occurrence", "活动": "occurrence", "阵地": "site"}
DRAWN_WORDS = {"全部": "all", "all": "all", "场次": "occurrence", "阵地": "site"}
CHECKED_ITEM = Record("抽查的一项", (
    Field("number", "序号", value(v.whole, 1), "抽中的次序。"),
    Field("kind", "类别", choice(CHECKED_WORDS, "类别"), "场次或阵地。", required=True),
    Field("id", "编号", text(90), "场次或阵地的编号。", required=True),
    Field("title", "名称", text(120), "给人看的，程序不用。"),
    Field("date", "日期", text(60), "给人看的，程序不用。"),
    Field("township", "乡镇", text(600), "给人看的，程序不用。"),
    Field("checked", "检查日期", value(v.day), "哪天去查的；没有查的空着。", also=("检查日",)),
    Field("finding", "结果", choice(FINDING_WORDS, "抽查结果"), "属实、不符或无法核实；没有查的空着。", also=("检查结果",)),
    Field("note", "说明", text(300), "看到了什么，不写姓名和电话。", also=("备注",)),
))  # fmt: skip
FRAME = Record("可抽的范围", (
    Field("total", "总数", value(v.whole, 0), "当时一共有多少项可抽。", required=True),
    Field("digest", "校验码", text(64), "可抽各项和权重的指纹。", required=True),
))  # fmt: skip
ROUND = Record("抽查名单", (
    Field("seed", "种子", text(60), "抽签用的字，由 pufa sample 写。"),
    Field("size", "数量", value(v.whole, 1), "抽多少项，由 pufa sample 写。"),
    Field("kind", "范围", choice(DRAWN_WORDS, "抽查范围"), "场次、阵地或全部，由 pufa sample 写。"),
    Field("period", "时段", text(30), "抽哪一段时间的场次，由 pufa sample 写。"),
    Field("as_of", "统计日", value(v.day), "抽签那天，由 pufa sample 写。"),
    Field("weights", "权重", many(60, 200), "谁更容易抽中，由 pufa sample 写。"),
    Field("frame", "可抽的范围", nested(FRAME), "总数和校验码，由 pufa sample 写。", inner=FRAME),
    Field("items", "名单", many_of(CHECKED_ITEM, most=5000), "抽中的各项，查完在里面填。", required=True),
))  # fmt: skip
EVENTS_FILE = Record("活动文件", (Field("events", "活动", many_of(EVENT), "活动列表。"),))

PAGE_HEAD = Record("文件头", (
    Field("title", "标题", text(120), "文章的标题，显示在栏目和浏览器上。", also=("名称",)),
    Field("description", "摘要", text(300), "一句话的摘要，搜索引擎和分享时用。", also=("简介",)),
    Field("date", "日期", value(v.day), "写成或修改的日期。"),
    Field("tags", "标签", many(20, 30), "几个词。"),
))  # fmt: skip

ALL_RECORDS = (
    REGION, WEIGHT, IDENTITY, TOWNSHIP, VILLAGE, CONTACT, CAMPAIGN, PERIOD, TARGET, TASK, ZERO_REPORT, FUNDING, EVENT, RESULT, REPEAT, MOVE, CANCEL, CHANGE,
    LEDGER_EVENT, SITE, EXHIBIT, HONOUR, TRAIL, STOP, SPEAKER, ARRANGEMENT, HOLIDAYS_FILE, OBSERVANCE, OBSERVANCES_FILE,
    ROUND, FRAME, CHECKED_ITEM,
)  # fmt: skip
