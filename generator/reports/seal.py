"""The mark by which a file is known to be as pufa made it: a hash of the rest of the file, kept inside it.

Invariant: a file that a person has changed and saved no longer bears its mark, so it is never written over unasked.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

MARK = "pufa:" + "0" * 32
"""What a writer puts into the file's properties (or its last line) for `seal` to fill in."""
_CORE = "docProps/core.xml"
_SEALED = re.compile(rb"pufa:[0-9a-f]{32}")
_DATE = (1980, 1, 1, 0, 0, 0)
_BIGGEST = 512 << 20


def _digest(parts: dict[str, bytes]) -> bytes:
    h = hashlib.blake2b(digest_size=16)
    for name in sorted(parts):
        data = _SEALED.sub(b"", parts[name]) if name == _CORE else parts[name]
        h.update(f"{name}\0{len(data)}\0".encode())
        h.update(data)
    return b"pufa:" + h.hexdigest().encode()


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts of a Word or Excel file by name, in their order; {} where it is none or unreasonably large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _BIGGEST:
                return {}
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return {}


def seal(data: bytes) -> bytes:
    """A Word or Excel file with its mark filled in and without the time of its making."""
    parts = _parts(data)
    parts[_CORE] = _SEALED.sub(_digest(parts), parts[_CORE])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), part, zipfile.ZIP_DEFLATED, 6)
    return stream.getvalue()


def seal_text(text: str) -> bytes:
    """A page with its mark filled in at its end."""
    body = text.encode("utf-8", "replace")
    return body + b"<!-- pufa:" + hashlib.blake2b(body, digest_size=16).hexdigest().encode() + b" -->\n"


def sealed(data: bytes) -> bool:
    """Whether a file is exactly as pufa made it."""
    if data.startswith(b"PK"):
        parts = _parts(data)
        found = _SEALED.search(parts.get(_CORE, b""))
        return found is not None and found[0] == _digest(parts)
    body, found_mark, rest = data.rpartition(b"<!-- pufa:")
    return bool(found_mark) and rest.strip() == hashlib.blake2b(body, digest_size=16).hexdigest().encode() + b" -->"
