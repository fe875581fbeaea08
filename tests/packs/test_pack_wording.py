"""Apart from official wording, titles and numbers, the packs are written in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from selfassess.domain.framework.framework import Framework, InformationReturn
from tests.packs.comparison import labels
from tests.packs.source_texts import runs


@pytest.fixture(scope="module")
def source_runs(sources: Path) -> set[tuple[str, ...]]:
    """Every run of eight words in any of the source texts."""
    texts = sorted(sources.glob("*.txt"))
    assert len(texts) == 5
    return {run for path in texts for run in runs(path.read_text(encoding="utf-8"))}


def our_texts(framework: Framework, information_return: InformationReturn) -> Iterator[str]:
    """Every text of the packs that is ours."""
    for source in framework.sources:
        yield source.name
        yield from source.includes
    for score in framework.scores:
        yield score.meaning
    for theme in framework.themes:
        yield from theme.covers
    for statement in framework.statements:
        yield from statement.prompts
        yield from statement.topics
    for item in information_return.items:
        yield item.title
        yield from item.provide.split("\n")
        yield from labels(item)
    for group in information_return.contacts:
        yield group.provide
    for entry in information_return.not_to_send:
        yield entry.rule


def copied(texts: Iterator[str], source_runs: set[tuple[str, ...]]) -> list[str]:
    return [f"{' '.join(run)} ... in: {text}" for text in texts for run in runs(text) if run in source_runs]


def test_no_text_of_ours_is_copied(
    framework: Framework, information_return: InformationReturn, source_runs: set[tuple[str, ...]]
) -> None:
    assert copied(our_texts(framework, information_return), source_runs) == []


def test_a_copied_text_is_found(framework: Framework, source_runs: set[tuple[str, ...]]) -> None:
    for statement in framework.statements:
        assert copied(iter([f"Do you say this: {statement.quality_statement}?"]), source_runs)


def test_texts_say_council_and_have_no_loose_spaces(
    framework: Framework, information_return: InformationReturn
) -> None:
    for text in our_texts(framework, information_return):
        assert text == text.strip()
        assert "  " not in text
        assert "local authority" not in text.casefold()
