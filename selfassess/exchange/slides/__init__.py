"""Slides: the set-up presentation as PowerPoint, with notes, alternative texts and one order of reading.

May import: domain, ``exchange.outlines``, python-pptx. Does not belong here: what stands on a slide (the domain's
``presentation`` decides), or somebody else's slides.
"""

from selfassess.exchange.slides.verification import verify_slides
from selfassess.exchange.slides.writer import SlidesReport, write_slides

__all__ = ["SlidesReport", "verify_slides", "write_slides"]
