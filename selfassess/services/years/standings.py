"""Where others stand: the published scores that ship, those a person added, and reports in the workbook, beside ours.

What a person adds is kept in their own folder, beside the settings, and serves every workbook of theirs. Reports of
other councils stay what they are: assessments of another council, only read beside ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.errors import FileError, PackError, WrongUseError
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.standings.comparison import Standings, compare_scores
from selfassess.domain.standings.published_scores import (
    PublishedScore,
    join_scores,
    read_reports,
    refuse_wrong_scores,
)
from selfassess.files import lasting, private
from selfassess.packs import published_scores
from selfassess.packs.reader import load_framework
from selfassess.services.workbook import settings


def read_published(workbook: Workbook | None = None) -> tuple[PublishedScore, ...]:
    """Every published score that is known, the latest of each council: shipped, added, and of a workbook's reports."""
    reports = read_reports(workbook, scored_framework()) if workbook is not None else ()
    return join_scores(published_scores.read_shipped_scores(), read_added(), reports)


def scored_framework() -> Framework:
    """The framework whose statements the published scores are of."""
    return load_framework(published_scores.SCORED_BY)


def read_added() -> tuple[PublishedScore, ...]:
    """The scores that this person added; none where there is no such file. Raises where it is wrong."""
    path = settings.find_own_folder("data") / published_scores.NAME
    try:
        data = path.read_bytes()
    except OSError:
        return ()
    return tuple(replace(each, added=True) for each in published_scores.decode_scores(data, path.name))


def read_source(source: Path) -> tuple[PublishedScore, ...]:
    """The scores of a file (JSON or CSV) that a person wants to add. Raises FileError where it is no such list."""
    try:
        data = source.read_bytes()
    except OSError as error:
        raise FileError(f"{source.name} cannot be read ({error.strerror}). Nothing was added.") from error
    try:
        return published_scores.decode_scores(data, source.name)
    except PackError as error:
        raise FileError(str(error)) from error


def add_scores(scores: Sequence[PublishedScore], file: str = "What you typed") -> int:
    """Add scores to the person's own, all or none; how many there are now."""
    refuse_wrong_scores(scores, scored_framework(), file)
    every = join_scores(read_added(), scores)
    try:
        target = settings.ensure_own_folder("data") / published_scores.NAME
        fresh = target.with_suffix(".new")
        lasting.remove_file(fresh)
        private.write_private_file(fresh, published_scores.encode_scores(every))
        lasting.replace_file(fresh, target)
    except OSError as error:
        raise FileError(f"The scores cannot be kept in your own folder ({error.strerror}).") from error
    return len(every)


def compare_year(workbook: Workbook, year: Assessment) -> Standings:
    """A year's scores beside the published ones. Raises WrongUseError where it is judged by other statements."""
    of = scored_framework()
    if not year.framework.has_scale_of(of):
        raise WrongUseError(f"{year.label} is scored on another scale than CQC's published scores ({of.scale_words}).")
    if {each.key for each in year.framework.statements} != {each.key for each in of.statements}:
        raise WrongUseError(f"{year.label} is judged by other statements than the scores that CQC has published.")
    return compare_scores(year.scores_by_statement, workbook.council, read_published(workbook), of)
