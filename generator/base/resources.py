"""Where the files that ship with the engine are: default templates and data.

In a wheel both lie inside the package; in the repository the templates are the folder `site_templates/` beside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def templates_root() -> Path:
    """The folder of the default templates: the one inside the package where it exists, else the repository's."""
    shipped = _PACKAGE / "site_templates"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "site_templates"


def data_file(name: str) -> Path:
    """The path of a file in `generator/data`; `FileNotFoundError` where the package was built without it."""
    path = _PACKAGE / "data" / name
    if not path.is_file():
        raise FileNotFoundError(f"generator/data/{name} 不在安装包里")
    return path
