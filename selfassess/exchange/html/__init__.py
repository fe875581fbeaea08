"""HTML: an outline as one page for a website, without scripts and without parts from elsewhere.

May import: domain, ``exchange.outlines``. Does not belong here: what stands in the page (the outline decides), who may
see it, or somebody else's HTML.

``page`` turns every block of the outline into elements, and is the one place that does; ``looks`` is its style sheet.
"""

from selfassess.exchange.html.verification import verify_html_page
from selfassess.exchange.html.writer import HtmlReport, write_html

__all__ = ["HtmlReport", "verify_html_page", "write_html"]
