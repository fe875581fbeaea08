"""The council's logo on the cover."""

from __future__ import annotations

import io
from base64 import b64decode

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from selfassess.exchange.pdf.structure import Node

WIDE, TALL = 180.0, 70.0
"""The room it has."""


class Logo(Flowable):
    """A picture as large as its room allows; ``node`` is the figure that it is to those who cannot see it."""

    def __init__(self, data: str, node: Node) -> None:
        super().__init__()
        self.picture = ImageReader(io.BytesIO(b64decode(data.partition(",")[2])))
        self.node = node
        wide, tall = self.picture.getSize()
        share = min(WIDE / wide, TALL / tall)
        self.size = (wide * share, tall * share)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Always of one size."""
        self.width, self.height = self.size
        return self.size

    def draw(self) -> None:
        """Draw it as one figure."""
        corners = (*self.canv.absolutePosition(0, 0), *self.canv.absolutePosition(*self.size))
        self.node.attributes = {"BBox": corners}
        with self.canv.mark_content_of(self.node):
            self.canv.drawImage(self.picture, 0, 0, *self.size, mask="auto")
