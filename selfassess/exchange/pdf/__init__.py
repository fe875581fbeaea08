"""The PDF for IR 1: an outline typeset as pages, whole or not at all.

May import: domain, packs (only to know where the fonts lie), reportlab, pikepdf, pypdfium2, bidi, arabic_reshaper.
Does not belong here: what stands in the report (the outline decides), who may see it, or what the finished file is
called.

``flowables`` turns every block of the outline into what is laid on pages, and is the one place that does; ``lines``,
``shapes``, ``grid`` and ``chart`` are those pieces, ``paging`` the pages around them, ``fonts``, ``direction`` and
``looks`` how it is set. ``structure`` and ``tagging`` are what a screen reader is told, ``places`` where something
cannot be set.
"""

from selfassess.exchange.pdf.verification import verify_pdf
from selfassess.exchange.pdf.writer import PdfReport, write_pdf_report

__all__ = ["PdfReport", "verify_pdf", "write_pdf_report"]
