"""Removing something for good: what of it, where it is, what goes and what cannot; then it is removed.

May import: selfassess, ui.widgets, ui.bridge. What goes is selfassess.services.safety.redact's.
"""
