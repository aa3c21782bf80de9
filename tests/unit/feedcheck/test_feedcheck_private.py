"""Private numbers are found, and never shown again."""

from __future__ import annotations

import pytest

from generator.feedcheck.private import masked, private_numbers
from generator.feedcheck.report import format_github, format_json, format_text
from tests.sites.feeds import kit

PHONE = "13800138000"
IDENTITY = "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13800138000。", "电话138********。"),
        ("138 0013 8000", "138 **** ****"),
        ("+86 138-0013-8000", "+86 ***-****-****"),
        ("身份证11010519491231002X", "身份证110***************"),
        ("0570-4012345", "0570-4012345"),
        ("编号202604150000123", "编号202604150000123"),
        ("https://a.cn/13800138000", "https://a.cn/13800138000"),
        ("12345678901", "12345678901"),
    ],
)
def test_numbers_of_people_are_masked_and_others_are_not(text: str, shown: str) -> None:
    """Mobile and identity numbers in their spellings; no office phones, record numbers or addresses."""
    assert masked(text) == shown
    assert bool(list(private_numbers(text))) == (text != shown)


@pytest.mark.parametrize(
    "number", [PHONE, IDENTITY, "138\r\n 00138000", "1\r\n 3\r\n 8001380\r\n 00", "11010519491231\r\n 002X"]
)
@pytest.mark.parametrize(
    "place",
    [
        ("第一行", "联系{}、张三"),
        ("SUMMARY:国家", "SUMMARY:{}国家"),
        ("LOCATION:城东镇", "LOCATION:{}\\, 城东镇<br>,;"),
        ("CATEGORIES:宣讲", "CATEGORIES:{},宣讲"),
        ("STATUS:CONFIRMED", "ORGANIZER;CN=张 {}:mailto:{}@139.com\r\nSTATUS:CONFIRMED"),
        ("STATUS:CONFIRMED", "CONTACT:{}\r\nSTATUS:{}\r\nGEO:{}"),
        ("NAME:青石县普法", "NAME:青石县{}"),
    ],
)
def test_no_report_shows_a_number_in_full(number: str, place: tuple[str, str]) -> None:
    """Folded or not, in any text and beside any other fault: neither messages nor excerpts hold it."""
    before, after = place
    findings = kit.found(kit.changed((before, after.replace("{}", number))))
    assert "F502" in kit.codes(findings)
    whole = number.replace("\r\n ", "")
    for output in (format_text(findings), format_json(findings, 1), format_github(findings)):
        for piece in {whole, *(p for p in number.split("\r\n ") if len(p) > 5)}:
            assert piece[3:] not in output
