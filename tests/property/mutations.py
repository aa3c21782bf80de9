"""Ways in which a good file goes bad: what editors, downloads, transfers and people do to bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

from hypothesis import strategies as st

ODD = ["\x00", "\x07", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\u2028", "\x85", "\t", "\r", "：", "，", '"', "'", "[", "{", "}", "&a ", "*a",
       "!x ", "- ", "? ", ": ", "---\n", "<script>", "javascript:", "../", "=1+1", "😀", "e\u0301", "\ud7ff", "𠮷", "%", "|", ">", "#"]  # fmt: skip
PIECES = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)).map(
    lambda s: s.encode()
)


@st.composite
def mutated(draw: st.DrawFn, good: bytes, most: int = 4) -> bytes:
    """`good` after one to `most` accidents."""
    data = good
    for _ in range(draw(st.integers(1, most))):
        kind = draw(
            st.sampled_from(
                ["cut", "insert", "swap", "delete-line", "double-line", "raw", "overwrite", "recode", "ends"]
            )
        )
        at = draw(st.integers(0, len(data)))
        lines = data.split(b"\n")
        i = draw(st.integers(0, len(lines) - 1))
        if kind == "cut":
            data = data[:at]
        elif kind == "insert":
            data = data[:at] + draw(PIECES) + data[at:]
        elif kind == "overwrite":
            piece = draw(PIECES)
            data = data[:at] + piece + data[at + len(piece) :]
        elif kind == "swap":
            j = draw(st.integers(0, len(lines) - 1))
            lines[i], lines[j] = lines[j], lines[i]
            data = b"\n".join(lines)
        elif kind == "delete-line":
            data = b"\n".join(lines[:i] + lines[i + 1 :])
        elif kind == "double-line":
            data = b"\n".join([*lines[: i + 1], *lines[i:]])
        elif kind == "raw":
            data = data[:at] + draw(st.binary(max_size=6)) + data[at:]
        elif kind == "recode":
            data = data.decode("utf-8", "replace").encode(
                draw(st.sampled_from(["gb18030", "utf-16", "utf-8-sig", "utf-16-be"]))
            )
        else:
            data = data.replace(b"\n", draw(st.sampled_from([b"\r\n", b"\r"])))
    return data


@st.composite
def mutated_workbook(draw: st.DrawFn, good: bytes) -> bytes:
    """A workbook with flipped, missing and foreign bytes, in its archive or in the XML inside."""
    if draw(st.booleans()):
        return draw(mutated(good))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = draw(st.sampled_from([n for n in old.namelist() if n.endswith((".xml", ".rels"))]))
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, draw(mutated(content)) if name == chosen else content)
    return out.getvalue()
