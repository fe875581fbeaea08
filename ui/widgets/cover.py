"""How far something is covered, as a sign that stands beside its word."""

from __future__ import annotations

COVER_SIGNS = {"covered": "●", "partial": "◐", "missing": "○", "if_available": "–"}
"""State of coverage -> its sign."""
