"""The program's icon as the systems want it, drawn from the one picture in ``resources``."""

from __future__ import annotations

import struct
from pathlib import Path

from bootstrap import ROOT

ICNS = {32: "ic11", 64: "ic12", 128: "ic07", 256: "ic08", 512: "ic09", 1024: "ic10"}
"""Size -> what a Mac calls a picture of it."""


def draw(size: int) -> bytes:
    """The icon as PNG, so many dots wide and high. No application is started for it, which others would meet."""
    from PySide6.QtCore import QBuffer, QIODevice, QSize
    from PySide6.QtGui import QImageReader

    reader = QImageReader(str(ROOT / "resources" / "icons" / "selfassess.svg"))
    reader.setScaledSize(QSize(size, size))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    reader.read().save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def write_icns(file: Path) -> None:
    """The icon in the sizes that a Mac asks for."""
    pictures = ((name, draw(size)) for size, name in ICNS.items())
    body = b"".join(name.encode() + struct.pack(">I", len(data) + 8) + data for name, data in pictures)
    file.write_bytes(b"icns" + struct.pack(">I", len(body) + 8) + body)
