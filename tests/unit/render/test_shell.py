"""A theme page with holes is cut once and filled with nothing but what belongs in it."""

from __future__ import annotations

import pytest

from generator.render.shell import BODY, DESCRIPTION, HEAD, TITLE, ShellFault, shell_of

URL = "https://a.cn/events/pufa-shell/"
PAGE = (
    f'<title>{TITLE} - 普法</title><meta content="{DESCRIPTION}"><link rel="canonical" href="{URL}">{HEAD}'
    f"<h1>{TITLE}</h1>{BODY}<p>页脚</p>"
)


def test_every_hole_is_filled() -> None:
    """Title twice, description, address, head and body; the rest is the theme's."""
    page = shell_of(PAGE, URL).stamp(
        title="甲", description="乙", url="https://a.cn/events/x/", body="<b>丙</b>", head="<x>"
    )
    assert page == (
        '<title>甲 - 普法</title><meta content="乙"><link rel="canonical" href="https://a.cn/events/x/"><x><h1>甲</h1><b>丙</b><p>页脚</p>'
    )


def test_plain_text_is_escaped() -> None:
    """A title is text: it closes no tag and no attribute."""
    page = shell_of(PAGE, URL).stamp(title='<script>"&', description="\"'><b>", url='https://a.cn/"', body="")
    assert "<script>" not in page
    assert 'content="&quot;&#x27;&gt;&lt;b&gt;"' in page
    assert 'href="https://a.cn/&quot;"' in page


def test_values_are_never_taken_for_holes() -> None:
    """A title that spells a hole's mark stays a title."""
    page = shell_of(PAGE, URL).stamp(title=BODY + TITLE, description=TITLE, url=URL, body=TITLE + DESCRIPTION)
    assert page.count(TITLE) == 4
    assert "&lt;!--pufa:body--&gt;" in page


@pytest.mark.parametrize("page", ["", TITLE, BODY + BODY])
def test_a_page_without_exactly_one_body_is_refused(page: str) -> None:
    """A theme changed too far is a fault, not a site of empty pages."""
    with pytest.raises(ShellFault):
        shell_of(page, URL)


def test_a_page_without_address_is_fine() -> None:
    """Pages that exist once keep the theme's own address."""
    assert shell_of(f"{URL}{BODY}", "").stamp(title="", description="", url="x", body="y") == f"{URL}y"
