"""The framework pack against CQC's text, against a published report, and on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from selfassess.domain.framework.framework import Framework, SourceUse, Statement
from tests.packs.comparison import closest, framework_differences, stems
from tests.packs.evidence_phrases import PHRASES
from tests.packs.source_texts import (
    StatementText,
    report_topics,
    return_text,
    source,
    theme_covers,
)

STATEMENTS = (
    "assessing-needs",
    "supporting-people",
    "equity",
    "care-provision",
    "partnerships",
    "safe-systems",
    "safeguarding",
    "governance",
    "learning",
)


def changed(framework: Framework, key: str, change: Callable[[Statement], Statement]) -> Framework:
    """The framework with one statement changed."""
    themes = (
        replace(theme, statements=tuple(change(s) if s.key == key else s for s in theme.statements))
        for theme in framework.themes
    )
    return replace(framework, themes=tuple(themes))


def with_evidence(
    framework: Framework, key: str, category: str, change: Callable[[tuple[SourceUse, ...]], tuple[SourceUse, ...]]
) -> Framework:
    """The framework with one list of evidence sources changed."""
    return changed(
        framework,
        key,
        lambda statement: replace(
            statement, evidence={**statement.evidence, category: change(statement.evidence[category])}
        ),
    )


def test_the_pack_says_what_the_framework_says(framework: Framework, statement_texts: list[StatementText]) -> None:
    assert len(statement_texts) == 9
    assert sum(len(bullets) for text in statement_texts for bullets in text.evidence.values()) == 305
    assert framework_differences(framework, statement_texts) == []


def test_every_bullet_and_every_source_has_its_phrase(framework: Framework) -> None:
    assert list(PHRASES.keys() ^ {source.key for source in framework.sources}) == []


@pytest.mark.parametrize("key", STATEMENTS)
@pytest.mark.parametrize("category", ["people", "staff_and_leaders", "partners", "processes"])
def test_a_source_that_is_missing_is_found(
    framework: Framework, statement_texts: list[StatementText], key: str, category: str
) -> None:
    slip = with_evidence(framework, key, category, lambda uses: uses[:-1])
    (difference,) = framework_differences(slip, statement_texts)
    assert difference.startswith(f"{key}, {category}: the pack has None")


def test_a_source_that_is_no_longer_if_available_is_found(
    framework: Framework, statement_texts: list[StatementText]
) -> None:
    slip = with_evidence(
        framework, "equity", "processes", lambda uses: tuple(replace(use, if_available=False) for use in uses)
    )
    (difference,) = framework_differences(slip, statement_texts)
    assert "equality-objectives" in difference


def test_two_sources_in_the_wrong_order_are_found(framework: Framework, statement_texts: list[StatementText]) -> None:
    slip = with_evidence(framework, "learning", "partners", lambda uses: uses[::-1])
    assert framework_differences(slip, statement_texts)


@pytest.mark.parametrize(
    "slip",
    [
        lambda s: replace(s, quality_statement=s.quality_statement.replace("safety is", "safety was")),
        lambda s: replace(s, i_statements=s.i_statements[:-1]),
        lambda s: replace(s, i_statements=tuple(line.rstrip(".") for line in s.i_statements)),
        lambda s: replace(s, care_act=s.care_act[1:]),
        lambda s: replace(s, care_act=tuple(line.replace("37(1)", "37(2)") for line in s.care_act)),
        lambda s: replace(s, guidance=s.guidance[1:]),
        lambda s: replace(s, name="Safe pathways, systems and transitions"),
    ],
    ids=["letter", "I statement", "full stop", "section", "subsection", "guidance", "name"],
)
def test_a_slip_in_the_wording_is_found(
    framework: Framework, statement_texts: list[StatementText], slip: Callable[[Statement], Statement]
) -> None:
    (difference,) = framework_differences(changed(framework, "safe-systems", slip), statement_texts)
    assert difference.startswith("safe-systems: ")


def test_a_statement_under_the_wrong_theme_is_found(framework: Framework, statement_texts: list[StatementText]) -> None:
    first, second, *rest = framework.themes
    moved = second.statements[0]
    slip = replace(
        framework,
        themes=(
            replace(first, statements=(*first.statements, moved)),
            replace(second, statements=second.statements[1:]),
            *rest,
        ),
    )
    assert framework_differences(slip, statement_texts) == [
        "care-provision: is theme 2, 'Care provision, integration and continuity'"
    ]


@pytest.mark.parametrize("key", ["people-through-groups", "market-capacity", "safeguarding-lessons"])
def test_an_inner_bullet_that_is_missing_or_out_of_order_is_found(
    framework: Framework, statement_texts: list[StatementText], key: str
) -> None:
    for change in (slice(1, None), slice(None, None, -1)):
        sources = tuple(
            replace(source, includes=source.includes[change]) if source.key == key else source
            for source in framework.sources
        )
        differences = framework_differences(replace(framework, sources=sources), statement_texts)
        assert {difference.split(":")[0] for difference in differences} == {key}


@pytest.mark.parametrize(
    ("key", "other"),
    [("healthwatch", "peer-review"), ("care-providers", "health-partners"), ("unmet-needs", "equality-risk-groups")],
)
def test_a_source_with_the_name_of_another_is_found(
    framework: Framework, statement_texts: list[StatementText], key: str, other: str
) -> None:
    name = next(source.name for source in framework.sources if source.key == other)
    sources = tuple(replace(source, name=name) if source.key == key else source for source in framework.sources)
    (difference,) = framework_differences(replace(framework, sources=sources), statement_texts)
    assert difference == f"{key}: {name!r} sounds like {other}"


def test_what_a_theme_covers_follows_the_framework(framework: Framework, sources: Path) -> None:
    listed = theme_covers(source(sources, "004"))
    assert [len(theme.covers) for theme in framework.themes] == [len(lines) for lines in listed]
    for theme, lines in zip(framework.themes, listed, strict=True):
        assert [closest(cover, lines) for cover in theme.covers] == list(range(len(lines)))


def test_topics_follow_the_sub_headings_of_the_published_report(framework: Framework, sources: Path) -> None:
    names = {name: s.key for s in framework.statements for name in (s.name, *s.aliases)}
    headings = report_topics(source(sources, "003"), names)
    assert {s.key: len(s.topics) for s in framework.statements} == {key: len(found) for key, found in headings.items()}
    for statement in framework.statements:
        for topic, heading in zip(statement.topics, headings[statement.key], strict=True):
            assert stems(topic) & stems(heading), f"{statement.key}: {topic!r} is not about {heading!r}"


def test_every_name_a_source_gives_a_statement_is_known(framework: Framework, sources: Path) -> None:
    known = {name for s in framework.statements for name in (s.name, *s.aliases)}
    given = {item.statement for item in return_text(source(sources, "000"))} - {"All", "General"}
    report = source(sources, "003").partition("# Summary of people's experiences")[0].splitlines()
    given |= {
        lines[-1].lstrip("# ")
        for index, line in enumerate(report)
        if line.startswith("Score:") and (lines := [before for before in report[:index] if before.strip()])
    }
    assert len(given) == 10
    assert given <= known


def test_the_keys_and_their_order_are_the_contract(framework: Framework) -> None:
    assert framework.id == "cqc-la-2023-11"
    assert tuple(statement.key for statement in framework.statements) == STATEMENTS
    assert [(theme.key, len(theme.statements)) for theme in framework.themes] == [
        ("working-with-people", 3),
        ("providing-support", 2),
        ("ensuring-safety", 2),
        ("leadership", 2),
    ]
    assert [category.key for category in framework.categories] == [
        "people",
        "staff_and_leaders",
        "partners",
        "processes",
    ]
    assert all(list(s.evidence) == [c.key for c in framework.categories] for s in framework.statements)


def test_scores_bands_and_rounding(framework: Framework) -> None:
    assert [(score.value, score.label) for score in framework.scores] == [
        (1, "Significant shortfalls"),
        (2, "Some shortfalls"),
        (3, "Good standard"),
        (4, "Exceptional standard"),
    ]
    assert [(band.key, band.label, band.minimum) for band in framework.bands] == [
        ("inadequate", "Inadequate", 25),
        ("requires_improvement", "Requires improvement", 39),
        ("good", "Good", 63),
        ("outstanding", "Outstanding", 88),
    ]
    assert framework.rounding == "up"


def test_official_wording_carries_its_source_date_and_attribution(framework: Framework) -> None:
    assert framework.wording.source == "Assessment framework for local authority assurance"
    assert framework.wording.date == "November 2023"
    assert "Care Quality Commission" in framework.wording.attribution


def test_every_statement_has_prompts_topics_and_guidance(framework: Framework) -> None:
    for statement in framework.statements:
        assert 5 <= len(statement.prompts) <= 7, statement.key
        assert all(prompt.endswith("?") for prompt in statement.prompts), statement.key
        assert statement.topics, statement.key
        assert statement.guidance, statement.key
        assert len(statement.short_name) <= 16, statement.key
    prompts = [prompt for statement in framework.statements for prompt in statement.prompts]
    assert len(set(prompts)) == len(prompts)
