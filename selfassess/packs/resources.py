"""Where the product's data files lie. The one place that knows."""

from __future__ import annotations

from pathlib import Path


def _find_resources() -> Path:
    """In the installed package where there is one; in a checkout the folder beside it."""
    installed = Path(__file__).resolve().parents[1] / "resources"
    if installed.is_dir():
        return installed
    return installed.parents[1] / "resources"


RESOURCES: Path = _find_resources()
