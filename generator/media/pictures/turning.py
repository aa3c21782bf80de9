"""Turning the pixels of a picture that was taken on its side: the only place where a picture is decoded, and the only one that knows Pillow.

Pillow is imported when the first picture has to be turned; most sites need it once in a while.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from generator.media.pictures.parts import Broken, Stripped

if TYPE_CHECKING:
    from PIL.Image import Image

_ON_SIDE = (5, 6, 7, 8)
"""Orientations in which width and height change places."""


def turn(picture: Stripped) -> bytes:
    """The picture encoded anew, upright. Raises `Broken` where its pixels cannot be read."""
    from PIL import Image, ImageFile  # noqa: PLC0415 - 60 ms and 10 MB that most runs do not need

    limit, lenient = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS = None  # the caller has looked at the size
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with _silence(), Image.open(BytesIO(picture.data), formats=[picture.kind]) as opened:
            return _encoded(picture, opened, opened.transpose(_METHODS[picture.orientation]))
    except Exception as error:  # a decoder may say anything about a broken picture
        raise Broken from error
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = limit, lenient


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """What a decoder finds odd in a picture that it can read is no news to anybody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


_METHODS: dict[int, Any] = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""Exif's orientation → Pillow's `Transpose`, by number, since its names cost the import."""


def _encoded(picture: Stripped, opened: Image, upright: Image) -> bytes:
    if opened.size != (picture.width, picture.height):
        raise Broken
    profile = opened.info.get("icc_profile")
    out = BytesIO()
    if picture.kind == "JPEG":
        upright.save(out, "JPEG", icc_profile=profile, optimize=True, **_jpeg_options(picture, opened))
    elif picture.kind == "PNG":
        upright.save(out, "PNG", icc_profile=profile, optimize=True)
    else:
        lossless = picture.data.find(b"VP8L", 12, 4096) > 0
        upright.save(out, "WEBP", icc_profile=profile or b"", lossless=lossless, exact=lossless, quality=90)
    return out.getvalue()


def _jpeg_options(picture: Stripped, opened: Any) -> dict[str, Any]:
    """The tables and the sampling that the camera used, so that encoding again loses next to nothing."""
    from PIL import JpegImagePlugin  # noqa: PLC0415

    on_side = picture.orientation in _ON_SIDE
    tables = {i: _turned(t) if on_side else list(t) for i, t in opened.quantization.items()}
    sampling = JpegImagePlugin.get_sampling(opened)
    if sampling < 0 or (sampling == 1 and on_side):  # 4:2:2 on its side has no name: rather too fine than too coarse
        sampling = 0
    return {
        "qtables": [tables[i] for i in sorted(tables)],
        "subsampling": sampling,
        "progressive": bool(opened.info.get("progressive")),
    }


def _turned(table: Any) -> list[int]:
    return [table[8 * column + row] for row in range(8) for column in range(8)]
