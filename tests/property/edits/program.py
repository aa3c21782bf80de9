"""The program itself is changed: a copy of the package, and edits of its templates, its words and its other files."""

from __future__ import annotations

import ast
import os
import re
import shutil
from pathlib import Path
from random import Random

from sites import kit

ROOMS = (
    "pages",
    "feeds",
    "render",
    "figures/coverage",
    "register",
    "schedule",
    "check",
    "rendering.py",
    "base/daywords.py",
)
"""Where words are that come to be seen."""
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Code:
    """A copy of the program in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        leave = shutil.ignore_patterns("__pycache__")
        for name in ("generator", "site_templates"):
            shutil.copytree(kit.REPO / name, folder / name, ignore=leave)
        self.last: list[tuple[Path, bytes]] = []
        self.former: list[tuple[Path, bytes]] = []
        """What the files were that this step has changed, and the step before."""

    def begin(self) -> None:
        """A new step begins."""
        self.last, self.former = [], self.last

    def change(self, chance: Random) -> str | None:
        """Edit one file of the program; what was done."""
        kind = chance.choice(
            ("template", "template", "words", "words", "words", "asset", "theme", "indicator", "remark", "back")
        )
        templates = self.folder / "site_templates"
        if kind == "back":
            return self.take_back()
        if kind == "template":
            path = chance.choice(
                sorted(p for p in (templates / "pages").glob("*.html") if not p.name.startswith(("macros", "rollup")))
            )
            return self._write(path, path.read_bytes() + f"<p>{chance.randrange(10**6)}</p>\n".encode())
        if kind == "asset":
            path = chance.choice(sorted((templates / "assets").iterdir()))
            return self._write(path, path.read_bytes() + b"\n/* other */\n")
        if kind == "theme":
            path = templates / "overrides/partials/footer.html"
            return self._write(path, path.read_bytes() + f"<p>{chance.randrange(10**6)}</p>\n".encode())
        if kind == "indicator":
            return self.indicator(chance)
        if kind == "remark":
            path = self.folder / "generator/rendering.py"
            return self._write(path, path.read_bytes() + b"# nothing\n")
        return self.words(chance)

    def take_back(self) -> str | None:
        """All edits of this step, or the last step if this has none, are taken back."""
        back = self.last or self.former
        for path, data in reversed(back):
            path.write_bytes(data)
        self.last, self.former = [], []
        names = sorted({path.name for path, _ in back})
        return f"{', '.join(names)} as before" if names else None

    def indicator(self, chance: Random) -> str:
        """An indicator has another name."""
        folder = self.folder / "generator/figures/indicators"
        path = chance.choice(sorted(p for p in folder.glob("*.sql") if p.name[0] != "_"))
        text, count = re.subn(r"(?m)^(-- 名称[:：]\s*\S+)", r"\1新", path.read_text("utf-8"), count=1)
        assert count, f"{path.name} has no name"
        return self._write(path, text.encode())

    def words(self, chance: Random) -> str | None:
        """A word more in some Chinese text of some module that holds one."""
        sources = [p for room in ROOMS for p in _sources(self.folder / "generator" / room)]
        for path in chance.sample(sources, len(sources)):
            data = path.read_bytes()
            found = [node for node in ast.walk(ast.parse(data)) if _is_words(node)]
            if found:
                node = chance.choice(found)
                lines = data.split(b"\n")
                line = lines[node.lineno - 1]
                at = line.find(node.value.encode(), node.col_offset)
                if at < 0:
                    continue
                end = at + len(node.value.encode())
                lines[node.lineno - 1] = line[:end] + "新".encode() + line[end:]
                return self._write(path, b"\n".join(lines)) + f":{node.lineno} “{node.value}新”"
        return None

    def _write(self, path: Path, data: bytes) -> str:
        self.last.append((path, path.read_bytes()))
        path.write_bytes(data)
        return str(path.relative_to(self.folder))


def _sources(path: Path) -> list[Path]:
    if path.suffix == ".py":
        return [path] if path.exists() else []
    return sorted(Path(base, name) for base, _, names in os.walk(path) for name in names if name.endswith(".py"))


def _is_words(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno == node.end_lineno
        and 1 < len(node.value) < 40 and bool(_CHINESE.search(node.value)) and not set(node.value) & set("\\\"'{}")
    )  # fmt: skip
