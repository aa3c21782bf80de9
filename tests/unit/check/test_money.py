"""Money: every usual way to write a sum is one number of yuan, what could be two is refused, what is absurd is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import kit

from generator.decode.money import FORMS, money
from generator.decode.values import BadValue
from generator.model import Funding

CAMPAIGN = "campaigns/xianfa/campaign.yml"


def with_rows(base: Path, rows: str, population: str = "") -> list[str]:
    """Place and code of each fault where the base site has these rows of money."""
    with (base / CAMPAIGN).open("a", encoding="utf-8") as stream:
        stream.write(f"funding:\n{rows}")
    region = base / "campaigns/region.yml"
    text = region.read_text("utf-8")
    region.write_text(text.replace("    villages:\n", f"{population}    villages:\n"), "utf-8")
    return [f"{d.span.line}:{d.span.column} {d.code}" for d in kit.look(base)]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("3000", 3000), ("3000元", 3000), ("3000.00", 3000), ("1200000.0", 1_200_000), ("0", 0), ("12.34", 12.34),
        ("1,200,000", 1_200_000), ("1，200，000 元", 1_200_000), ("１２．５万", 125_000), ("12.5万", 125_000),
        (" 12.5 万元 ", 125_000), ("0.000001万", 0.01), ("1,200万", 12_000_000), ("1.2亿元", 120_000_000), ("0.07万", 700),
    ],
)  # fmt: skip
def test_sums_are_read(text: str, yuan: float) -> None:
    """Full width, thousands separators, 万 and 亿, exact to the cent."""
    assert money(text) == yuan


@pytest.mark.parametrize(
    "text",
    ["", "万", "元", "约12万", "12万5", "12万多", "3千", "12,5万", "1,20", "1,2000", "12.345", "0.0000001万", "1e5", "¥3000",
     "3000美元", "三万", "3 000", ".5万", "5.", "1.2.3", "12万-13万", "٣٠٠", "9" * 13, "9" * 200, "9" * 100_000],
)  # fmt: skip
def test_sums_that_could_be_two_are_refused(text: str) -> None:
    """E150, with the forms that can be written."""
    with pytest.raises(BadValue) as bad:
        money(text)
    assert (bad.value.code, bad.value.hint) == ("E150", FORMS)


@pytest.mark.parametrize("text", ["-3000", "－3000元", "\u22123万", "-0.01", "-0"])
def test_negative_sums_are_refused_with_a_way_out(text: str) -> None:
    """Whatever the minus: money that came back is taken off the sum it came from."""
    with pytest.raises(BadValue) as bad:
        money(text)
    assert bad.value.code == "E150"
    assert "不能是负数" in bad.value.message
    assert "减去" in bad.value.hint


def test_money_of_the_good_site(good: Path) -> None:
    """Both languages; the region's own has no township."""
    (campaign,) = kit.library_of(good).campaigns
    assert [f for f in campaign.funding if f.span.line] == list(campaign.funding)
    assert [(f.year, f.amount, f.township, f.source) for f in campaign.funding] == [
        (2025, 125_000, "", "县级财政"),
        (2026, 12_000, "999901100", "乡镇财政"),
    ]
    assert isinstance(campaign.funding[0], Funding)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("{year: 2024, amount: 3万元, township: 青石镇, source: 财政}", []),
        ("{年份: 2028, 金额: 3万元, 乡镇: '999901100', 资金来源: 财政}", []),
        ("{year: 2024, amount: 3万元, township: 全域}", []),
        ("{year: 2024, amount: 0}", []),
        ("{year: 2024, amount: 100}", []),
        ("{year: 2024, amount: 99.99}", ["4:26 W211"]),
        ("{year: 2024, amount: 3万元, township: 青石乡}", ["4:41 E104"]),
        ("{year: 2024}", ["4:5 E022"]),
        ("{amount: 3万元}", ["4:5 E022"]),
        ("{year: 2024, amount: 三万}", ["4:26 E150"]),
        ("{year: 2024, amount: -3万}", ["4:26 E150"]),
        ("{year: 2023, amount: 3万元}", ["4:12 W212"]),
        ("{year: 2029, amount: 3万元}", ["4:12 W212"]),
        ("{year: 2024, amount: 10亿}", []),
        ("{year: 2024, amount: 1000000001}", ["4:26 W211"]),
    ],
)
def test_rules_of_one_sum(base: Path, row: str, found: list[str]) -> None:
    """Each rule on both of its sides, at the value to change."""
    assert with_rows(base, f"  - {row}\n") == found


@pytest.mark.parametrize(
    ("amount", "township", "found"),
    [
        ("500万", "青石镇", []),
        ("500.01万", "青石镇", ["4:26 W211"]),
        ("1000万", "全域", []),
        ("1000.01万", "全域", ["4:26 W211"]),
    ],
)
def test_a_sum_is_held_against_the_people_it_is_for(base: Path, amount: str, township: str, found: list[str]) -> None:
    """A thousand yuan a head, of the township's population, or of all townships' together."""
    row = f"  - {{year: 2024, amount: {amount}, township: {township}}}\n"
    assert with_rows(base, row, "    population: 5000\n") == found


def test_without_a_population_nothing_is_said_of_heads(base: Path) -> None:
    """One township without its number, and the region's is not known either."""
    region = base / "campaigns/region.yml"
    region.write_text(region.read_text("utf-8").replace("name: 青石镇\n", "name: 青石镇\n    population: 9\n"), "utf-8")
    assert with_rows(base, "  - {year: 2024, amount: 9亿}\n") == []


def test_a_sum_that_is_told_twice_names_both_places(base: Path) -> None:
    """One township by name and by code is one township; another year, township or source is another sum."""
    rows = (
        "  - {year: 2024, amount: 1万, township: 青石镇, source: 财政}\n"
        "  - {year: 2025, amount: 1万, township: 青石镇, source: 财政}\n"
        "  - {year: 2024, amount: 1万, township: 云溪街道, source: 财政}\n"
        "  - {year: 2024, amount: 1万, township: 青石镇, source: 捐助}\n"
        "  - {year: 2024, amount: 1万, source: 财政}\n"
        "  - {year: 2024, amount: 2万, township: '999901100', source: 财政}\n"
        "  - {year: 2024, amount: 3万, township: 全域, source: 财政}\n"
    )
    assert with_rows(base, rows) == ["9:5 E151", "10:5 E151"]
    assert [[r.line for r in d.related] for d in kit.look(base)] == [[4], [8]]


def test_money_for_a_township_that_was_not_there(base: Path) -> None:
    """E113: in the year of its end it could still spend, in the next it could not."""
    region = base / "campaigns/region.yml"
    text = region.read_text("utf-8").replace("name: 云溪街道\n", "name: 云溪街道\n    valid_to: 2024-06-30\n")
    region.write_text(text, "utf-8")
    rows = "".join(f"  - {{year: {year}, amount: 1万, township: 云溪街道}}\n" for year in (2024, 2025))
    assert with_rows(base, rows) == ["5:40 E113"]
