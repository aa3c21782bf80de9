"""The table of what `pufa feedcheck` looks for: one row a rule. The handbook and the tests are held against it.

Codes are promises: a number is never used again for another rule. An error breaks the standard or makes something vanish
or go wrong on a subscriber's device; a warning is allowed but does harm to some; a notice would make a good feed better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]
WORDS: dict[Severity, str] = {"error": "错误", "warning": "提醒", "notice": "提示"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its number, how bad a breach is, its title, what a subscriber sees, and what the publisher does."""

    code: str
    severity: Severity
    title: str
    seen: str
    remedy: str


def _table(rows: str) -> dict[str, Rule]:
    severities = {word: severity for severity, word in WORDS.items()}
    rules = {}
    for row in rows.strip().splitlines():
        code, word, title, seen, remedy = (cell.strip() for cell in row.split("|"))
        rules[code] = Rule(code, severities[word], title, seen, remedy)
    return rules


# The number | how bad | title | what a subscriber sees | what to do.
RULES = _table(
    """
    F001|错误|文件开头有 BOM|有的程序认不出第一行，说这不是日历，一条日程也没有。|用不带 BOM 的 UTF-8 保存；记事本另存为时选“UTF-8”，不选“带有 BOM 的 UTF-8”。
    F002|错误|文字不是 UTF-8 编码|汉字变成乱码，有的程序整个文件不收。|用 UTF-8 编码重新导出。
    F003|错误|换行不是 CRLF|宽松的程序照收；严格的程序把整个文件当成一行，什么也不显示。|每一行都用回车加换行（CRLF）结尾；传文件时选“二进制”，免得被改。
    F004|提醒|一行超过75个字节|多数程序照收；有的老程序把一行后面的字截掉。|超过75个字节的行要折行：换行后以一个空格开头。
    F005|错误|折行切断了一个字|先逐行解码的程序在这里显示乱码。|只在两个字之间折行。
    F006|提醒|折行切断了转义|先还原转义再接行的程序会多出反斜杠，或少一个逗号、换行。|不要在反斜杠和它后面的字之间折行。
    F007|错误|行里有单独的回车|有的程序在这里断行，后半行的内容丢失。|去掉多余的回车；内容里的换行写成 \\n。
    F008|错误|有控制字符|有的程序整个文件不收，有的显示成方块。|删去看不见的控制字符，多半是从别处粘贴来的。
    F009|提醒|有会被当成换行的字符|有的程序在这里断行，后半行的内容丢失。|把这个字符换成 \\n 或空格。
    F010|错误|最后一行没有 CRLF|有的程序漏掉最后一行，说文件不完整。|文件最后也要有回车加换行。
    F011|错误|逗号或分号没有转义|有的程序只显示标点前面的文字，后面的丢失。|写成 \\, 和 \\;。
    F012|错误|反斜杠用错了|多出或少掉反斜杠，或者把后面的字吞掉。|反斜杠后面只能是反斜杠、逗号、分号、n；反斜杠本身写两个。
    F100|错误|文件读不了|没有日历。|核对文件名和权限；太大的日历请分成几个。
    F101|错误|不是日历文件|订阅失败，或者日历是空的。|核对地址和文件：打开来第一行应当是 BEGIN:VCALENDAR。
    F102|错误|BEGIN 和 END 对不上|从这里起的日程丢失，或者整个文件不收。|多半是文件没有传完，请重新生成、重新上传。
    F103|错误|这一行看不懂|有的程序跳过这一行，有的整个文件不收。|每一行都是“名称:值”；接着上一行的，以空格开头；不留空行。
    F104|错误|参数写法有误|这一项丢失，常常是时间或时区丢失。|参数写成 ;名称=值 ；值里有冒号、分号、逗号的加英文双引号。
    F105|错误|内容在日历外面|外面的内容都不显示。|全部内容放在 BEGIN:VCALENDAR 和 END:VCALENDAR 之间。
    F106|提醒|一个文件里有几个日历|多数程序只读第一个，后面的日程看不到。|合成一个日历。
    F107|错误|只能有一个的写了几个|各个程序取的不一样：有的取第一个，有的取最后一个。|只留一个。
    F108|错误|VERSION 有误|有的程序整个文件不收。|日历里写一行 VERSION:2.0。
    F109|错误|PRODID 有误|严格的程序整个文件不收。|日历里写一行 PRODID，说明是什么程序生成的。
    F110|提示|没有 NAME|新的程序不知道日历叫什么，显示网址。|加一行 NAME:日历的名称。
    F111|提示|没有 X-WR-CALNAME|苹果、谷歌、Outlook 不知道日历叫什么，显示网址或“未命名”。|加一行 X-WR-CALNAME:日历的名称。
    F112|提醒|两个名称不一样|同一个日历在不同的手机上叫不同的名字。|NAME 和 X-WR-CALNAME 写一样的。
    F113|提示|没有 REFRESH-INTERVAL|多久更新一次全凭程序，可能要一周。|加一行 REFRESH-INTERVAL;VALUE=DURATION:PT12H。
    F114|错误|REFRESH-INTERVAL 写法有误|更新间隔读不懂，等于没有写；严格的程序报错。|写成 REFRESH-INTERVAL;VALUE=DURATION:PT12H。
    F115|提示|没有 X-PUBLISHED-TTL|Outlook 不知道多久更新一次。|加一行 X-PUBLISHED-TTL:PT12H。
    F116|提醒|两个更新间隔不一样|有的手机更新得勤，有的更新得慢。|REFRESH-INTERVAL 和 X-PUBLISHED-TTL 写一样的。
    F117|提示|没有 SOURCE|下载了文件的人，不知道从哪里订阅新的。|加一行 SOURCE;VALUE=URI:日历的地址。
    F118|错误|SOURCE 写法有误|地址读不懂，等于没有写；严格的程序报错。|写成 SOURCE;VALUE=URI:https://……。
    F119|提醒|有 METHOD|Outlook 可能当成会议邀请；写 PUBLISH 而没有 ORGANIZER 的，libical 报错。|订阅用的日历不写 METHOD。
    F120|错误|历法不是公历|多数程序不认别的历法，整个文件不收。|写 CALSCALE:GREGORIAN，或者不写。
    F121|错误|日历里什么也没有|严格的程序说文件有误。|没有日程的日历，也要放一个时区（VTIMEZONE）。
    F122|提醒|没有日程，只有别的|日历里只有待办、日志之类，日历程序多半不显示。|活动要写成 VEVENT。
    F201|错误|用到的时区没有定义|Outlook 等按世界时或本机的时区显示，时间可能差8小时。|加上同名的 VTIMEZONE。
    F202|错误|时区定义了两次|两个定义不同时，时间对错全凭程序。|只留一个。
    F203|提醒|时区写在日程后面|从上往下读的程序读到日程时还不认识时区，时间可能不对。|VTIMEZONE 放在日程前面。
    F204|提示|有没用到的时区|没有坏处，只是每次都多下载。|去掉没有用到的 VTIMEZONE。
    F205|提示|时区太长|没有坏处，只是每次都多下载；老旧的程序可能读错。|时差不再变的时区，一段 STANDARD 就够。
    F206|错误|北京时间的时差不对|活动的时间差一小时或几小时。|北京时间是 TZOFFSETTO:+0800，现在没有夏令时。
    F207|提示|带着1986—1991年的夏令时|读得不仔细的程序，夏天的活动会差一小时。|如今的活动用不到，只留 +0800 一段。
    F208|错误|时区不完整|时间可能按世界时或本机的时区显示。|时区要有 TZID；每一段要有 DTSTART、TZOFFSETFROM、TZOFFSETTO。
    F209|错误|TZID 用在不该用的地方|有的程序显示差8小时，有的不显示这一条。|全天的日期、末尾有 Z 的世界时，都不写 TZID。
    F210|提醒|时间没有时区|在别的时区的手机上，还显示同一个钟点，时间就错了。|写成 DTSTART;TZID=Asia/Shanghai:……。
    F301|错误|没有 UID|改了时间以后，老的一条还在，手机上有两条。|每条日程写一个永远不变的 UID。
    F302|错误|UID 重复|几条日程只显示一条，别的看不到。|每条日程用不同的 UID；重复日程里单独改动的一场，写 RECURRENCE-ID。
    F303|提醒|两条日程一模一样|同一场活动看到两次。|去掉一条。
    F304|错误|没有 DTSTAMP|严格的程序跳过这一条。|每条日程写 DTSTAMP。
    F305|错误|时间戳不是世界时|分不清新旧，改动可能到不了手机。|DTSTAMP、LAST-MODIFIED、CREATED 用世界时，末尾是 Z。
    F306|提醒|时间戳在将来|以后真正的改动可能被当成旧的，不更新。|核对电脑的钟，和北京时间换成世界时的算法（减8小时）。
    F307|错误|SEQUENCE 有误|改期、取消可能到不了手机。|写成0、1、2……这样的整数。
    F308|错误|没有 DTSTART|这一条不显示。|写上开始的时间。
    F309|错误|日期或时间有误|这一条不显示，或者显示在别的日子。|日期写成 20250415（前面加 ;VALUE=DATE），时间写成 20250415T090000。
    F310|错误|全天日程的结束没有晚一天|最后一天不显示，有的程序整条不显示。|全天日程的 DTEND 写最后一天的后一天。
    F311|错误|结束不晚于开始|有的程序不显示这一条，有的当成很长的一条。|核对结束的时间；没有结束时间就不写 DTEND。
    F312|错误|DTEND 和 DURATION 都写了|各个程序取的不一样；严格的程序跳过这一条。|只留一个。
    F313|错误|开始和结束的种类不同|有的程序不显示这一条，有的结束时间差8小时。|开始和结束一样写：都是日期，或者都是带时区的时间。
    F314|错误|DURATION 有误|结束时间不对，或者这一条不显示。|写成 PT2H、PT90M、P1D 这样；全天的只用天或周。
    F315|提醒|用零点到零点充当全天|占满一天的钟点，别的时区里变成跨两天。|全天日程写 DTSTART;VALUE=DATE:20250415。
    F316|错误|ORGANIZER 不是地址|Outlook 等可能不收这一条。|写成 ORGANIZER:mailto:……，没有就不写。
    F317|错误|取值不在规定里|取消了的可能照常显示。|STATUS 写 TENTATIVE、CONFIRMED 或 CANCELLED；TRANSP 写 OPAQUE 或 TRANSPARENT。
    F318|提醒|取消的日程，标题没有说|谷歌日历不显示取消的日程；有的手机照常显示，看不出取消。|标题前面写上“【取消】”。
    F319|提醒|没有标题|显示“无标题”或一片空白。|写上 SUMMARY。
    F320|错误|网址不完整|点了打不开。|写完整的网址，以 https:// 开头；汉字和空格写成百分号编码。
    F321|错误|经纬度有误|地图上标在别处，或者不标。|写成 GEO:纬度;经度，如 GEO:28.737000;118.626000。
    F322|提醒|带着提醒|没有要提醒的人，手机也会响。|提醒放在另一个日历里，文件名以 -remind.ics 结尾，谁要谁订。
    F323|错误|提醒写法有误|不提醒，或者这一条不显示。|提醒要有 ACTION 和 TRIGGER；显示文字的还要有 DESCRIPTION。
    F324|提示|没有地点|看不到在哪里办。|写上 LOCATION。
    F325|提示|没有网址|看不到详情。|用 URL 写上活动网页的地址。
    F326|提示|没有分类|不能按分类上色、筛选。|用 CATEGORIES 写上分类。
    F401|错误|RRULE 有误|只显示第一场，或者整条不显示。|照提示改；规则是 RFC 5545 第3.3.10节。
    F402|错误|UNTIL 与开始的种类不同|最后一场可能多出来或不见了；严格的程序不收。|开始带时区的，UNTIL 用世界时（末尾 Z）；全天的，UNTIL 只写日期。
    F403|错误|COUNT 和 UNTIL 都写了|各个程序算出的场数不同；严格的程序不收。|只留一个。
    F404|错误|用了 RSCALE|ical.js、node-ical 等不认农历规则，会显示在错的日子。|把农历的日子一场一场列出来。
    F405|提醒|没完没了的重复|办完了、不办了，手机上还年年有。|写上 UNTIL 或 COUNT。
    F406|错误|重复规则一天也没有|这一条不显示，或者只显示第一场。|核对规则和 UNTIL。
    F407|提醒|开始的一天不在规则里|有的程序多显示一场，有的少一场，总次数也不同。|DTSTART 写规则里的第一天。
    F408|错误|EXDATE 与开始的种类不同|去掉的那一场照常显示。|EXDATE、RDATE 同 DTSTART 一样写：同是日期，或者同一个时区的时间。
    F409|提醒|EXDATE 没有对上一场|想去掉的那一场照常显示。|写规则里那一场原来的日期和钟点。
    F410|错误|RECURRENCE-ID 与开始的种类不同|改期的一场显示两次：原来的和新的。|RECURRENCE-ID 同 DTSTART 一样写：同是日期，或者同一个时区的时间。
    F411|错误|RECURRENCE-ID 不在重复里|多出一场，或者改动看不到。|写规则里那一场原来的日期和钟点。
    F412|提醒|单独的改动找不到原来的日程|有的程序不显示，有的显示成单独一场。|同一个文件里要有 UID 相同、没有 RECURRENCE-ID 的一条。
    F413|提醒|一次改动以后全部场次|多数程序不认 RANGE，只改这一场。|老的一条用 UNTIL 结束，另写一条新的。
    F414|提醒|RRULE 不止一条，或者用了 EXRULE|多数程序只认第一条 RRULE，不认 EXRULE。|分成几条日程；不办的日子用 EXDATE。
    F415|错误|单独的改动里又有重复|各个程序显示的不一样。|有 RECURRENCE-ID 的，不写 RRULE、RDATE、EXDATE。
    F416|提示|重复太多，没有逐场核对|场次太多，有的程序只显示一部分。|按年分成几条，或者写近一点的 UNTIL。
    F501|提醒|文字里有网页代码|看到的是 <br>、&nbsp; 这样的代码。|只写文字，换行写 \\n。
    F502|提醒|疑似个人信息|谁订阅了都看得到个人的电话或身份证号。|删去，改用科室座机。
    F503|提醒|转义了两次|看到的是“\\n”“\\,”，不是换行和逗号。|生成时只转义一次。
    F504|提醒|有认不出的字符|显示成问号方块“\ufffd”。|核对原来的文字，重新导出。
    F601|错误|同一条日程，各个日历不一样|订了不同日历的人，看到的时间、标题或状态不同。|用同一次生成的文件，整个上传。
    F602|错误|各个日历合起来不等于全部活动|有的活动，订乡镇日历的人看不到，或者全部活动里没有。|用同一次生成的文件，整个上传。
    F603|错误|与公开数据对不上|日历和网页上的时间、状态不同。|用同一次生成的文件，整个上传。
    F604|错误|文件夹里没有日历|没有日历。|核对文件夹：里面应当有 .ics 文件。
    F701|错误|地址取不到|订阅失败，或者再也不更新。|核对地址，看看服务开着没有。
    F702|错误|类型不对|有的手机不认；没有写 charset 的，汉字可能变成乱码。|.ics 的 Content-Type 设为 text/calendar; charset=utf-8。
    F703|提醒|没有 ETag 和 Last-Modified|每次都重新下载，费流量，更新也慢。|不要关掉 ETag 和 Last-Modified。
    F704|提醒|没有变也重新传|每次都重新下载，费流量。|让服务器支持条件请求：没有变就回答 304。
    F705|提示|没有压缩|下载慢几倍。|对 text/calendar 打开 gzip 压缩。
    F706|提醒|缓存时间不妥|改期、取消要等缓存过期才看得到；或者每次都重新下载。|设 Cache-Control: no-cache，或者 max-age 不超过一天。
    F707|错误|跳转有误|订阅失败。|跳转不要绕圈，不要跳到没有的地方。
    F708|错误|太大|手机下载不完，或者干脆不收。|分成几个小的日历，或者去掉几年前的日程。
    F709|提醒|每次取到的都不一样|手机每次都当作有改动，重新下载、重新提示。|DTSTAMP 写记录改动的时间，不写生成的时间。
    """
)
"""Every rule by its number."""
