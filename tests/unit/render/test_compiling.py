"""Quick code writes what Jinja's own code writes, and a fault is told in Jinja's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup
from sites import kit

from generator.base.cache import Cache
from generator.pages import all_pages
from generator.pages.press import shared_facts
from generator.render.compiling import QuickEnvironment, written
from generator.render.sandbox import closed
from generator.render.templates import Renderer, TemplateFault, compile_ahead
from tests.unit.pages_places import county

MACROS = (
    "{% set SIGNS = {'a': '<'} %}{% macro one(x, y='&', z=none) %}[{{ x }}|{{ y }}|{{ z }}]{% endmacro %}"
    "{% macro around(x) %}<{{ caller() }}>{{ x }}{% endmacro %}{% macro any() %}{{ varargs | length }}{{ kwargs.k }}{% endmacro %}"
    "{% macro deep(n) %}{{ n }}{% if n %}{{ deep(n - 1) }}{% endif %}{% endmacro %}"
)
CONTEXT: dict[str, Any] = {
    "text": "<a href='x'>\"&\"</a>",
    "safe": Markup("<b>"),
    "number": -3,
    "half": 0.5,
    "yes": True,
    "none": None,
    "row": {"a": "<", "items": "是", "title": "名", "inner": {"b": [1, "&"]}},
    "rows": [{"n": 1}, {"n": 2, "more": "多"}],
}
TEMPLATES = (
    "{{ text }}{{ safe }}{{ number }}{{ half }}{{ yes }}{{ none }}{{ text | upper }}{{ text ~ safe }}{{ [text] }}",
    "{{ row.a }}{{ row['a'] }}{{ row.title }}{{ row['items'] }}{{ row.inner.b[1] }}{{ row['inner']['b'][0] }}{{ text[2:4] }}",
    "{% for k, v in row.items() %}{{ k }}{{ loop.index }}{{ loop.last }}{% endfor %}",
    "{% for r in rows %}{{ r.n }}{% if r.more is defined %}{{ r.more }}{% endif %}{{ r.other | default('无') }}{{ loop.cycle(1, 2) }}{% endfor %}",
    "{% from 'm' import one, deep %}{{ one(text) }}{{ one(text, safe) }}{{ one(1, z=text) }}{{ one(y=1, x=2) }}{{ deep(3) }}",
    "{% import 'm' as m %}{{ m.one(row.a) }}{{ m.SIGNS.a }}{{ m.SIGNS['a'] }}{{ m.any(1, 2, k='<') }}",
    "{% from 'm' import around %}{% call around('<') %}{{ text }}{% endcall %}",
    "{% set x %}{{ text }}<i>{% endset %}{{ x }}{{ 'x{}'.format(text) }}{{ row.a.replace('<', '>') }}{{ ', '.join(['<', safe]) }}",
    "{% filter upper %}{{ text }}{% endfilter %}{{ ('<' if yes else '>') }}{{ rows | map(attribute='n') | join('、') }}",
)


def environments(text: str) -> tuple[Environment, Environment, Environment]:
    """Jinja's own, the quick one, and the closed one, with a template `t` and macros."""
    loader = DictLoader({"t": text, "m": MACROS})
    ours, quick = (
        kind(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        for kind in (Environment, QuickEnvironment)
    )
    return ours, quick, closed(ours)


@pytest.mark.parametrize("text", TEMPLATES)
def test_the_same_bytes(text: str) -> None:
    """All kinds of values, ways to read them and ways to call macros."""
    ours, quick, shut = (e.get_template("t").render(CONTEXT) for e in environments(text))
    assert quick == ours
    assert shut == ours
    assert ours


@pytest.mark.parametrize(
    "text", ["{{ row.b }}", "{{ missing }}", "{{ text.b }}", "{% from 'm' import one %}{{ one(w=1) }}"]
)
def test_what_is_missing_is_never_written(text: str) -> None:
    """Quick code raises something; the ordinary code says what."""
    for environment in environments(text):
        with pytest.raises((UndefinedError, LookupError, TypeError)):
            environment.get_template("t").render(CONTEXT)


def test_a_text_that_only_looks_finished_is_escaped() -> None:
    """What is no plain text goes through MarkupSafe, which asks for `__html__`."""

    class Text(str):
        """Not exactly a text."""

        __slots__ = ()

    assert written(Text("<")) == "&lt;"
    assert written(Markup("<")) == "<"
    assert written(True) == "True"


def test_a_fault_of_a_shipped_template_names_its_line(tmp_path: Path) -> None:
    """Though the quick code only raised a KeyError."""
    with pytest.raises(TemplateFault) as caught:
        Renderer(tmp_path, None, {}).render("month.html", {"root": "", "before": None, "after": {"name": "x"}})
    (found,) = caught.value.diagnostics
    assert found.span.path == "site_templates/pages/macros.html"
    assert found.span.line > 1
    assert "address" in found.message


def test_templates_compiled_ahead_are_not_compiled_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", "k", b"secret")
    compile_ahead(tmp_path, cache)
    folder = tmp_path / "cache" / "templates"
    kept = {path.name for path in folder.iterdir()}
    assert len(kept) > 20
    context = {"root": "", "latest": [], "townships": []}
    assert "还没有变动记录" in Renderer(tmp_path, cache, {}).render("changes.html", context)
    assert {path.name for path in folder.iterdir()} == kept


def test_a_project_s_own_templates_are_not_compiled_ahead(tmp_path: Path) -> None:
    kit.put(tmp_path, "site_templates/pages/broken.html", "{% if %}")
    compile_ahead(tmp_path, Cache(tmp_path / "cache", "k", b"secret"))
    assert not (tmp_path / "cache").exists()


@pytest.mark.slow
def test_every_page_of_a_county_is_written_by_quick_code_with_the_same_bytes(tmp_path: Path) -> None:
    """None falls back on the ordinary code, which would only be slow."""
    whole = county()
    renderer = Renderer(tmp_path, None, shared_facts(whole))
    assert renderer.quick is not None
    seen = set()
    for spec in all_pages(whole):
        context = {**spec.context, "root": spec.root, "address": spec.address, "title": spec.title}
        quick = renderer.quick.get_template(spec.template).render(context)
        assert quick == renderer.environment.get_template(spec.template).render(context), spec.address
        seen.add(spec.template)
    assert len(seen) > 15
