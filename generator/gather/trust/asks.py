"""What a settings file asks for that could run programs, read other files or send visitors elsewhere. Pure.

Invariant: what is not known to be harmless asks. MkDocs grows options, so the lists here say what needs no question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.base.diagnostics import visible
from generator.read.settings import settings_tree
from generator.read.tree import Mapping, Node, Scalar, Sequence

_KEYS = frozenset(
    """site_name site_url site_description docs_dir site_dir copyright nav theme plugins markdown_extensions validation extra
    extra_css strict use_directory_urls exclude_docs draft_docs not_in_nav dev_addr""".split()
)
_THEME = frozenset("name language font icon features palette favicon logo locale direction include_sidebar".split())
_EXTRA = frozenset({"generator"})
_PLUGINS = frozenset({"search", "material/search", "pufa"})
_EXTENSIONS = frozenset(
    """abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html meta nl2br
    sane_lists smarty tables toc pymdownx.betterem pymdownx.blocks.admonition pymdownx.blocks.caption
    pymdownx.blocks.definition pymdownx.blocks.details pymdownx.blocks.tab pymdownx.caret pymdownx.critic pymdownx.details
    pymdownx.escapeall pymdownx.extra pymdownx.fancylists pymdownx.highlight pymdownx.inlinehilite pymdownx.keys
    pymdownx.magiclink pymdownx.mark pymdownx.progressbar pymdownx.saneheaders pymdownx.smartsymbols pymdownx.superfences
    pymdownx.tabbed pymdownx.tasklist pymdownx.tilde""".split()
)
"""Those that make markup of the text alone."""
_READERS = frozenset({"pymdownx.snippets", "pymdownx.b64", "pymdownx.pathconverter"})
"""Those that put other files into the text."""
_ELSEWHERE = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2})")
_MARKUP = re.compile(r"[<>\"'`]")
_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\s-]*):")
_LINKS = frozenset({"http", "https", "mailto", "tel", "webcal"})

RUNS = "生成网站时会在这台电脑上运行程序"
READS = "会引来网站文件夹以外的内容"
SCRIPT = "会在访客的浏览器里运行程序"
FETCHES = "会让访客的浏览器去别的网站取东西"
UNKNOWN = "不是 pufa 用得着的设置，不知道它会做什么"
MARKUP = "里面有网页代码，会原样放到每一页上"
MARKS = "这种写法能运行程序，或者引来看不见的设置"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that asks for trust: where it stands, how it is written, what it does, and the files that it names."""

    line: int
    column: int
    length: int
    what: str
    does: str
    files: tuple[str, ...] = ()


def asks_of(text: str) -> tuple[Ask, ...]:
    """Everything in a settings file (read without fault) that asks for trust, by place."""
    tree, marks = settings_tree(text)
    found = [_ask(mark, visible(mark.text, 40), MARKS) for mark in marks]
    if isinstance(tree, Mapping):
        for key, value in tree.pairs:
            found += _top(key, value)
    return tuple(sorted(set(found), key=lambda a: (a.line, a.column, a.what)))


def _ask(at: Scalar, what: str, does: str, files: tuple[str, ...] = ()) -> Ask:
    return Ask(at.line, at.column, at.length, what, does, files)


def _top(key: Scalar, value: Node) -> Iterator[Ask]:
    match key.text:
        case "hooks":
            files = tuple(s.text for s in _scalars(value))
            yield _ask(key, f"hooks：{_listed(files)}", RUNS, files)
        case "INHERIT":
            files = tuple(s.text for s in _scalars(value))
            yield _ask(key, f"INHERIT：{_listed(files)}", READS, files)
        case "plugins":
            for name in _names(value):
                if name.text not in _PLUGINS:
                    yield _ask(name, f"插件“{visible(name.text, 40)}”", RUNS)
        case "markdown_extensions":
            for name in _names(value):
                if name.text.removeprefix("markdown.extensions.") not in _EXTENSIONS:
                    does = READS if name.text in _READERS else RUNS
                    yield _ask(name, f"Markdown 扩展“{visible(name.text, 40)}”", does)
        case "theme":
            yield from _theme(value)
        case "extra":
            yield from _known(value, _EXTRA, "extra")
        case "extra_javascript":
            files = tuple(s.text for s in _scalars(value))
            if files:
                yield _ask(key, f"extra_javascript：{_listed(files)}", SCRIPT, files)
        case "extra_css":
            yield from (_ask(s, f"extra_css：{visible(s.text, 40)}", FETCHES) for s in _elsewhere(value))
            yield from _markup(value, "extra_css")
            for style in _scalars(value):  # MkDocs copies whatever is named here to the site
                if not style.text.endswith(".css"):
                    yield _ask(style, f"extra_css：{visible(style.text, 40)}", SCRIPT)
        case "copyright":
            yield from _markup(value, "copyright")
        case "nav":
            yield from _nav(value)
        case word if word not in _KEYS:
            yield _ask(key, visible(word, 40), UNKNOWN)


def _theme(value: Node) -> Iterator[Ask]:
    if isinstance(value, Scalar):
        yield from _other_theme(value)
    for key, inner in value.pairs if isinstance(value, Mapping) else ():
        if key.text == "custom_dir":
            files = tuple(s.text for s in _scalars(inner))
            yield _ask(key, f"theme 的 custom_dir：{_listed(files)}", READS, files)
        elif key.text == "font":
            if not (isinstance(inner, Scalar) and inner.text.strip().lower() in ("false", "no", "off", "")):
                yield _ask(key, "theme 的 font", FETCHES)
        elif key.text not in _THEME:
            yield _ask(key, f"theme 的 {visible(key.text, 40)}", UNKNOWN)
        else:
            if key.text == "name":
                yield from _other_theme(inner)
            yield from (_ask(s, f"theme 的 {key.text}：{visible(s.text, 40)}", FETCHES) for s in _elsewhere(inner))
            yield from _markup(inner, f"theme 的 {key.text}")


def _other_theme(value: Node) -> Iterator[Ask]:
    """Those that come with MkDocs take scripts from another company's server."""
    yield from (_ask(s, f"主题“{visible(s.text, 40)}”", FETCHES) for s in _scalars(value) if s.text != "material")


def _nav(value: Node) -> Iterator[Ask]:
    """Where the menu leads: titles are escaped, addresses are printed as they are."""
    match value:
        case Scalar():
            scheme = _SCHEME.match(value.text)
            if _MARKUP.search(value.text) or (scheme and scheme[1].lower() not in _LINKS):
                yield _ask(value, f"nav：{visible(value.text, 40)}", SCRIPT)
        case Sequence():
            for item in value.items:
                yield from _nav(item)
        case Mapping():
            for _, inner in value.pairs:
                yield from _nav(inner)


def _known(value: Node, known: frozenset[str], of: str) -> Iterator[Ask]:
    for key, inner in value.pairs if isinstance(value, Mapping) else ():
        if key.text not in known:
            yield _ask(key, f"{of} 的 {visible(key.text, 40)}", UNKNOWN)
        yield from _markup(inner, f"{of} 的 {visible(key.text, 40)}")


def _markup(value: Node, of: str) -> Iterator[Ask]:
    """The theme prints these values as they are."""
    for scalar in _scalars(value):
        if _MARKUP.search(scalar.text):
            yield _ask(scalar, f"{of}：{visible(scalar.text, 40)}", MARKUP)


def _elsewhere(value: Node) -> Iterator[Scalar]:
    return (s for s in _scalars(value) if _ELSEWHERE.match(s.text))


def _names(value: Node) -> Iterator[Scalar]:
    """The names in a list of names, where each may have options: `- search`, `- pufa: {…}`, or one mapping of all."""
    match value:
        case Sequence():
            for item in value.items:
                yield from _names(item) if not isinstance(item, Sequence) else _scalars(item)
        case Mapping():
            yield from (key for key, _ in value.pairs)
        case Scalar() if value.text.strip():
            yield value


def _scalars(value: Node) -> Iterator[Scalar]:
    """Every text in a value, keys included."""
    match value:
        case Scalar():
            yield value
        case Sequence():
            for item in value.items:
                yield from _scalars(item)
        case Mapping():
            for key, inner in value.pairs:
                yield key
                yield from _scalars(inner)


def _listed(words: tuple[str, ...]) -> str:
    return visible("、".join(words), 100) or "（空）"
