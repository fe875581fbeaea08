"""A council's logo from a file: made small, and kept as one text that the workbook can hold."""

from __future__ import annotations

import io
from base64 import b64encode
from pathlib import Path

from PIL import Image

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.fields import LONGEST_TEXT
from selfassess.domain.text.wording import format_file_size

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
WIDEST, TALLEST = 1200, 600
"""So many pixels are enough for print."""
_TYPES = {"PNG": "png", "JPEG": "jpeg"}


def read_logo(path: Path) -> str:
    """The picture in a file as one text ("data:image/png;base64,…"); raises FileError with a sentence."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            has, most = format_file_size(size), format_file_size(MOST_BYTES)
            raise FileError(f"{path.name} has {has}; a logo may have {most} at most.")
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path.name} cannot be read ({error.strerror}).") from error
    if b"<svg" in data[:4000].lower():
        raise FileError(f"{path.name} is an SVG drawing. Save it as a PNG picture and choose that.")
    made = _shrink_logo(data, path.name)
    if len(made) > LONGEST_TEXT:
        raise FileError(f"{path.name} is too detailed for a logo. Save it smaller and choose that.")
    return made


def _shrink_logo(data: bytes, name: str) -> str:
    try:
        with Image.open(io.BytesIO(data), formats=list(_TYPES)) as picture:
            kind = str(picture.format)
            if picture.width * picture.height > MOST_PIXELS:
                raise FileError(f"{name} has {picture.width:,} × {picture.height:,} pixels, too many for a logo.")
            mode = "RGB" if kind == "JPEG" else "RGBA"
            whole = picture.convert(mode)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise FileError(f"{name} is no PNG or JPEG picture, or it is damaged. Choose another.") from error
    whole.thumbnail((WIDEST, TALLEST))
    out = io.BytesIO()
    whole.save(out, kind, optimize=True)
    return f"data:image/{_TYPES[kind]};base64,{b64encode(out.getvalue()).decode()}"
