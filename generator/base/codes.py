"""The table of diagnostic codes: one row a defect. The handbook and the tests are held against it.

Codes are promises: a number is never used again for another defect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]
SEVERITIES: dict[str, Severity] = {"E": "error", "W": "warning", "N": "notice"}
"""How bad, by the letter of a code: an error stops a build, a warning wants mending, a notice only tells."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of defect: its number, how bad it is, and its short Chinese title."""

    id: str
    severity: Severity
    title: str


def _table(rows: str) -> dict[str, Code]:
    codes = {}
    for row in rows.strip().splitlines():
        number, title = row.split(maxsplit=1)
        codes[number] = Code(number, SEVERITIES[number[0]], title.strip())
    return codes


CODES = _table(
    """
    E001 文件或文件夹读不了
    E002 文字编码认不出，或不是文本文件
    E003 YAML 写法有误
    E004 用了锚点、别名或标签
    E005 文件太大、太深或条目太多
    E006 文件是空的
    E007 台账打不开
    E008 台账没有表头
    E009 链接指到了文件夹外面
    E010 缺少必需的文件
    E011 有看不见的控制字符
    E012 两个名字只差大小写或写法
    E013 模板有误
    E014 网站设置有误
    E015 网站设置里有要先同意的内容
    E020 同一个键写了两次
    E021 不认识的键
    E022 缺少必填内容
    E023 内容的种类不对
    E024 日期或时间看不懂
    E025 数字看不懂
    E026 不在可选的词里
    E027 编号不合规定
    E028 文字太长
    E029 单元格里是公式
    E030 网址不安全或看不懂
    E031 文字里有网页代码
    E033 图片来自别的网站
    E034 图片读不懂
    E041 发布台账损坏
    E042 发布台账属于别的地区
    E043 快照读不出来
    E044 快照里有没有合并完的冲突
    E045 快照被改动过
    E046 快照属于别的地区
    E047 快照或抽查名单的文件名不合规定
    E050 没有列名的列里有内容
    E051 编号或数字的格子合并了
    E052 表头上面的行没有读
    E053 写了“同上”
    E054 像台账的文件没有读
    E101 编号重复
    E102 结束早于开始
    E103 不在专项期限之内
    E104 找不到乡镇
    E105 找不到村社区
    E106 找不到阵地
    E107 找不到专项
    E108 对象不在词表里
    E109 没有这个指标
    E110 名称有歧义
    E111 两个页面用同一个地址
    E112 文中链接打不开
    E113 单位当时不存在
    E114 缺少编号
    E115 没有这个分组
    E116 同一个指标的权重写了两次
    E117 一组的权重全是零
    E118 目标里的乡镇不在了，或者还没有设立
    E119 目标的范围自相矛盾
    E120 看不懂怎样重复
    E121 重复没有写到哪一天为止
    E122 重复排不出日子
    E123 单场的日子对不上
    E124 重复的活动成效写得不对
    E125 重复的场次太多
    E126 一场还没有结束，下一场就开始了
    E127 写了全域，又写了乡镇
    E130 节点的日子看不懂
    E131 放假安排自相矛盾
    E132 目标的最低数不合这个指标
    E133 同一个目标定了两次
    E140 满意份数多于评价份数
    E141 工作人员多于参加人数
    E142 参加人数是零，却有评价
    E143 没有办的活动填了成效
    E150 金额看不懂，或者是负数
    E151 同一笔经费写了两次
    E160 抽查的场次或阵地找不到
    E161 抽查名单里同一项写了两次
    E162 检查日期早于活动
    E163 抽查的日期和结果只填了一个
    E164 抽查属实，记录却没有写已办
    E170 原编号写得不对
    N401 节点快到了，有的乡镇还没有安排
    N402 快照以后，数字或记录有改动
    N410 隐藏的行或列照常读了
    W201 日期已过，还没有填结果
    W202 已办活动没有成效
    W203 页脚身份信息不全
    W204 文件没有被使用
    W205 疑似个人信息
    W206 网页代码已清除
    W207 没有活动
    W208 还没有到日子就写已办
    W209 评价份数多于参加人数
    W210 参加人数比当地人口还多
    W211 经费的数不像真的
    W212 经费的年份不在专项期限之内
    W213 任务完成了，没有写哪天
    W214 任务完成的日子还没有到
    W215 文件里带着个人信息
    W216 编号或样式名不能用
    W221 快照的日子还没有到
    W222 抽查的日子还没有到
    W230 工作表没有读
    W231 划了删除线的行没有读
    W232 一行里只有备注
    W240 井号后面的字不会发布
    W241 两条记录一模一样
    W242 写着已办，又说没有办
    W243 取消了没有写原因
    W244 没有写地点
    W245 地点里有村名，村社区却空着
    W246 专项文章的标题是别的专项的
    W250 时区改了，日程都要重发
    W251 已发布的编号不见了，像是改了编号
    W301 放假安排还没有公布
    W310 主讲人同一时间有两场活动
    W311 同一地点同一时间有两场活动
    W312 同一批对象同一时间有两场活动
    W313 主讲人来不及赶下一场
    W314 活动安排在法定假期
    W320 第几个写错了
    """
)
