"""Where the product's data files lie. The one place that knows."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import selfassess


def _find_resources() -> Path:
    """In the installed package where there is one; in a checkout the folder beside it."""
    installed = Path(str(files(selfassess) / "resources"))
    return installed if installed.is_dir() else installed.parents[1] / "resources"


RESOURCES: Path = _find_resources()
