"""What may be wrong with open data that comes from elsewhere: one row a kind. The handbook is held against this table.

Codes are promises: a number is never used again for another defect. An error leaves the whole county out (its figures would
be wrong), a warning and a notice do not.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "notice"]

WORDS: dict[Severity, str] = {"error": "错误", "warning": "提醒", "notice": "提示"}
"""What people read for each severity."""


class Rule(NamedTuple):
    """One kind of defect: its number, how bad it is, its short title, and what to do about it."""

    code: str
    severity: Severity
    title: str
    remedy: str


_SEVERITIES: dict[str, Severity] = {"错误": "error", "提醒": "warning", "提示": "notice"}

RULES: dict[str, Rule] = {
    code: Rule(code, _SEVERITIES[severity], title, remedy)
    for code, severity, title, remedy in (
        row.split(" ", 3)
        for row in """
R001 错误 没有开放数据 请写已发布的网站文件夹、它的 data 文件夹，或者装着几个这样的文件夹的文件夹。
R002 错误 地区表有误 请向这个县区要一份完整的 region.csv，不要手改。
R003 错误 文件读不了 请重新下载或拷贝这个文件；文件应当是 UTF-8 编码，不要用表格软件另存。
R004 错误 缺少要紧的表或列 请重新下载整个 data 文件夹；仍然缺少，就请这个县区用现在的程序重新发布。
R005 错误 一行读不懂 多半是下载不完整或手改过，请重新下载。
R006 错误 值的种类不对 这一列要的是日期、整数、数或 true、false。请重新下载，不要用表格软件打开再保存。
R007 错误 编号写了两次 同一张表里编号不能重复。请请这个县区改好重新发布。
R008 错误 两份数据是同一个地区 请只留一份，一般留统计日晚的那一份。
R009 错误 一个乡镇在两个地区里 请同两个县区核对这个乡镇归谁，让另一个改好重新发布。
R010 错误 不在汇总的范围里 请核对 --code，或者不要放进这个文件夹。
R011 错误 词不在可选的词里 请请这个县区用现在的程序重新发布。
R012 错误 数或日子不像真的 请请这个县区核对原来的记录，改好重新发布。
R013 错误 表和表对不上 多半是几个文件不是同一天的，或者有的没有下载完整，请重新下载整个 data 文件夹。
R014 错误 不是普通文件 链接、快捷方式、文件夹、管道和设备都不读。请把文件本身拷贝过来。
R015 错误 太大或太多 没有一个地区会有这么多，多半是别的文件，或者弄坏了。请重新下载。
R016 错误 算的时候出错 这个县区的数据没有计入。请把这份 data 文件夹和这句话一起交给维护人员。
R021 提醒 旧版本缺少的按空白算 请这个县区用现在的程序重新发布，缺少的指标就有数了。
R022 提醒 不在应报的名单里 名单是按2023年6月30日的区划列的；区划有调整的，请用 --members 写明名单。
R023 提醒 网址不能用 请这个县区在 mkdocs.yml 里写好 site_url 再发布，汇总页才能链接到它的记录。
R024 提醒 统计日对不上 数据太旧的，请向这个县区要最近发布的；数据比 --as-of 新的，请去掉 --as-of。
R025 提示 同一个专项写得不一样 名称取用得最多的，期限从最早的开始到最晚的结束。要一致，请各县区商量好。
R026 提示 目标不一样，没有比 同一个专项的同一项目标，各县区写得完全一样才比。
R027 提示 多出来的列没有用 不影响结果。数据可能是用更新的程序发布的，请升级本机的程序。
R028 提醒 名单里的地区没有区划资料 它的乡镇不知道有几个，没有算进分母；它公布了数据就有了。
R029 提醒 链接没有跟进去 只读您写的文件夹里面的东西。要读链接指着的地方，请把那个文件夹也写在命令里。
R030 错误 名单看不懂 一行一个：先写6位县区代码（或4位地市代码），空一格再写名称。
""".strip().splitlines()
    )
}
