"""Reads lists of CQC's published scores: the one that ships with the product, and those that people add to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import msgspec

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.errors import PackError
from selfassess.domain.model.fields import YES
from selfassess.domain.standings.published_scores import PublishedScore, refuse_wrong_scores
from selfassess.packs.reader import load_framework
from selfassess.packs.resources import RESOURCES

NAME = "published-scores.json"
SCORED_BY = "cqc-la-2023-11"
"""The framework whose statements the scores are of, in its order."""
_FACTS = ("council", "code", "kind", "region", "date", "rating", "percent", "source")


@cache
def read_shipped_scores() -> tuple[PublishedScore, ...]:
    """The published scores that ship with the product. Raises PackError where their file is wrong."""
    return decode_scores((RESOURCES / "scores" / NAME).read_bytes(), NAME)


def decode_scores(data: bytes, file: str) -> tuple[PublishedScore, ...]:
    """Scores from a list in JSON or, for a name that ends so, CSV with a column for each fact and statement.

    Raises PackError or WrongUseError naming the row that cannot be right.
    """
    of = load_framework(SCORED_BY)
    try:
        rows = _read_table(data, of) if file.casefold().endswith(".csv") else msgspec.json.decode(data)
        scores = tuple(msgspec.convert(rows, list[PublishedScore]))
    except (msgspec.DecodeError, UnicodeDecodeError, csv.Error) as error:
        why = _explain_unreadable(error)
        raise PackError(f"{file} is no list of published scores: {why}. Nothing was added.") from error
    refuse_wrong_scores(scores, of, file)
    return scores


def encode_scores(scores: Sequence[PublishedScore]) -> bytes:
    """A list of scores as JSON."""
    return msgspec.json.format(msgspec.json.encode([replace(each, added=False) for each in scores]), indent=1)


def _explain_unreadable(error: Exception) -> str:
    """Why no list could be read, in words for whoever chose the file."""
    if isinstance(error, UnicodeDecodeError):
        return "it is no text in UTF-8"
    if isinstance(error, csv.Error):
        return "it cannot be read as CSV"
    if isinstance(error, msgspec.ValidationError):
        return str(error)
    return "it is not JSON, or is cut off (a CSV file has to end in .csv)"


def _read_table(data: bytes, of: Framework) -> list[dict[str, object]]:
    """The rows of a CSV file: facts by their names, and a column for each statement by key, number or short name."""
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    heads = {head.strip().casefold(): head for head in reader.fieldnames or ()}
    missing = [name for name in ("council", "date", "rating", "source") if name not in heads]
    columns = [
        next((heads[name] for name in (each.key, str(each.number), each.short_name.casefold()) if name in heads), None)
        for each in of.statements
    ]
    if missing or None in columns:
        lacking = [*missing, *(each.key for each, head in zip(of.statements, columns, strict=True) if head is None)]
        raise msgspec.ValidationError(f"it has no column “{'”, “'.join(lacking)}”")
    return [_read_row(row, heads, [head for head in columns if head]) for row in reader if any(row.values())]


def _read_row(row: dict[str, str], heads: dict[str, str], columns: Sequence[str]) -> dict[str, object]:
    said: dict[str, object] = {key: (row[heads[key]] or "").strip() for key in _FACTS if key in heads}
    said["rating"] = str(said["rating"]).casefold().replace(" ", "_")
    percent = str(said.pop("percent", "")).strip(" %")
    if percent:
        said["percent"] = int(percent) if percent.isdigit() else percent
    scores = [(row[head] or "").strip() for head in columns]
    if "one_source" in heads:
        said["one_source"] = (row[heads["one_source"]] or "").strip().casefold() in YES
    said["scores"] = [int(score) if score.isdigit() else score or None for score in scores]
    return said
