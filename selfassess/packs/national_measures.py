"""Reads the catalogue of national measures that ships with the product."""

from __future__ import annotations

from functools import cache

import msgspec

from selfassess.domain.measures.national_catalogue import NationalCatalogue, find_catalogue_problems
from selfassess.domain.model.errors import PackError
from selfassess.packs.reader import load_framework
from selfassess.packs.resources import RESOURCES

_FOLDER = RESOURCES / "measures"
JUDGED_BY = "cqc-la-2023-11"
"""The framework whose statements the measures are said to bear on; a year takes those that it has too."""


@cache
def read_national_catalogue() -> NationalCatalogue:
    """The newest catalogue. Raises PackError where its file is wrong, with the file and the place in it."""
    path = max(_FOLDER.glob("national-*.toml"), default=None)
    if path is None:
        raise PackError("The catalogue of national measures is missing from this installation.")
    return decode_national_catalogue(path.read_bytes(), path.name)


def decode_national_catalogue(data: bytes, file: str) -> NationalCatalogue:
    """A catalogue from the TOML of a file called ``file``."""
    try:
        raw = msgspec.toml.decode(data)
        made = msgspec.convert(raw, NationalCatalogue)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise PackError(f"{file}: {error}.") from error
    statements = [each.key for each in load_framework(JUDGED_BY).statements]
    problem = next(find_catalogue_problems(made, statements), None)
    if problem is not None:
        raise PackError(f"{file}: {problem}.")
    return made
