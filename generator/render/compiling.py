"""Jinja's compiled code made quicker. With `templates`, `sandbox` and `once`, the only room of jinja2.

A county has thousands of pages, and half of the time to render them went into ceremony around each piece.

Invariant: whatever renders gives the same bytes as with Jinja's own code. What differs is what happens with a value that is
missing: `QuickEnvironment` raises any exception there, not always Jinja's, and who renders then asks an ordinary environment.
"""

from __future__ import annotations

from typing import Any

import markupsafe
from jinja2 import BytecodeCache, Environment, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from generator.base.cache import Cache

_escaped = getattr(markupsafe, "_escape_inner", None) or (lambda text: str(escape(text)))
"""A text escaped, as a plain text; the part of MarkupSafe that is in C, without the class around each piece."""


def written(value: Any) -> str:
    """What `{{ value }}` writes. The pieces of a page are joined, so they need not be marked as escaped."""
    kind = type(value)
    if kind is str:
        text: str = _escaped(value)
        return text
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return int.__repr__(value)
    return escape(value)


class QuickMacro(Macro):
    """A macro that looks at its arguments no more than it must."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Its text, marked as escaped where its template escapes."""
        lacking = self._argument_count - len(args)
        if lacking < 0 or self.caller or self.catch_kwargs or self.catch_varargs:
            return super().__call__(*args, **kwargs)
        if lacking:  # what was not given is `missing`; the function itself then puts the default there
            args += tuple([kwargs.pop(name, missing) for name in self.arguments[-lacking:]])
        if kwargs:
            raise TypeError(f"macro {self.name!r} takes no keyword argument {next(iter(kwargs))!r}")
        text = self._func(*args)
        return str.__new__(Markup, text) if self._default_autoescape else text


class WritingCode(CodeGenerator):
    """Code in which `{{ … }}` writes plain text: a third of the time of all pages."""

    def write_commons(self) -> None:
        """The names at the head of every function of a template; ours go before Jinja's."""
        super().write_commons()
        self.writeline("escape = environment.written")


class QuickCode(WritingCode):
    """Code that reads values and calls macros directly. Only for templates that are trusted: nothing is looked at twice."""

    modules: frozenset[str] = frozenset()
    """Names under which other templates are imported whole."""
    _asks = 0
    """Above 0 inside of what may be missing without a fault."""

    def write_commons(self) -> None:
        """As above; macros are made by a class of ours."""
        super().write_commons()
        self.writeline("Macro = environment.macro_class")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """Macros know no page, so a module of them is made once and taken without asking."""
        if node.with_context or not isinstance(node.template, nodes.Const):
            super()._import_common(node, frame)
        else:
            self.write(f"environment.module_of({node.template.value!r})")

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Notes the name: what is read of it is an attribute."""
        self.modules |= {node.target}
        super().visit_Import(node, frame)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """`is defined` asks whether a value is there."""
        self._asks += node.name in ("defined", "undefined")
        super().visit_Test(node, frame)
        self._asks -= node.name in ("defined", "undefined")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """So does `default`."""
        self._asks += node.name in ("default", "d")
        super().visit_Filter(node, frame)
        self._asks -= node.name in ("default", "d")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """`a.b` is `a["b"]` but for loops, modules and names that dictionaries have themselves."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name == "loop":
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        elif self._asks or name in self.modules or hasattr(dict, node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f"[{node.attr!r}]")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """`a["b"]` as it stands."""
        if self._asks or isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's name
        """A macro is called as a function; methods and all else as Jinja does."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or not self._is_macro(node.node):
            self._asks += 1  # the callee may be a method: read it as Jinja does
            super().visit_Call(node, frame, forward_caller=forward_caller)
            self._asks -= 1
            return
        self.visit(node.node, frame)
        self.write("(")
        for arg in (*node.args, *node.kwargs):
            self.visit(arg, frame)
            self.write(", ")
        self.write(")")

    def _is_macro(self, callee: nodes.Expr) -> bool:
        """Whether a callee is a name, or one of a module."""
        if isinstance(callee, nodes.Getattr):
            return isinstance(callee.node, nodes.Name) and callee.node.name in self.modules
        return isinstance(callee, nodes.Name)


class QuickEnvironment(Environment):
    """An environment for the templates of this program, which are trusted and were tried."""

    code_generator_class = QuickCode
    macro_class = QuickMacro
    written = staticmethod(written)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._made: dict[str, TemplateModule] = {}

    def module_of(self, name: str) -> TemplateModule:
        """What a template of macros offers."""
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = self.get_template(name).module
        return found


class Bytecode(BytecodeCache):
    """Compiled templates between runs, kept as all else is: what no run of this user has written counts as absent."""

    def __init__(self, cache: Cache, kind: str) -> None:
        self.cache = cache
        self.kind = kind

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket where it is known."""
        found = self.cache.load("templates", f"{self.kind}|{bucket.key}|{bucket.checksum}")
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what the bucket holds."""
        self.cache.store("templates", f"{self.kind}|{bucket.key}|{bucket.checksum}", bucket.bytecode_to_string())
