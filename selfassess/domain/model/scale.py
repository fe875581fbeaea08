"""The score field as a framework has it: its bounds, and its words where the levels have no numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import Choice, Field
from selfassess.domain.model.workbook import Workbook

_ON_SCALE = {kind.key: spec.key for kind in CATALOGUE.values() for spec in kind.fields if spec.on_scale}
"""Kind -> its field that a framework bounds."""


def fit_field(spec: Field, framework: Framework | None) -> Field:
    """A field of the catalogue as it is under a framework; only the score differs from one to the other."""
    if not spec.on_scale or framework is None:
        return spec
    top = framework.top_score
    if framework.numbered:
        return replace(spec, maximum=top, help=f"1 to {top}. {spec.help}")
    choices = tuple(Choice(str(each.value), each.label) for each in framework.scores)
    return replace(spec, maximum=top, choices=choices)


def fit_fields(kind: str, framework: Framework | None) -> Mapping[str, Field]:
    """The fields of a kind of record as they are under a framework."""
    fields = CATALOGUE[kind].by_key
    if framework is None or kind not in _ON_SCALE:
        return fields
    return {**fields, _ON_SCALE[kind]: fit_field(fields[_ON_SCALE[kind]], framework)}


def list_scales(workbooks: Iterable[Workbook]) -> Mapping[str, Framework]:
    """Judgement -> the framework it is made under, of every year of some workbooks."""
    return {
        record.id: year.framework
        for workbook in workbooks
        for year in workbook.assessments
        for record in year.records_of("judgement")
    }
