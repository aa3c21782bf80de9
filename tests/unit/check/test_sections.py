"""Links to a place within a page: the place is there, or E112 says so; what cannot be known is no fault."""

from __future__ import annotations

import pytest

from generator.check.links import check_page
from generator.check.sections import Sections
from generator.gather import Page
from generator.gather.settings import USUAL_MARKUP, Markup
from generator.read.frontmatter import read_document

PLAN = """# 安排

## 2026年工作

## 2026年计划

看[^a]。

### 借条 App 怎么写

要点 {#yaodian}
------

字
{: #duan }

<a name="lao"></a>

<span id="kuai">字</span>

!!! note
    ## 提示里

```
## 代码里
```

- 项

    ## 项里

[^a]: 出处
"""
DATA = {"", "townships/1/", "articles/plan/", "coverage/2026/records/"}


def page(name: str, text: str) -> Page:
    document, _ = read_document(name, text)
    return Page(f"content/{name}", name, document)


def faults(
    text: str, name: str = "articles/b.md", plan: str = PLAN, markup: Markup | None = USUAL_MARKUP
) -> list[tuple[str, str, str]]:
    pages = [page("articles/plan.md", plan), page("index.md", "# 首页\n\n## 要闻\n"), page("articles/图.md", "# 图")]
    mine = page(name, text)
    sections = Sections([*(p for p in pages if p.name != name), mine], markup)
    names = {p.name for p in pages} | {"articles/a.pdf"}
    return [(d.code, d.message, d.hint) for d in check_page(mine, names, DATA, sorted(names), sections)]


@pytest.mark.parametrize(
    "anchor",
    ["安排", "2026年工作", "2026年计划", "2026", "2026_1", "app", "yaodian", "duan", "lao", "kuai", "提示里", "项里", "fn:a", "fnref:a", "",
     "top", ":~:text=字", "2026%E5%B9%B4%E8%AE%A1%E5%88%92", "__nav_1"],
)  # fmt: skip
def test_places_that_are_there(anchor: str) -> None:
    """Headings by their present and their former anchors, ids that officers write, footnotes, what browsers and the theme know."""
    assert faults(f"看[这里](plan.md#{anchor})。\n") == []
    assert faults(f"看[这里](#{anchor})。\n\n{PLAN}", plan="# 空\n") == []
    assert faults(f"看[这里](/articles/plan/#{anchor})。\n") == []
    assert faults(f'看<a href="../plan/#{anchor}">这里</a>。\n') == []


@pytest.mark.parametrize(
    ("link", "message", "suggested"),
    [
        ("plan.md#2026年总结", "链接“plan.md#2026年总结”打不开：“plan.md”里没有这个位置", ""),
        ("plan.md#2026年计", "链接“plan.md#2026年计”打不开：“plan.md”里没有这个位置", "2026年计划"),
        ("plan.md#2026_2", "", "2026_1"),
        ("plan.md#借条-app-怎么写", "", "app"),
        ("plan.md#代码里", "", ""),
        ("plan.md#YAODIAN", "", "yaodian"),
        ("/articles/plan#没有", "", ""),
        ("#没有", "链接“#没有”打不开：这一页里没有这个位置", ""),
        ("../index.md#没有", "", ""),
        ("%E5%9B%BE.md#没有", "", ""),
    ],
)
def test_places_that_are_not_there(link: str, message: str, suggested: str) -> None:
    ((code, said, hint),) = faults(f"# 题\n\n看[这里]({link})。\n")
    assert code == "E112"
    assert said.startswith(message or "链接“")
    assert said.endswith("里没有这个位置")
    assert f"是不是“#{suggested}”？" in hint if suggested else "标题" in hint


@pytest.mark.parametrize(
    "link",
    ["../index.md#coming", "/#week-1", "/townships/1/#没有", "/coverage/2026/records/#没有", "a.pdf#page=3", "https://a.cn/#没有",
     "mailto:a@b.cn", "#"],
)  # fmt: skip
def test_what_nobody_can_know_here_is_no_fault(link: str) -> None:
    """Parts of pages that data makes, places within files, other sites."""
    assert faults(f"看[这里]({link})。\n") == []


def test_where_the_project_runs_programs_of_its_own_nothing_is_said() -> None:
    """They may name headings in their own way; MkDocs tells of anchors that are missing then."""
    assert faults("看[这里](plan.md#没有)。\n", markup=None) == []
    assert faults("看[这里](plan.md#没有)。\n", markup=(("no.such.extension", {}),)) == []


def test_extensions_count_as_the_project_has_them() -> None:
    assert faults("看[这里](plan.md#jia)。\n", plan="甲\n{: #jia }\n", markup=())[0][0] == "E112"
    assert (
        faults("看[这里](plan.md#jia)。\n", plan="甲\n{: #jia }\n", markup=(("markdown.extensions.attr_list", {}),))
        == []
    )
    options = {"permalink": "true", "separator": "_"}
    assert faults("看[这里](plan.md#2026_年)。\n", plan="2026 年\n---\n", markup=(("toc", options),)) == []


def test_a_broken_link_is_told_once() -> None:
    """A page that is not there has no places either."""
    assert [f[1] for f in faults("看[这里](meiyou.md#节)。\n")] == ["链接“meiyou.md#节”打不开"]
