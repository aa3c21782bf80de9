"""A template of unknown origin prints, and does nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined
from jinja2.exceptions import SecurityError, TemplateError
from sites import kit

from generator.base.cache import project_cache
from generator.render.sandbox import closed
from generator.render.templates import Renderer, TemplateFault, template_faults


class Theme:
    """Like a value of the theme's engine: can be read, and could do harm."""

    name = "material"

    def __init__(self) -> None:
        self.done: list[str] = []

    def get_env(self) -> Environment:
        self.done.append("env")
        return Environment()


Theme.__module__ = "mkdocs.theme"


class Plugins(dict[str, Any]):
    """A dictionary with more than a dictionary's methods."""

    def run_event(self, name: str) -> str:
        return name


Plugins.__module__ = "mkdocs.plugins"


class BasePlugin:
    """What the theme's engine derives its plugins from."""


BasePlugin.__module__ = "mkdocs.plugins"


class Plugin(BasePlugin):
    """Holds what no page may show."""

    def __init__(self) -> None:
        self.prepared = "SECRET"
        self.config = {"lang": "zh"}


def render(text: str, **values: Any) -> str:
    environment = closed(Environment(undefined=StrictUndefined))
    return environment.from_string(text).render(theme=Theme(), plugins=Plugins(p=Plugin()), d={}, p=[1], **values)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}", "{{ (1).__class__.__base__.__subclasses__() }}", "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}", "{{ theme.get_env() }}", "{{ theme.get_env().from_string('x').render() }}",
        "{{ ([theme] | map(attribute='get_env') | first)() }}", "{{ (theme | attr('get_env'))() }}",
        "{% set f = theme['get_env'] %}{{ f() }}", "{{ plugins.run_event('x') }}", "{{ plugins.pop('p') }}", "{{ plugins.clear() }}",
        "{{ plugins.p.prepared }}", "{{ plugins['p']['prepared'] }}", "{{ plugins.p | attr('prepared') }}",
        "{{ [plugins.p] | map(attribute='prepared') | join }}", "{{ '{0.prepared}'.format(plugins.p) }}", "{{ '{0.__class__}'.format(1) }}",
        "{{ '%s'.__mod__(1) }}", "{{ lipsum() }}", "{{ lipsum.__globals__ }}", "{{ 'a' * 10**9 }}", "{{ [1] * 10000 * 10000 }}",
        "{{ 10 ** 10 ** 10 }}", "{% for i in range(10**9) %}x{% endfor %}", "{{ dict.fromkeys }}{{ dict.mro() }}",
        "{% macro m() %}{% endmacro %}{{ m.__init__ }}{{ m._func.__globals__ }}", "{{ namespace.__init__.__globals__ }}",
    ],
)  # fmt: skip
def test_nothing_can_be_reached_from_a_template(text: str) -> None:
    """Neither Python's own values, nor the engine's, nor all the memory there is."""
    try:
        said = render(text)
    except (TemplateError, OverflowError, TypeError):
        return
    assert "SECRET" not in said
    assert "object at" not in said
    assert "class" not in said


def test_what_templates_need_works() -> None:
    """Macros, loops, namespaces, methods of texts and lists, plain dictionaries that are filled."""
    text = (
        "{% macro m(x) %}[{{ x }}]{% endmacro %}{% set ns = namespace(n=0) %}{% for i in range(3) %}{% set ns.n = ns.n + i %}"
        "{{ m(i) }}{{ loop.cycle('a', 'b') }}{% endfor %}{{ ns.n }}{{ 'a,b'.split(',') | join('-') }}{% set _ = d.update({'k': 1}) %}"
        "{{ d.k }}{{ d.items() | list | length }}{{ '%03d' | format(7) }}{{ 'x{}'.format(1) }}{{ theme.name }}{{ plugins.p.config.lang }}"
        "{{ 3 * 4 }}{{ 'ab' * 2 }}{{ 2 ** 3 }}{{ dict(a=1).a }}{% set _ = p.append(2) %}{{ p | length }}"
    )
    assert render(text) == "[0]a[1]b[2]a3a-b11007x1materialzh12abab812"


def test_a_project_s_own_page_template_is_closed_in(base: Path) -> None:
    """And a fault in it names the file; a template that includes itself comes to an end."""
    kit.put(base, "site_templates/pages/a.html", "{{ x.__class__.__name__ }}")
    kit.put(base, "site_templates/pages/b.html", "{% include 'b.html' %}")
    kit.put(base, "site_templates/pages/c.html", "{{ x.upper() }}")
    renderer = Renderer(base, project_cache(base, "k"), {})
    for name in ("a.html", "b.html"):
        with pytest.raises(TemplateFault) as caught:
            renderer.render(name, {"x": "y"})
        assert caught.value.diagnostics[0].span.path == f"site_templates/pages/{name}"
    assert renderer.render("c.html", {"x": "y"}) == "Y"
    assert isinstance(caught.value.__cause__, RecursionError)


def test_compiled_templates_are_kept_where_nobody_else_can_write(base: Path) -> None:
    """The second renderer takes them from the cache; what somebody else put there is compiled anew."""
    cache = project_cache(base, "k")
    assert cache.folder is not None
    context = {"x": 1}
    kit.put(base, "site_templates/pages/a.html", "甲{{ x }}")
    assert Renderer(base, cache, {}).render("a.html", context) == "甲1"
    (kept,) = (cache.folder / "templates").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(b"j2" + b"\0" * 100)
    assert Renderer(base, cache, {}).render("a.html", context) == "甲1"
    assert kept.read_bytes() == whole


def test_links_in_templates_that_lead_out_are_told(base: Path, tmp_path: Path) -> None:
    """A file, a folder, the whole folder; a pipe would make the build wait for ever."""
    import os

    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.html").write_text("x")
    kit.put(base, "site_templates/pages/own.html", "x")
    assert template_faults(base) == []
    (base / "site_templates/assets").symlink_to(outside)
    (base / "site_templates/pages/x.html").symlink_to(outside / "x.html")
    (base / "site_templates/pages/in.html").symlink_to("own.html")
    (base / "site_templates/pages/gone.html").symlink_to("gone")
    os.mkfifo(base / "site_templates/pages/pipe.html")
    assert sorted(f"{d.span} {d.code}" for d in template_faults(base)) == [
        "site_templates/assets E009",
        "site_templates/pages/gone.html E001",
        "site_templates/pages/pipe.html E001",
        "site_templates/pages/x.html E009",
    ]
    assert kit.places(kit.look(base)) == kit.places(template_faults(base))
    import shutil

    shutil.rmtree(base / "site_templates")
    (base / "site_templates").symlink_to(outside)
    assert next(d.code for d in template_faults(base)) == "E009"


def test_a_security_error_is_a_template_s_fault() -> None:
    """So an officer reads of a template with a fault, not of a program that failed."""
    assert issubclass(SecurityError, TemplateError)


@pytest.mark.slow
def test_the_theme_renders_the_same_closed_in(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that the theme asks for is refused in silence: a page would lack its search, say."""
    from generator.base.cache import Cache
    from generator.gather.settings import Settings, settings_of
    from generator.mkdocs_adapter.engine import make_layer
    from generator.pipeline import Prepared

    def files(name: str) -> dict[str, bytes]:
        prepared, settings = kit.prepared(good, Cache(None)), settings_of(good)
        assert isinstance(prepared, Prepared)
        assert isinstance(settings, Settings)
        folder = tmp_path / name
        layer = make_layer(prepared, settings, folder)
        return {path: (folder / path).read_bytes() for path in layer.files} | {
            f"shell {name}": repr(shell).encode() for name, shell in layer.shells.items()
        }

    closed_in = files("closed")
    assert any(b"md-search" in data for data in closed_in.values())
    monkeypatch.setattr("generator.mkdocs_adapter.plugin.closed_theme", lambda environment: environment)
    assert files("open") == closed_in


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% for a in [[1]] recursive %}{% for b in range(99999) %}{{ loop.length }}{{ range(99999) | sum }}{% endfor %}{% endfor %}",
    ],
)
def test_what_has_no_end_is_ended(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loops in loops, macros that call themselves twice."""
    monkeypatch.setattr("generator.render.sandbox.MOST_SECONDS", 0.2)
    with pytest.raises(SecurityError, match="没有尽头"):
        render(text)


def test_watched_loops_are_loops_as_ever() -> None:
    """With all that a loop knows of itself."""
    text = (
        "{% for x in p + [2] %}{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last }}{% else %}none{% endfor %}"
    )
    assert render(text) == "1/2,2/2"
    assert (
        render("{% for k, v in {'a': 1}.items() if v %}{{ k }}{% endfor %}{% for x in [] %}{% else %}none{% endfor %}")
        == "anone"
    )
