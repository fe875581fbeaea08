"""National measures into a year: from the publication's data file in one step, or from the catalogue without values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from selfassess.domain.measures.national_catalogue import NationalCatalogue, NationalMeasure
from selfassess.domain.measures.published_values import PublishedPlan, Wanted, plan_published
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold_text
from selfassess.exchange import outcomes_framework
from selfassess.packs.national_measures import read_national_catalogue
from selfassess.services.workbook.session import Session


def plan_import(
    source: Path,
    year: Assessment,
    council: Record,
    *,
    period: str = "",
    region: str = "",
    neighbours: Sequence[str] = (),
    stop: Callable[[], None] = lambda: None,
) -> PublishedPlan:
    """What a publication's data file comes to in a year: our council, its region, England and chosen councils.

    Nothing is written. Raises FileError or WrongUseError with one sentence where the file is another, or where a
    council is not in it.
    """
    try:
        data = source.read_bytes()
    except OSError as error:
        raise FileError(f"{source.name} cannot be read ({error.strerror}). Nothing was imported.") from error
    published = outcomes_framework.read_outcomes(data, source.name, period, stop)
    wanted = Wanted(
        council=council.text_of("name"),
        reference=council.text_of("reference"),
        region=region or council.text_of("region"),
        neighbours=tuple(neighbours),
    )
    return plan_published(year, published, wanted, read_national_catalogue())


def write_import(session: Session, planned: PublishedPlan) -> None:
    """Write a plan into the year in view as one step that can be undone."""
    session.take_step("import national measures", planned.changes)


def list_addable(year: Assessment) -> tuple[NationalMeasure, ...]:
    """The measures of the catalogue that a year does not have yet, by title."""
    titles = {fold_text(each.text_of("title")) for each in year.records_of("measure")}
    return tuple(each for each in read_catalogue().measures if fold_text(each.title) not in titles)


def read_catalogue() -> NationalCatalogue:
    """The catalogue that ships with the product."""
    return read_national_catalogue()


def build_addition(year: Assessment, measure: NationalMeasure) -> AddRecord:
    """The command that adds a measure of the catalogue to a year, with its facts and without values."""
    keys = {each.key for each in year.framework.statements}
    values = {
        "title": measure.title,
        "code": measure.code or None,
        "source": read_catalogue().publication_of(measure).name,
        "unit": measure.unit,
        "better": measure.better,
        "quality_statements": [key for key in measure.statements if key in keys],
    }
    return AddRecord("measure", new_id(), values)
