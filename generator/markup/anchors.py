"""Which ids and classes a text may write: those that neither the theme nor our own pages and scripts go by.

The theme finds its settings, its search and its switches by id, and what it shall do with an element by class; so an id or
a class in a text is code unless it is known to be harmless. Invariant: what these rules let through does nothing in any script
of the site and stands before no id of ours on its page. `tests/unit/markup/test_anchors.py` holds the lists against the templates.
"""

from __future__ import annotations

import re
from typing import Literal

Bearer = Literal["slug", "heading", "other"]
"""Who has an id: a heading that was given none (its own words), a heading that was, or any other element."""

SAFE_PREFIX = "s-"
"""What a heading's own anchor begins with where its words alone are taken; no id of ours begins so."""

_ALWAYS = ("__", "pf-")
_WRITTEN = ("__", "pf-", "pufa")
OURS = frozenset(
    """actions add all audiences between building by-year calendar campaigns causes changed changes closed coming contact counties
    days definitions differences drawing equity events example exhibits facts feeds feeds-found feeds-input figures files finder
    finder-found finder-input funding gaps held honours indicators kinds laws league legend list main map map-desc map-hatch
    map-title members months month news next now observances open others past place planned reached recompute records region
    related removed added result rosters rows silent sites states steps stocks stops subscribe targets tasks townships trail-about
    trail-title trails trend use villages where whole""".split()
)
"""Ids that our templates write as they stand."""
_MADE = re.compile(
    r"(?:t|d|o|r|y|e|w|n|src|group|week|stop|state|rows|audience|month|year)-?\d.*"  # with a number: t-330881121, y2026
    r"|(?:d|o|rows|state|audience|stop)-.+"
    r"|[a-z]+(?:_[a-z0-9]+)+(?:-.+)?"  # an indicator: events_held
    r"|.+\.[a-z]+(?:_[a-z]+)*\.[a-z]+\.[a-z]+(?:-.+)?"  # a target: bawu-pufa.events_held.township.year
)
"""Ids that our templates make of records."""
_BARE = frozenset("define exports global mermaid module process require search consent".split())
"""Names that common scripts look for without having set them; a browser offers elements under their ids there."""
_STRANGE = re.compile(r'[\x00-\x20"&%<>\\`\x7f]')
"""What breaks a selector, an address or the list of contents, all of which the theme makes of ids."""
_FOOTNOTE = re.compile(r"fn(?:ref\d*)?:")

_KINDS = """note abstract summary tldr info todo tip hint important success check done question help faq warning caution attention
    failure fail missing danger error bug example quote cite"""
CLASSES = frozenset(
    f"""admonition admonition-title {_KINDS} inline end
    footnote footnote-ref footnote-backref footnotes-sep headerlink toc toclink toctitle
    highlight codehilite highlighttable linenos linenodiv code filename normal special hll err
    task-list task-list-item task-list-control task-list-indicator keys
    md-button md-button--primary""".split()
)
"""Classes that stay on the page: those that Markdown makes, those of the notes, and the theme's buttons."""
_CODE_WORD = re.compile(r"[a-z][a-z0-9]{0,2}|language-[\w+#.-]+")
"""Pygments' names for the words of a program, and the program's language."""


def is_taken(name: str, bearer: Bearer, *, beside_data: bool) -> bool:
    """True for an id that the site itself needs. `beside_data`: the text shares its page with data of ours.

    A heading's anchor may be on a notice board somewhere, so it gives way only to what its own page goes by.
    """
    if name.lower().startswith(_ALWAYS if bearer == "slug" else _WRITTEN):
        return True
    if bearer == "other" and (name in OURS or name in _BARE):
        return True
    return beside_data and (name in OURS or bool(_MADE.fullmatch(name)))


def is_strange(name: str, bearer: Bearer) -> bool:
    """True for an id with signs that no id may have. Footnotes are named by officers, and nothing is made of their ids."""
    if not name:
        return True
    return bool(_STRANGE.search(name)) and not (bearer == "other" and _FOOTNOTE.match(name))


def kept_classes(value: str) -> list[str]:
    """The classes of an attribute that stay, in their order."""
    return [word for word in value.split() if word in CLASSES or _CODE_WORD.fullmatch(word)]
