"""The notes at the end of a document: how it is rated, whose the official wording is, and what short forms mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.report_blocks import Block, Bullets, Facts, Paragraph, Section, texts_of
from selfassess.domain.report.short_forms import SHORT_FORMS
from selfassess.domain.report.summary_section import name_with_assessor
from selfassess.domain.text.sentences import count_words
from selfassess.domain.text.wording import format_percent


def build_notes_section(names: Names, edition: Edition, options: EditionOptions, forms: Iterable[str]) -> Section:
    """The notes to a document, with the short ``forms`` that it says nowhere else."""
    wording = names.assessment.framework.wording
    official = Facts((("Official wording", wording.source), ("Dated", wording.date), ("By", wording.attribution)))
    scored = options.scores or names.assessment.record["assessor"] == "cqc"
    blocks: list[Block] = list(_how_rated(names, edition)) if scored else []
    if options.wording:
        quoted = "is" if edition.is_narrative else "and its I statements are"
        blocks += [Paragraph(f"Each quality statement {quoted} quoted as published."), official]
    listed = tuple((form, SHORT_FORMS[form]) for form in forms)
    if listed:
        blocks.append(Facts(listed, "Short forms used here", running=True))
    blocks.append(Paragraph(f"Who this copy is for: {edition.label}.", quiet=True))
    return Section(key="notes", title="Notes", level=1, blocks=tuple(blocks))


def _how_rated(names: Names, edition: Edition) -> Iterator[Block]:
    framework = names.assessment.framework
    bands = [_describe_rating_band(names, at) for at in range(len(framework.bands))]
    if bands:
        places = "" if framework.numbered else "The lowest level counts as 1, the next as 2, and so on. "
        yield Paragraph(
            f"{places}The indicative rating adds up the scores and divides them by the most that the scored statements "
            f"could have, {framework.top_score} each. All statements weigh the same. A part of a percent counts as a "
            "whole one, and a statement without a score is left out, so the rating is provisional until all are scored."
        )
    if edition is Edition.BOARD:  # it reads a dozen pages, and the words stand beside each score
        if bands:
            yield Paragraph(f"{'; '.join(bands)}.")
    else:
        if bands:
            yield Bullets(tuple(bands))
        yield Paragraph("The scores mean:")
        yield Bullets(tuple(f"{names.format_score(score.value)}. {score.meaning}" for score in framework.scores))
    if not names.assessment.by_cqc:
        said = (
            f"The scores are the council’s view of itself ({name_with_assessor(names.assessment)}). Only "
            "CQC gives a rating."
        )
        yield Paragraph(said, quiet=True)


def _describe_rating_band(names: Names, at: int) -> str:
    bands = names.assessment.framework.bands
    top = bands[at + 1].minimum - 1 if at + 1 < len(bands) else 100
    return f"{bands[at].label}: {bands[at].minimum} to {format_percent(top)}"


def too_long(sections: Iterable[Section], most: int | None) -> Iterator[str]:
    """A sentence for each quality statement that has more words than are wanted; nothing is cut."""
    counted_sections = sections if most is not None else ()
    for section in counted_sections:
        if section.key.startswith("statement:"):
            count = count_words(section_texts(section))
            if most is not None and count > most:
                over = count - most
                yield f"“{section.title}” has {count:,} words, {over:,} more than the {most:,} that were asked for."
        else:
            yield from too_long(section.children, most)


def section_texts(section: Section) -> Iterator[str]:
    """Every text of a section and of those below it."""
    yield section.title
    for block in section.blocks:
        yield from texts_of(block)
    for child in section.children:
        yield from section_texts(child)
