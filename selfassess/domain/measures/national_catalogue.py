"""The national measures there are: what each is called, who publishes it, which way is better, what it bears on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from selfassess.domain.measures import periods

BETTER = ("higher", "lower", "neither")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One source of national measures. ``since``: the first financial year in which its codes mean what they do now."""

    key: str
    name: str
    publisher: str
    licence: str
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalMeasure:
    """One measure; ``code`` is the publisher's own, "" where it gives none."""

    key: str
    title: str
    publication: str
    unit: str
    better: str
    statements: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalCatalogue:
    """All of them, as one data file holds them."""

    id: str
    name: str
    publications: tuple[Publication, ...]
    measures: tuple[NationalMeasure, ...]

    def publication_of(self, measure: NationalMeasure) -> Publication:
        """Who publishes a measure."""
        return next(each for each in self.publications if each.key == measure.publication)

    def find_by_code(self, publication: str, code: str, period: str) -> NationalMeasure | None:
        """The measure of a publication with a code; None where its codes meant something else at that time."""
        source = next((each for each in self.publications if each.key == publication), None)
        if source is None or is_before(period, source.since):
            return None
        wanted = normalise_code(code)
        found = (each for each in self.measures if each.publication == publication)
        return next((each for each in found if normalise_code(each.code) == wanted), None)


def normalise_code(code: str) -> str:
    """A code as it is compared: "3D(1)", "3d1" and "ASCOF 3D1" are one."""
    return re.sub(r"[^A-Z0-9]", "", code.upper()).removeprefix("ASCOF")


def is_before(period: str, since: str) -> bool:
    """Whether a period ended before the year ``since``; no where either is not known."""
    at, first = periods.parse_period(period), periods.parse_period(since) if since else None
    return at is not None and first is not None and at.ending_month < first.ending_month


def find_catalogue_problems(catalogue: NationalCatalogue, statements: Collection[str]) -> Iterator[str]:
    """Every rule that a catalogue breaks; ``statements`` are the keys that its measures may bear on."""
    known = {each.key for each in catalogue.publications}
    keys = [each.key for each in catalogue.measures]
    codes = [(each.publication, normalise_code(each.code)) for each in catalogue.measures if each.code]
    yield from (f'measure "{key}" stands there twice' for key in sorted({key for key in keys if keys.count(key) > 1}))
    yield from (f'code "{code[1]}" stands there twice' for code in sorted({c for c in codes if codes.count(c) > 1}))
    for each in catalogue.measures:
        if each.publication not in known:
            yield f'measure "{each.key}": publication "{each.publication}" is not known'
        if each.better not in BETTER:
            yield f'measure "{each.key}": better "{each.better}" is not one of: {", ".join(BETTER)}'
        if not each.title.strip() or not each.statements:
            yield f'measure "{each.key}": it needs a title and the statements that it bears on'
        for key in each.statements:
            if key not in statements:
                yield f'measure "{each.key}": there is no statement "{key}"'
