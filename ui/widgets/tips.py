"""Tool tips show what people wrote as they wrote it: Qt would take tags in it for its own, and fetch what they name."""

from __future__ import annotations

from html import escape


def format_tip(words: str) -> str:
    """Words for a tool tip, of which nothing is taken for a tag."""
    if "<" not in words:
        return words
    return f"<qt>{escape(words).replace(chr(10), '<br>')}</qt>"
