"""Where the product's data files lie. The one place that knows."""

from __future__ import annotations

from pathlib import Path

RESOURCES: Path = Path(__file__).resolve().parents[2] / "resources"
