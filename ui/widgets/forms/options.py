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


def options(field: Field, assessment: Assessment, record: Record | None = None) -> tuple[Option, ...]:
    """What ``field`` of ``record`` can link to, in order; what it links to that is unknown is not among them."""
    found: list[Option] = []
    for target in field.target:
        source = _FROM_PACKS.get(target)
        found.extend(source(assessment, record) if source else _records(target, assessment))
    return tuple(found)


def name_of(field: Field, key: str, assessment: Assessment) -> str:
    """The words for one link; an unknown key is shown as it is."""
    return next((option.label for option in options(field, assessment) if option.key == key), key)


def record_title(record: Record, assessment: Assessment) -> str:
    """What a record is called in a list, in words even where a link or a choice names it."""
    kind = CATALOGUE[record.kind]
    spec, value = kind.by_key[kind.title], record.text(kind.title)
    if spec.target:
        value = name_of(spec, value, assessment)
    elif spec.choices:
        value = spec.choice_label(value)
    first = value.strip().partition("\n")[0]
    return first or f"{kind.name} without a name"


def _records(target: str, assessment: Assessment) -> Iterator[Option]:
    kinds = tuple(CATALOGUE) if target == "any" else (target,)
    for kind in kinds:
        for record in assessment.of(kind):
            yield Option(record.id, record_title(record, assessment), CATALOGUE[kind].plural)


def _statements(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    for theme in assessment.framework.themes:
        for statement in theme.statements:
            yield Option(statement.key, f"{statement.number}. {statement.name}", theme.name)


def _categories(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    for category in assessment.framework.categories:
        yield Option(category.key, category.name)


def _sources(assessment: Assessment, record: Record | None) -> Iterator[Option]:
    """Sources under their categories; only those of the record's own category where it has one."""
    wanted = record.text("category") if record is not None and "category" in record.values else ""
    about = set(record.links("quality_statements")) if record is not None and wanted else set()
    seen: set[str] = set()
    for category in assessment.framework.categories:
        if wanted not in ("", category.key):
            continue
        statements = assessment.framework.statements
        for statement in sorted(statements, key=lambda s: s.key not in about):
            for use in statement.evidence.get(category.key, ()):
                source = assessment.framework.source(use.source)
                if source is not None and source.key not in seen:
                    seen.add(source.key)
                    yield Option(source.key, source.name, category.name)


def _return_items(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    for item in assessment.information_return.items if assessment.information_return else ():
        yield Option(item.ref, f"{item.ref} · {item.title}")


def _breakdowns(assessment: Assessment, record: Record | None) -> Iterator[Option]:
    asked = assessment.information_return
    item = asked.item(record.text("return_item")) if asked and record is not None else None
    for breakdown in item.breakdowns if item else ():
        yield Option(breakdown.key, breakdown.label)


def _figures(assessment: Assessment, record: Record | None) -> Iterator[Option]:
    asked = assessment.information_return
    item = asked.item(record.text("return_item")) if asked and record is not None else None
    for figure in item.figures if item else ():
        yield Option(figure.key, f"{figure.label} ({figure.unit})")


def _framework(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    yield Option(assessment.framework.id, assessment.framework.name)


def _return(assessment: Assessment, _: Record | None) -> Iterator[Option]:
    if assessment.information_return is not None:
        yield Option(assessment.information_return.id, assessment.information_return.name)


_FROM_PACKS: dict[str, Callable[[Assessment, Record | None], Iterator[Option]]] = {
    "framework": _framework,
    "information_return": _return,
    "quality_statement": _statements,
    "category": _categories,
    "source": _sources,
    "return_item": _return_items,
    "breakdown": _breakdowns,
    "figure": _figures,
}
