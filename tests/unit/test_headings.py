"""Anchors of headings, through Markdown: safe, stable, and without two alike."""

from __future__ import annotations

import markdown
import pytest
from lxml import html

from generator.headings import SafeAnchors, heading_anchor


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
