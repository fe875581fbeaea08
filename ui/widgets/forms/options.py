"""What a link can point to: every key or record that a field's target names, in words a person knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Field
from selfassess.domain.model.workbook import Assessment


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is stored, what is shown, and the heading it stands under."""

    key: str
    label: str
    group: str = ""


def list_link_options(field: Field, assessment: Assessment, record: Record | None = None) -> tuple[Option, ...]:
    """What ``field`` of ``record`` can link to, in order; what it links to that is unknown is not among them."""
    found: list[Option] = []
    for target in field.target:
        source = _FROM_PACKS.get(target)
        choices = source(assessment, record) if source else _list_record_options(target, assessment)
        found.extend(choices)
    return tuple(found)


def list_topics(assessment: Assessment, record: Record | None) -> tuple[str, ...]:
    """The topics that the framework knows of a record's statement."""
    statement = assessment.framework.find_statement(record.text_of("quality_statement")) if record is not None else None
    return tuple(statement.topics) if statement is not None else ()


def name_link(field: Field, key: str, assessment: Assessment) -> str:
    """The words for one link; an unknown key is shown as it is."""
    return next((option.label for option in list_link_options(field, assessment) if option.key == key), key)


def record_title(record: Record, assessment: Assessment) -> str:
    """What a record is called in a list, in words even where a link or a choice names it."""
    kind = CATALOGUE[record.kind]
    spec = kind.by_key[kind.title]
    value = record.text_of(kind.title)
    if spec.target:
        value = name_link(spec, value, assessment)
    elif spec.choices:
        value = spec.choice_label(value)
    first = value.strip().partition("\n")[0]
    return first or f"{kind.name} without a name"


def _list_record_options(target: str, assessment: Assessment) -> Iterator[Option]:
    kinds = tuple(CATALOGUE) if target == "any" else (target,)
    for kind in kinds:
        for record in assessment.records_of(kind):
            yield Option(record.id, record_title(record, assessment), CATALOGUE[kind].plural)


def _list_statement_options(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    for theme in assessment.framework.themes:
        for statement in theme.statements:
            yield Option(statement.key, f"{statement.number}. {statement.name}", theme.name)


def _list_theme_options(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    for theme in assessment.framework.themes:
        yield Option(theme.key, theme.name)


def _list_category_options(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    for category in assessment.framework.categories:
        yield Option(category.key, category.name)


def _list_source_options(assessment: Assessment, record: Record | None) -> Iterator[Option]:
    """Sources under their categories; only those of the record's own category where it has one."""
    wanted = ""
    if record is not None and "category" in record.values:
        wanted = record.text_of("category")
    about = set(record.links_of("quality_statements")) if record is not None and wanted else set()
    seen: set[str] = set()
    for category in assessment.framework.categories:
        if wanted not in ("", category.key):
            continue
        statements = assessment.framework.statements
        for statement in sorted(statements, key=lambda s: s.key not in about):
            for use in statement.evidence.get(category.key, ()):
                source = assessment.framework.find_source(use.source)
                if source is not None and source.key not in seen:
                    seen.add(source.key)
                    yield Option(source.key, source.name, category.name)


def _list_return_item_options(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    items = assessment.information_return.items if assessment.information_return else ()
    for item in items:
        yield Option(item.ref, f"{item.ref} · {item.title}")


def _list_breakdown_options(assessment: Assessment, record: Record | None) -> Iterator[Option]:
    asked = assessment.information_return
    item = None
    if asked and record is not None:
        item = asked.find_item(record.text_of("return_item"))
    breakdowns = item.breakdowns if item else ()
    for breakdown in breakdowns:
        yield Option(breakdown.key, breakdown.label)


def _list_figure_options(assessment: Assessment, record: Record | None) -> Iterator[Option]:
    asked = assessment.information_return
    item = None
    if asked and record is not None:
        item = asked.find_item(record.text_of("return_item"))
    figures = item.figures if item else ()
    for figure in figures:
        yield Option(figure.key, f"{figure.label} ({figure.unit})")


def _list_framework_option(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    yield Option(assessment.framework.id, assessment.framework.name)


def _list_return_option(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    if assessment.information_return is not None:
        yield Option(assessment.information_return.id, assessment.information_return.name)


_FROM_PACKS: dict[str, Callable[[Assessment, Record | None], Iterator[Option]]] = {
    "framework": _list_framework_option,
    "information_return": _list_return_option,
    "quality_statement": _list_statement_options,
    "theme": _list_theme_options,
    "category": _list_category_options,
    "source": _list_source_options,
    "return_item": _list_return_item_options,
    "breakdown": _list_breakdown_options,
    "figure": _list_figure_options,
}
