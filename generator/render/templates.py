"""The Jinja environment: the project's own templates before the ones that ship, strict, escaped. With `sandbox`, `compiling` and `once`, the only room of jinja2.

What officers write reaches templates only as values, and is escaped. A project's own templates are closed in, since a
received folder may bring any; the ones that ship are this program's own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from generator.base.cache import Cache
from generator.base.diagnostics import Diagnostic, Fault, Span, visible
from generator.base.resources import templates_root
from generator.render.compiling import Bytecode, QuickEnvironment
from generator.render.once import Rows
from generator.render.sandbox import closed


class TemplateFault(Fault):
    """A template that cannot be read or rendered; its diagnostic says where."""


def template_folders(root: Path) -> list[Path]:
    """Where templates are looked for: the project's `site_templates/`, then the shipped ones."""
    own, shipped = root / "site_templates", templates_root()
    return [own, shipped] if own.is_dir() and own.resolve() != shipped.resolve() else [shipped]


def template_files(root: Path) -> dict[str, Path]:
    """Every template and asset by its name, the project's own before the shipped ones, sorted."""
    found: dict[str, Path] = {}
    for folder in reversed(template_folders(root)):
        for base, folders, names in os.walk(folder):
            folders[:] = sorted(f for f in folders if f not in ("scaffold", "__pycache__"))
            for name in names:
                if not name.startswith("."):
                    path = Path(base, name)
                    found[path.relative_to(folder).as_posix()] = path
    return dict(sorted(found.items()))


def template_faults(root: Path) -> list[Diagnostic]:
    """E009 for a link in the project's own templates that leads out of the project, E001 for what is no file."""
    found = []
    real = os.path.realpath(root) + os.sep
    own = root / "site_templates"
    paths = [own] if own.is_symlink() else []
    for base, folders, names in os.walk(own) if own.is_dir() else ():
        paths += (
            Path(base, name) for name in (*sorted(names), *sorted(f for f in folders if os.path.islink(f"{base}/{f}")))
        )
    for path in paths:
        try:
            mode = path.lstat().st_mode
            aside = stat.S_ISLNK(mode) and not os.path.realpath(path).startswith(real)
            plain = stat.S_ISREG(mode) or (stat.S_ISLNK(mode) and stat.S_ISREG(path.stat().st_mode)) or path.is_dir()
        except OSError:
            aside, plain = False, False
        span = Span(visible(path.relative_to(root).as_posix(), 200))
        if aside:
            found.append(Diagnostic("E009", span, "这个链接指到了项目文件夹外面", "请把文件复制进来，不要用链接。"))
        elif not plain:
            found.append(Diagnostic("E001", span, "不是普通文件，或者是断了的链接", "请删掉它，或者换成文件。"))
    return found


def closed_theme(environment: Environment) -> Environment:
    """The theme's environment, closed in: a project's `site_templates/overrides` are rendered in it."""
    return closed(environment)


def templates_key(root: Path) -> str:
    """A hash of every template and asset, name and content."""
    h = hashlib.blake2b(digest_size=16)
    for name, path in template_files(root).items():
        data = path.read_bytes()
        h.update(f"{name}\0{len(data)}\0".encode())
        h.update(data)
    return h.hexdigest()


def template_fault(error: Exception) -> TemplateFault | None:
    """The fault of a template of the theme, or None where `error` is of another kind."""
    if isinstance(error, TemplateSyntaxError):
        return _fault(f"overrides/{error.name}", error.lineno, error.message or "")
    if isinstance(error, TemplateError):
        return _fault("overrides", 0, str(error))
    name, line = _template_line(error)
    if not isinstance(error, (RecursionError, *_BY_VALUE)) or not name:
        return None
    return _fault(f"overrides/{name}", line, f"{error}；也可能是 mkdocs.yml 里 theme 的一项写得不对")


_BY_VALUE = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError)
"""What a template raises that does something with a value that it cannot do."""


def _template_line(error: Exception) -> tuple[str, int]:
    """The template in which an error arose, by its file's name, and the line; "" and 0 where it was none."""
    where, line = "", 0
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename.endswith(".html"):
            where, line = Path(frame.tb_frame.f_code.co_filename).name, frame.tb_lineno
        frame = frame.tb_next
    return where, line


def _fault(name: str, line: int, said: str) -> TemplateFault:
    span = Span(f"site_templates/{name}", line, 1 if line else 0)
    hint = "改过模板请改回来；或者删掉自己的这个模板，用自带的。"
    return TemplateFault("模板有误", Diagnostic("E013", span, f"模板有误：{visible(said, 300)}", hint))


class Renderer:
    """Renders `<folder>/<name>` with a context; a template is compiled when it is first needed.

    The templates of this program have quick code; where that fails, the ordinary code says what is wrong.
    """

    def __init__(self, root: Path, cache: Cache | None, shared: Mapping[str, Any], folder: str = "pages") -> None:
        self.folder = folder
        self._folders = template_folders(root)
        self._cache = cache if cache is not None and cache.folder is not None else None
        self._shared = shared
        self._render: dict[tuple[bool, str], Callable[..., str]] = {}
        self.quick = None if len(self._folders) > 1 else self._environment("quick")

    @cached_property
    def environment(self) -> Environment:
        """The environment of a project's own templates, closed in; for those of this program the ordinary one."""
        return self._environment("open" if self.quick else "closed")

    def _environment(self, kind: str) -> Environment:
        """`kind` stands in the names of what is kept: the same template is compiled to other code in each."""
        made: Environment = (QuickEnvironment if kind == "quick" else Environment)(
            loader=FileSystemLoader([str(f / self.folder) for f in self._folders]),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=Bytecode(self._cache, kind) if self._cache is not None else None,
            auto_reload=False,
        )
        if kind == "closed":
            made = closed(made)
        made.globals.update(self._shared)
        made.globals["row_html"] = Rows(made).row_html
        return made

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """The body of a page; raises `TemplateFault` with the template's file and line."""
        if self.quick is not None:
            with contextlib.suppress(Exception):
                return self._rendered(self.quick, name, context)
        try:
            return self._rendered(self.environment, name, context)
        except TemplateSyntaxError as error:
            raise _fault(f"{self.folder}/{error.name or name}", error.lineno, error.message or "") from error
        except RecursionError as error:
            raise _fault(f"{self.folder}/{name}", 0, "模板自己引用自己，没有尽头") from error
        except (TemplateError, *_BY_VALUE) as error:
            where, line = _template_line(error)
            raise _fault(f"{self.folder}/{where or name}", line, str(error)) from error

    def _rendered(self, environment: Environment, name: str, context: Mapping[str, Any]) -> str:
        key = environment is self.quick, name
        render = self._render.get(key)
        if render is None:
            render = self._render[key] = environment.get_template(name).render
        return render(context)


def compile_ahead(root: Path, cache: Cache) -> None:
    """Compile the pages' templates into the cache, for a process that has nothing else to do.

    Only those of this program, where a project has none of its own: those need no look at what they hold.
    """
    environment = Renderer(root, cache, {}).quick
    if environment is not None:
        for name in environment.list_templates(["html"]):
            environment.get_template(name)
