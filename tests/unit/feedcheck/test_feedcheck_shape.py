"""The tables of the grammar: every kind of component, property, parameter and value; what is allowed is silent."""

from __future__ import annotations

import pytest

from generator.feedcheck.grammar import FORMS, KINDS, PARAMETERS, PARTS, TYPES
from tests.sites.feeds import kit

TODO = "BEGIN:VTODO\nUID:t1@example.cn\nDTSTAMP:20260101T000000Z\nSUMMARY:交台账\n{}END:VTODO\n"
JOURNAL = "BEGIN:VJOURNAL\nUID:j1@example.cn\nDTSTAMP:20260101T000000Z\nSUMMARY:会议记录\n{}END:VJOURNAL\n"
BUSY = "BEGIN:VFREEBUSY\nUID:f1@example.cn\nDTSTAMP:20260101T000000Z\n{}END:VFREEBUSY\n"
ZONED = "TZID=Asia/Shanghai"


def in_event(*lines: str) -> str:
    return kit.changed(("TRANSP:", "".join(f"{line}\n" for line in lines) + "TRANSP:"))


def beside(text: str) -> str:
    return kit.changed(("BEGIN:VEVENT", text + "BEGIN:VEVENT"))


def todo(*lines: str) -> str:
    return beside(TODO.format("".join(f"{line}\n" for line in lines)))


def journal(*lines: str) -> str:
    return beside(JOURNAL.format("".join(f"{line}\n" for line in lines)))


def busy(*lines: str) -> str:
    return beside(BUSY.format("".join(f"{line}\n" for line in lines)))


def in_zone(*lines: str) -> str:
    return kit.changed(("TZNAME:CST\r\n", "TZNAME:CST\n" + "".join(f"{line}\n" for line in lines)))


def alarm(*lines: str) -> str:
    return kit.changed(("END:VEVENT", "\n".join(("BEGIN:VALARM", *lines, "END:VALARM", "END:VEVENT"))))


RICH = (
    'ATTENDEE;CN=司法所;CUTYPE=GROUP;ROLE=REQ-PARTICIPANT;\n PARTSTAT=NEEDS-ACTION;RSVP=TRUE;DIR="https://a.cn/";\n MEMBER="mailto:a@b.cn","mailto:c@d.cn":mailto:e@f.cn',
    'ORGANIZER;SENT-BY="mailto:a@b.cn";SCHEDULE-AGENT=CLIENT:mailto:c@d.cn',
    "ATTACH:cid:part1@example.cn",
    "ATTACH;FMTTYPE=application/pdf;FILENAME=a.pdf:https://a.cn/a.pdf",
    "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:5pmu5rOV",
    "IMAGE;VALUE=URI;DISPLAY=BADGE,THUMBNAIL;\n FMTTYPE=image/png:https://a.cn/a.png",
    "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=旁听:https://a.cn/live",
    "STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html:<p>一</p>",
    'STRUCTURED-DATA;VALUE=TEXT;FMTTYPE=application/ld+json;\n SCHEMA="https://schema.org/Event":{}',
    "LINK;VALUE=URI;LINKREL=latest-version:https://a.cn/",
    "RELATED-TO;RELTYPE=SIBLING:b2@example.cn",
    "RELATED-TO;VALUE=URI:https://a.cn/#b2",
    "REQUEST-STATUS:2.0;Success",
    "REQUEST-STATUS;LANGUAGE=zh-CN:3.7.1;不认识\\; 这个人;\n ATTENDEE:mailto:a@b.cn",
    "COLOR:CornflowerBlue",
    "PRIORITY:0",
    "CLASS:X-INTERNAL",
    "RESOURCES:投影仪,音响",
    'CONTACT;ALTREP="https://a.cn/":值班室\\, 0570-4000000',
    "CREATED:20250101T000000Z",
    "X-OWN;VALUE=INTEGER:12",
    "X-OWN;VALUE=PERIOD:20260401T010000/PT1H",
    "X-OWN;VALUE=BOOLEAN:TRUE",
    "X-OWN;X-A=1;X-A=2:任意",
    "NOT-YET-KNOWN:任意",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        *(in_event(line) for line in RICH),
        in_event("DURATION:PT1H30M5S").replace("DTEND;TZID=Asia/Shanghai:20260415T110000\r\n", ""),
        todo(f"DTSTART;{ZONED}:20260401T090000", f"DUE;{ZONED}:20260430T170000", "STATUS:IN-PROCESS"),
        todo("DUE;VALUE=DATE:20260430", "PERCENT-COMPLETE:100", "COMPLETED:20260102T000000Z", "STATUS:COMPLETED"),
        todo(f"DTSTART;{ZONED}:20260401T090000", "DURATION:P1D", "RRULE:FREQ=MONTHLY;COUNT=3"),
        todo("DUE:20260430T090000Z", "GEO:28.7;118.6", "URL:https://a.cn/"),
        journal("DTSTART;VALUE=DATE:20260401", "STATUS:FINAL", "DESCRIPTION:一", "DESCRIPTION:二"),
        busy("DTSTART:20260401T000000Z", "DTEND:20260402T000000Z", "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260401T010000Z/PT1H,"
             "\n 20260401T030000Z/20260401T040000Z"),
        in_zone("RDATE:19700101T000000,19710101T000000", "COMMENT:不再改钟"),
        in_zone("RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=19910413T160000Z"),
        kit.changed(("TZID:Asia/Shanghai\r\n", "TZID:Asia/Shanghai\nTZURL:https://a.cn/tz\nTZUNTIL:20300101T000000Z\n")),
        kit.changed(("CALSCALE", "UID:c1\nLAST-MODIFIED:20260101T000000Z\nCOLOR:red\nCATEGORIES:普法\nIMAGE;VALUE=URI:https://a.cn/a.png\nCALSCALE")),
        kit.changed(("END:VEVENT", "BEGIN:PARTICIPANT\nUID:p1\nPARTICIPANT-TYPE:SPEAKER\nBEGIN:VLOCATION\nUID:l1\nEND:VLOCATION\nEND:PARTICIPANT\nBEGIN:VRESOURCE\nUID:r1\nRESOURCE-TYPE:PROJECTOR\nEND:VRESOURCE\nEND:VEVENT")),
        beside("BEGIN:X-OWN\nX-A:1\nBEGIN:VEVENT\nUID:x\nDTSTAMP:20260101T000000Z\nEND:VEVENT\nEND:X-OWN\n"),
        beside("BEGIN:VAVAILABILITY\nUID:v\nDTSTAMP:20260101T000000Z\nBEGIN:AVAILABLE\nUID:w\nDTSTART:20260101T000000Z\nEND:AVAILABLE\nEND:VAVAILABILITY\n"),
    ],
)  # fmt: skip
def test_what_the_standards_allow_is_silent(text: str) -> None:
    """RFC 5545, 7986, 9073 and 9253: values, parameters and components in their places raise nothing."""
    assert [(f.code, f.message) for f in kit.found(text)] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # values by type
        (in_event("ATTACH;ENCODING=BASE64;VALUE=BINARY:5pmu5rO"), "F126"),
        (in_event("IMAGE;ENCODING=BASE64;VALUE=BINARY:"), "F126"),
        (in_event("PRIORITY:10"), "F126"),
        (in_event("PRIORITY:1.5"), "F126"),
        (in_event("COLOR:#ff0000"), "F126"),
        (in_event("COLOR:reddish"), "F126"),
        (in_event("CLASS:内部"), "F126"),
        (in_event("REQUEST-STATUS:Success"), "F126"),
        (in_event("X-OWN;VALUE=INTEGER:一"), "F126"),
        (in_event("X-OWN;VALUE=DATE:20260230"), "F309"),
        (in_event("ATTACH:a.pdf"), "F320"),
        (in_event("CONFERENCE;VALUE=URI:会议室"), "F320"),
        (in_event("LINK;VALUE=URI:a b"), "F320"),
        (in_event("DURATION:PT2H3S").replace("DTEND;TZID=Asia/Shanghai:20260415T110000\r\n", ""), "F314"),
        (in_event("DURATION:P1D2W").replace("DTEND;TZID=Asia/Shanghai:20260415T110000\r\n", ""), "F314"),
        # VALUE
        (in_event("STYLED-DESCRIPTION:一"), "F124"),
        (in_event("STRUCTURED-DATA:{}"), "F124"),
        (in_event("LINK:https://a.cn/"), "F124"),
        (in_event("PRIORITY;VALUE=TEXT:1"), "F124"),
        (in_event("CREATED;VALUE=DATE:20250101"), "F305"),
        (in_event("CONFERENCE;VALUE=TEXT:https://a.cn/"), "F124"),
        # parameters
        (in_event("COMMENT;LANGUAGE=zh;LANGUAGE=en:一"), "F104"),
        (in_event('ATTENDEE;CN="甲";CN="乙":mailto:a@b.cn'), "F104"),
        (in_event("ATTENDEE;RSVP=YES:mailto:a@b.cn"), "F125"),
        (in_event("ATTENDEE;PARTSTAT=待定:mailto:a@b.cn"), "F125"),
        (in_event("ATTENDEE;DIR=电话簿:mailto:a@b.cn"), "F125"),
        (in_event('ATTENDEE;SENT-BY="甲":mailto:a@b.cn'), "F125"),
        (in_event("COMMENT;LANGUAGE=中文:一"), "F125"),
        (in_event("ATTACH;FMTTYPE=pdf:https://a.cn/a.pdf"), "F125"),
        (in_event("ATTACH;ENCODING=BASE64:5pmu5rOV"), "F125"),
        (in_event("ATTACH;ENCODING=QUOTED-PRINTABLE:cid:a"), "F125"),
        (in_event("PRIORITY;TZID=Asia/Shanghai:1"), "F209"),
        (in_event("COMMENT;RSVP=TRUE:一"), "F128"),
        (in_event("URL2;VALUE=URI:a b"), "F320"),
        # places and numbers
        (in_event("TRIGGER:-PT5M"), "F128"),
        (in_event("DESCRIPTION:再写一次"), "F107"),
        (todo("DUE;VALUE=DATE:20260430", "DUE;VALUE=DATE:20260501"), "F107"),
        (todo("TRANSP:OPAQUE"), "F128"),
        (todo("DTEND:20260430T000000Z"), "F128"),
        (busy("SUMMARY:忙"), "F128"),
        (journal("LOCATION:会议室"), "F128"),
        (beside("BEGIN:VEVNT\nUID:z\nEND:VEVNT\n"), "F128"),
        (alarm("ACTION:AUDIO", "TRIGGER:-PT5M", "BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT5M", "END:VALARM"), "F123"),
        (beside("BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\nEND:VALARM\n"), "F123"),
        (beside("BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0800\nEND:STANDARD\n"), "F123"),
        (beside("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//ZH\nEND:VCALENDAR\n"), "F123"),
        (kit.changed(("END:VEVENT", "BEGIN:VTIMEZONE\nTZID:Asia/Shanghai\nEND:VTIMEZONE\nEND:VEVENT")), "F123"),
        (todo("BEGIN:VEVENT", "UID:n", "DTSTAMP:20260101T000000Z", "DTSTART:garbage", "END:VEVENT"), "F309"),
        # to-dos, journals, busy times
        (todo("DTSTART:20260230T000000Z"), "F309"),
        (todo("DUE:20261301T000000Z"), "F309"),
        (todo("COMPLETED:20260101T000000"), "F305"),
        (todo("COMPLETED:昨天"), "F309"),
        (todo("PERCENT-COMPLETE:101"), "F126"),
        (todo("STATUS:CONFIRMED"), "F317"),
        (todo("SEQUENCE:x"), "F307"),
        (todo("GEO:200;10"), "F321"),
        (todo("URL:a b"), "F320"),
        (todo("ORGANIZER:司法局"), "F316"),
        (todo("DTSTART:20260429T000000Z", "DUE:20260430T000000Z", "DURATION:PT1H"), "F312"),
        (todo("DURATION:PT1H"), "F127"),
        (todo("DTSTART:20260430T000000Z", "DUE:20260401T000000Z"), "F311"),
        (todo("DTSTART:20260430T000000Z", "DUE;VALUE=DATE:20260501"), "F313"),
        (todo("DTSTART:20260430T000000Z", "RRULE:FREQ=NEVER;COUNT=1"), "F401"),
        (todo("DTSTART:20260430T000000Z", "DURATION:PT5X"), "F314"),
        (todo("DTSTART:20260430T000000Z", "BEGIN:VALARM", "ACTION:EMAIL", "TRIGGER:-PT5M", "DESCRIPTION:d", "ATTENDEE:mailto:a@b.cn", "END:VALARM"), "F323"),
        (todo("BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT5M", "END:VALARM"), "F323"),
        (journal("STATUS:TENTATIVE"), "F317"),
        (journal("DTSTART;VALUE=DATE:20260432"), "F309"),
        (journal("LAST-MODIFIED:20990101T000000Z"), "F306"),
        (beside("BEGIN:VTODO\nDTSTAMP:20260101T000000Z\nEND:VTODO\n"), "F301"),
        (beside("BEGIN:VJOURNAL\nUID:q\nEND:VJOURNAL\n"), "F304"),
        (beside(TODO.format("") + TODO.format("")), "F302"),
        (busy("FREEBUSY:20260401T010000Z"), "F309"),
        (busy("FREEBUSY:20260401T010000/PT1H"), "F309"),
        (busy("FREEBUSY:20260401T010000Z/PT1H,20260401T030000Z/20260401T020000Z"), "F309"),
        (busy("FREEBUSY;FBTYPE=忙:20260401T010000Z/PT1H"), "F125"),
        (busy("DTSTART;TZID=Asia/Shanghai:20260401T010000"), "F309"),
        # zones
        (in_zone("RDATE:19700101T000000Z"), "F208"),
        (in_zone("RDATE;VALUE=PERIOD:19700101T000000/PT1H"), "F208"),
        (in_zone(f"RDATE;{ZONED}:19700101T000000"), "F209"),
        (in_zone("RRULE:FREQ=YEARLY;BYDAY=1XX"), "F401"),
        (in_zone("RRULE:FREQ=YEARLY;UNTIL=19910413T000000"), "F402"),
        (in_zone("RRULE:FREQ=YEARLY;COUNT=2;UNTIL=19910413T000000Z"), "F403"),
        (in_zone("SUMMARY:标准时间"), "F128"),
        (in_zone("TZOFFSETTO:+0800"), "F107"),
        (kit.changed(("TZID:Asia/Shanghai\r\n", "TZID:Asia/Shanghai\nTZURL:时区\n")), "F320"),
        (kit.changed(("TZID:Asia/Shanghai\r\n", "TZID:Asia/Shanghai\nLAST-MODIFIED:20200101T000000\n")), "F305"),
        (kit.changed(("TZID:Asia/Shanghai\r\n", "TZID:Asia/Shanghai\nLAST-MODIFIED:前天\n")), "F309"),
        # alarms
        (alarm("ACTION:EMAIL", "TRIGGER:-PT5M", "DESCRIPTION:d", "ATTENDEE:mailto:a@b.cn"), "F323"),
        (alarm("ACTION:AUDIO", "TRIGGER:-PT5M", "ATTACH:https://a.cn/a.mp3", "ATTACH:https://a.cn/b.mp3"), "F323"),
        (alarm("ACTION:AUDIO", "TRIGGER;RELATED=MIDDLE:-PT5M"), "F125"),
        (alarm("ACTION:AUDIO", "TRIGGER:-PT5M", "REPEAT:两次", "DURATION:PT5M"), "F126"),
        (alarm("ACTION:AUDIO", "TRIGGER:-PT5M", "REPEAT:2", "DURATION:5M"), "F314"),
        (alarm("ACTION:AUDIO", "TRIGGER:-PT5M", "ACKNOWLEDGED:20260101T000000"), "F305"),
        # the calendar itself
        (kit.changed(("CALSCALE", "URL:a b\nCALSCALE")), "F320"),
        (kit.changed(("CALSCALE", "LAST-MODIFIED:20260101\nCALSCALE")), "F309"),
        (kit.changed(("CALSCALE", "COLOR:红\nCALSCALE")), "F126"),
        (kit.changed(("CALSCALE", "UID:a\nUID:b\nCALSCALE")), "F107"),
        (kit.changed(("CALSCALE", "STATUS:CONFIRMED\nCALSCALE")), "F128"),
        # what lies inside
        (kit.changed(("END:VEVENT", "BEGIN:PARTICIPANT\nUID:p1\nEND:PARTICIPANT\nEND:VEVENT")), "F127"),
        (kit.changed(("END:VEVENT", "BEGIN:VLOCATION\nUID:l\nGEO:91;0\nEND:VLOCATION\nEND:VEVENT")), "F321"),
        (kit.changed(("END:VEVENT", "BEGIN:VLOCATION\nUID:l\nUID:m\nEND:VLOCATION\nEND:VEVENT")), "F107"),
        (kit.changed(("END:VEVENT", "BEGIN:VRESOURCE\nUID:r\nDUE:20260401T010000Z\nEND:VRESOURCE\nEND:VEVENT")), "F128"),
        (beside("BEGIN:PARTICIPANT\nUID:p\nPARTICIPANT-TYPE:SPEAKER\nEND:PARTICIPANT\n"), "F123"),
    ],
)  # fmt: skip
def test_what_the_standards_forbid_is_found(text: str, code: str) -> None:
    """One fault each: in a value, its VALUE, a parameter, a number or a place, in whatever component."""
    found = kit.codes(kit.found(text, "a-remind.ics"))
    assert code in found
    assert set(found) <= {code, "F123", "F128", "F201"}


def test_the_tables_name_each_other() -> None:
    """Every property of a component has a row of its own, every parameter of a property too, every type is one of the standard's."""
    assert {name for part in PARTS.values() for name in part.known} <= set(KINDS)
    assert {name for kind in KINDS.values() for name in kind.params} <= set(PARAMETERS)
    assert {name for kind in KINDS.values() for name in kind.types} <= TYPES
    assert set(FORMS) <= set(KINDS)
    assert {parent for part in PARTS.values() for parent in part.parents} <= set(PARTS)
