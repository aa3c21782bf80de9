"""Anchors of headings, through Markdown: safe, stable, and without two alike."""

from __future__ import annotations

import markdown
import pytest
from lxml import html

from generator.markup.headings import SafeAnchors, former_anchor, heading_anchor


def made(text: str, *, beside_data: bool = False) -> tuple[list[str], list[str]]:
    """The ids on the page, and those that the list of contents leads to."""
    rules = SafeAnchors(heading_anchor)
    rules.beside_data = beside_data
    reader = markdown.Markdown(
        extensions=["attr_list", "toc", "footnotes", "admonition", rules],
        extension_configs={"toc": {"slugify": rules.slug}},
    )
    page = html.fragment_fromstring(reader.convert(text), create_parent="div")
    return page.xpath(".//@id"), [t["id"] for t in reader.toc_tokens]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "written", ["{#__config}", "{: #__config }", "{: id='__config' }", "{#&#95;_config}", "{#\\_\\_config}", "{#pf-elder}",
                "{: id='a\"onclick=\"x' }", "{#50%}", "{: id='a\"]' }"]
)  # fmt: skip
def test_a_heading_that_may_not_have_its_id_is_called_by_its_words(written: str) -> None:
    """The page and the list of contents agree."""
    assert made(f"# 标题 {written}\n") == (["标题"], ["标题"])


@pytest.mark.parametrize(
    ("words", "anchor"),
    [("__config", "s-__config"), ("\\_\\_search", "s-__search"), ("PF elder", "s-pf-elder"), ("pufa check", "pufa-check"),
     ("feeds", "feeds"), ("借条", "借条"), ("E104 找不到", "e104")],
)  # fmt: skip
def test_a_headings_own_anchor(words: str, anchor: str) -> None:
    """What is taken gets a prefix; all else is what it always was."""
    assert made(f"# {words}\n") == ([anchor], [anchor])


def test_two_that_give_way_are_not_alike() -> None:
    ids, _ = made("# PF x\n\n## PF x\n\n## s-pf-x\n")
    assert len(set(ids)) == 3


def test_beside_data_more_is_taken() -> None:
    assert made("# finder\n", beside_data=True)[0] == ["s-finder"]
    assert made("# 甲 {#feeds}\n", beside_data=True)[0] == ["甲"]
    assert made("# 甲 {#feeds}\n")[0] == ["feeds"]


def test_other_elements_lose_what_is_taken_and_keep_the_rest() -> None:
    assert made("字\n{: #__search }\n")[0] == []
    assert made("字\n{: #finder-input }\n")[0] == []
    assert made("字\n{: #yaosu }\n")[0] == ["yaosu"]
    assert made("注[^__config]。\n\n[^__config]: 出处\n")[0] == ["fnref:__config", "fn:__config"]


@pytest.mark.parametrize(
    "head", ['stripnl="maybe"', 'pygments_style="none"', 'tagsfile="/etc/passwd"', 'filters="x"', 'src="x"', 'lang="x"', 'linenostart="x"',
             'pygments_formatter="latex"', 'full="1" cssfile="x.css"', 'classprefix="x"']
)  # fmt: skip
def test_the_head_of_a_block_of_code_is_no_option_of_a_program(head: str) -> None:
    """Whatever it says, the block is shown as without it."""

    def shown(words: str) -> str:
        extensions = ["attr_list", "fenced_code", "codehilite", SafeAnchors(heading_anchor)]
        return markdown.markdown(f'``` {{ .python {words} hl_lines="1" }}\nx = 1\n```\n', extensions=extensions)

    assert shown(head) == shown("")
    assert 'class="hll"' in shown(head)


@pytest.mark.parametrize(
    ("words", "anchor"),
    [("2026年普法", "2026年普法"), ("第1章 总则", "第1章-总则"), ("3·15 维权", "315-维权"), ("12348", "12348"), ("2026 plan", "2026-plan"),
     ("甲 - 乙", "甲-乙"), ("（1）E104", "1e104"), ("App 2026年", "app-2026")],
)  # fmt: skip
def test_a_heading_that_begins_with_a_number_goes_by_all_its_words(words: str, anchor: str) -> None:
    ids, contents = made(f"# {words}\n")
    assert contents == [anchor]
    assert anchor in ids


def leads_to(text: str) -> dict[str, str]:
    """Anchor → the words of the heading that it leads to."""
    rules = SafeAnchors(heading_anchor)
    page = html.fragment_fromstring(
        markdown.markdown(
            text, extensions=["attr_list", "toc", rules], extension_configs={"toc": {"slugify": rules.slug}}
        ),
        create_parent="div",
    )
    found = {}
    for element in page.xpath(".//*[@id]"):
        heading = element if element.tag[0] == "h" else element.getparent()
        assert element.get("id") not in found
        found[element.get("id")] = heading.text_content()
    return found


def formerly(text: str) -> dict[str, str]:
    """The same by the rule of before, as Markdown itself counts."""
    page = html.fragment_fromstring(
        markdown.markdown(text, extensions=["attr_list", "toc"], extension_configs={"toc": {"slugify": former_anchor}}),
        create_parent="div",
    )
    return {h.get("id"): h.text_content() for h in page.xpath(".//h1|.//h2")}


@pytest.mark.parametrize(
    "text",
    [
        "# 2026年工作\n# 2026年计划\n# 2026\n# 2027年\n",
        "# 2026\n# 2026年计划\n",
        "# 2026年计划\n# 2026年计划\n# 2026年计划\n",
        "# 计划 {#2026}\n# 2026年计划\n# 2026年\n",
        "# 2026年计划\n# 2026_1\n# 2026年\n",
        "# 2026年*计划*\n# 第1节 `a`\n# 第2节\n",
        "# 甲 - 乙\n# 丙 - 丁\n# e1\n# E1 找不到\n",
    ],
)
def test_former_anchors_lead_where_they_led(text: str) -> None:
    """In the former order, and none is anybody else's."""
    now, before = leads_to(text), formerly(text)
    assert {name: now.get(name) for name in before} == before


def test_sections_that_change_places_keep_their_anchors() -> None:
    one, other = leads_to("# 2026年工作\n# 2026年计划\n"), leads_to("# 2026年计划\n# 2026年工作\n")
    for name in ("2026年工作", "2026年计划"):
        assert one[name] == other[name] == name


def test_a_project_with_a_way_of_its_own_keeps_it() -> None:
    rules = SafeAnchors(lambda text, _: f"x-{len(text)}")
    text = markdown.markdown(
        "# 2026年\n", extensions=["toc", rules], extension_configs={"toc": {"slugify": rules.slug}}
    )
    assert text == '<h1 id="x-5">2026年</h1>'
