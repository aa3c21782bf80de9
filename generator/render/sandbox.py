"""Jinja environments in which a template can print, and nothing else. With its neighbours the only room of jinja2.

Templates come with a received folder and need no trust: they may read the plain values they are given, call the macros of
other templates and the harmless methods of texts and lists, and no more. The values of the theme's engine are open to be
read, not to be called: many of them can write files, and one makes a new environment without these rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from time import process_time
from types import BuiltinFunctionType, BuiltinMethodType, FunctionType, MethodDescriptorType, MethodType
from typing import Any

from jinja2 import Environment, Template, Undefined, nodes
from jinja2 import runtime as jinja_runtime
from jinja2 import utils as jinja_utils
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from generator.render.compiling import WritingCode, written

_PLAIN = (str, int, float, bool, type(None), list, tuple, dict, set, frozenset, date, time, timedelta, range)
_JINJA = (
    jinja_runtime.Macro,
    jinja_runtime.BlockReference,
    jinja_runtime.LoopContext,
    jinja_runtime.TemplateReference,
    jinja_utils.Namespace,
    jinja_utils.Cycler,
    jinja_utils.Joiner,
    TemplateModule,
    Undefined,
)
_MAKERS = (jinja_utils.Namespace, jinja_utils.Cycler, jinja_utils.Joiner, dict)
_READ_ONLY = (
    "mkdocs.structure.",
    "mkdocs.config.",
    "mkdocs.theme",
    "mkdocs.utils.",
    "mkdocs.plugins",
    "mkdocs.localization",
)
"""Modules of values that templates of the theme read."""
_PLUGIN = "mkdocs.plugins.BasePlugin"
MOST = 1_000_000
"""Characters or items that one repetition may make."""
MOST_SECONDS = 60.0
"""Of computing that one page may take: loops in loops would go on for years. The largest page takes less than one."""
_WATCHED = "pufa_watched"


class _ClosedTemplate(Template):
    """A template whose time runs from its beginning."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The page; raises `SecurityError` where it takes too long."""
        assert isinstance(self.environment, ClosedEnvironment)
        self.environment.ends = process_time() + MOST_SECONDS
        return super().render(*args, **kwargs)


class ClosedEnvironment(SandboxedEnvironment):
    """An environment for templates of unknown origin."""

    intercepted_binops = frozenset({"*", "**"})
    template_class = _ClosedTemplate
    code_generator_class = WritingCode
    written = staticmethod(written)
    ends = float("inf")
    """When the page that is being rendered must be done, in seconds of this process."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template's tree, with every loop watched."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _WATCHED, [], [], None, None, lineno=loop.lineno)
        return tree

    def watched(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items, as long as there is time."""
        for item in items:
            self.in_time()
            yield item

    def in_time(self) -> None:
        """Raises `SecurityError` where the page has taken too long."""
        if process_time() > self.ends:
            raise SecurityError("循环太多，没有尽头")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Attributes of plain values, of Jinja's own, and of what the theme reads of its engine."""
        return super().is_safe_attribute(obj, attr, value) and (
            isinstance(obj, (*_PLAIN, *_JINJA)) or _may_read(type(obj), attr)
        )

    def is_safe_callable(self, obj: Any) -> bool:
        """Methods of plain values, macros, and what the environment itself offers."""
        self.in_time()
        if not super().is_safe_callable(obj):
            return False
        if isinstance(obj, _JINJA):
            return True
        if any(obj is maker for maker in _MAKERS):
            return True
        if isinstance(obj, BuiltinFunctionType | BuiltinMethodType | MethodType | MethodDescriptorType):
            owner = getattr(
                obj, "__self__", None
            )  # of exactly these types: the engine has dictionaries that can do more
            return type(owner) in (*_PLAIN, Markup) or isinstance(owner, _JINJA) or self._offered(obj)
        return isinstance(obj, FunctionType) and (self._offered(obj) or _formats(obj))

    def _offered(self, obj: Any) -> bool:
        return any(obj is value for value in self.globals.values())

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Repetitions and powers of a sane size only."""
        if operator == "**":
            if (
                not (isinstance(left, int | float) and isinstance(right, int | float))
                or abs(right) > 64
                or abs(left) > 1e9
            ):
                raise SecurityError(f"{operator}: too large")
        elif any(isinstance(x, str | list | tuple) for x in (left, right)):
            sizes = [len(x) if isinstance(x, str | list | tuple) else x for x in (left, right)]
            if not all(isinstance(n, int) for n in sizes) or sizes[0] * sizes[1] > MOST:
                raise SecurityError(f"{operator}: too large")
        return super().call_binop(context, operator, left, right)


def _may_read(kind: type, attr: str) -> bool:
    """Whether a template may read an attribute of the theme's engine: of its values all, of a plugin the settings alone."""
    kinds = [f"{base.__module__}.{base.__name__}" for base in kind.__mro__]
    return attr == "config" if _PLUGIN in kinds else any(name.startswith(_READ_ONLY) for name in kinds)


def _formats(obj: FunctionType) -> bool:
    """What the sandbox itself gives for `str.format`."""
    return isinstance(getattr(obj, "__wrapped__", None), BuiltinMethodType | MethodType)


def closed(environment: Environment) -> ClosedEnvironment:
    """The same environment (loader, filters, tests, what it offers) as a closed one."""
    made = ClosedEnvironment(
        loader=environment.loader,
        auto_reload=environment.auto_reload,
        undefined=environment.undefined,
        autoescape=environment.autoescape,
        trim_blocks=environment.trim_blocks,
        lstrip_blocks=environment.lstrip_blocks,
        bytecode_cache=environment.bytecode_cache,
        extensions=list(environment.extensions),
    )
    made.filters.update(environment.filters)
    made.filters[_WATCHED] = made.watched
    made.tests.update(environment.tests)
    made.globals.update({k: v for k, v in environment.globals.items() if k not in made.globals})
    made.globals.pop("lipsum", None)  # makes text without end, and no page needs it
    made.policies.update(environment.policies)
    return made
