"""Chinese names as ids: pinyin without tones, joined, in a-z, 0-9 and single hyphens.

Invariant: an id depends on the words alone, never on the order in which they come. pypinyin enters here and nowhere
else, and only when the first name is romanised: loading its dictionary takes a third of a second.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

# The names that decode.values.identifier refuses: device names of Windows and the site's own words.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d|shell|index")
_UNIT = re.compile(r"(?<=..)(?:村|社区|居委会)$")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_LEVELS = 4


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _joined(text: str, *, tones: bool = False) -> str:
    """Pinyin of `text`; words and numbers between the Chinese stay, everything else is one hyphen."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - start-up of every other command would pay for it

    style = Style.TONE3 if tones else Style.NORMAL

    def syllables(run: re.Match[str]) -> str:
        # A character the dictionary lacks becomes its code point: longer than a syllable, but never lost.
        return "".join(
            lazy_pinyin(
                run.group(), style=style, neutral_tone_with_five=tones, errors=lambda odd: "".join(map(_point, odd))
            )
        )

    latin = unicodedata.normalize("NFKD", _HAN.sub(syllables, unicodedata.normalize("NFKC", text)))
    bare = "".join(c for c in latin if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def _point(char: str) -> str:
    return f"u{ord(char):x}"


def _cut(slug: str, limit: int) -> str:
    return slug[:limit].strip("-")


def slug(text: str, limit: int = 40) -> str:
    """An id for `text` that passes `decode.values.identifier`: never empty, never reserved, at most `limit` (≥ 9) long.

    Text without a letter or digit of its own (signs, emoji) gets `x` and eight hexadecimal digits of its hash.
    """
    found = _cut(_joined(text), limit) or f"x{_fingerprint(text)}"
    return f"{found}-1" if _RESERVED.fullmatch(found) else found


def _village_slug(name: str, level: int) -> str:
    """The slug of a village name; each level keeps more of the name than the one before."""
    if level == 0:  # 贺村村 → hecun, 中心社区 → zhongxin; 新村 stays xincun, for 新 alone says nothing
        return slug(_UNIT.sub("", name))
    if level == 1:
        return slug(name)
    if level == 2:
        return _cut(_joined(name, tones=True), 40) or slug(name)
    return f"{slug(name, 31)}-{_fingerprint(name)}"


def village_ids(township_code: str, names: Sequence[str]) -> tuple[str, ...]:
    """`<township code>-<slug>` for each name, in the order of `names`, all different.

    Names that would share a slug all keep more of themselves, as far as needed: first the word 村 or 社区, then tone
    digits, then a hash. So the set of names decides, not their order. A name given twice is numbered.
    """
    level = dict.fromkeys(names, 0)
    while True:
        slugs = {name: _village_slug(name, at) for name, at in level.items()}
        uses = Counter(slugs.values())
        clash = [name for name, found in slugs.items() if uses[found] > 1 and level[name] < _LEVELS - 1]
        if not clash:
            break
        for name in clash:
            level[name] += 1
    seen: Counter[str] = Counter()
    ids = []
    for name in names:
        seen[name] += 1
        again = f"-{seen[name]}" if seen[name] > 1 else ""
        ids.append(f"{township_code}-{slugs[name]}{again}")
    return tuple(ids)
