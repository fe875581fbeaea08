"""The measures as a register: its words, its filters, and the columns of the scorecard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from selfassess.domain.measures import measures
from selfassess.domain.measures.comparators import Gap
from selfassess.domain.measures.measures import Standing, Status
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.statement_status import needs_review
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold_text
from ui.pages.registers.columns import build_review_columns, build_statements_column
from ui.pages.registers.filters import Filter
from ui.pages.registers.kinds import BY_STATEMENTS, Register
from ui.widgets import theme
from ui.widgets.forms.carried import SIGN
from ui.widgets.tables import Column

LARGE_TEXT = 150
"""The text size in percent from which names of measures have less room."""
TONES = {Status.NOT_MET: "warning", Status.MET: "good"}
VERDICTS = ("worse", "the same", "better", "")
"""How a difference may be judged, in the order in which it is sorted."""

MEASURES = Register(
    place="measures",
    kind="measure",
    title="Measures",
    what="The figures you judge yourselves by: the latest value, against England and your target, and how it moves.",
    empty="No measures yet. Paste your scorecard from a spreadsheet, import its file, or add measures one by one.",
    filters=(
        BY_STATEMENTS,
        Filter(
            field="standing",
            everything="Any status",
            answers=(
                (Status.NOT_MET, "Target not met"),
                (Status.MET, "Target met"),
                (Status.UNJUDGED, "Not judged"),
                (Status.NO_TARGET, "No target"),
                (Status.NO_VALUE, "No value yet"),
            ),
        ),
    ),
    for_many=("quality_statements", "better", "unit", "source"),
    prompt="Add a measure: its name",
    asks=("title",),
)


def build_measure_columns(year: Assessment, stands: Callable[[Record], Standing]) -> Sequence[Column]:
    """The scorecard's columns; ``stands`` says how a measure of that year stands."""
    spec = CATALOGUE["measure"].by_key
    large = theme.px(100) >= LARGE_TEXT
    return (
        Column(
            label=spec["title"].label,
            words=_name_measure,
            order=lambda measure: fold_text(measure.text_of("title")) or None,
            share=3,
            width=20 if large else 28,
        ),
        Column(
            label="Latest value",
            words=lambda measure: stands(measure).value,
            order=lambda measure: _latest_value(stands(measure)),
            number=True,
            width=18 if large else 20,
        ),
        Column(
            label="Compared with",
            words=lambda measure: _describe_other(stands(measure)),
            number=True,
            width=24,
            gives_way=2,
        ),
        Column(
            label="Difference",
            words=lambda measure: _describe_difference(find_main_gap(stands(measure))),
            order=lambda measure: _order_difference(find_main_gap(stands(measure))),
            width=24,
        ),
        Column(
            label=spec["target"].label,
            words=lambda measure: measures.format_amount(stands(measure).target, measure.text_of("unit")),
            order=lambda measure: stands(measure).target,
            number=True,
            width=8,
            gives_way=3,
        ),
        Column(
            label="Status",
            words=lambda measure: stands(measure).status_words,
            order=lambda measure: list(Status).index(stands(measure).status),
            tone=lambda measure: TONES.get(stands(measure).status, ""),
            width=13,
            gives_way=1,
        ),
        _build_trend_column("Short-term trend", lambda measure: stands(measure).short_term),
        _build_trend_column("Annual trend", lambda measure: stands(measure).annual),
        build_statements_column(year, width=14, gives_way=5),
        *build_review_columns(year, "measure"),
    )


def find_main_gap(standing: Standing) -> Gap | None:
    """How our value stands to England; where nobody gave England's, to the first it is compared with."""
    england = (gap for gap in standing.gaps if fold_text(gap.level.name).startswith("england"))
    return next(england, next(iter(standing.gaps), None))


def _name_measure(measure: Record) -> str:
    sign = f"{SIGN}  " if needs_review(measure) else ""
    return f"{sign}{'  '.join(filter(None, (measure.text_of('code'), measure.text_of('title'))))}"


def _latest_value(standing: Standing) -> float | None:
    if standing.latest is not None:
        return standing.latest.value
    return None


def _describe_other(standing: Standing) -> str:
    gap = find_main_gap(standing)
    if gap is not None:
        return ": ".join(filter(None, (gap.whose_then, gap.value_words)))
    return standing.comparator


def _describe_difference(gap: Gap | None) -> str:
    return gap.short if gap is not None else ""


def _order_difference(gap: Gap | None) -> tuple[int, float] | None:
    """The worse ones first, and of these the largest; without our value there is nothing to sort by."""
    if gap is None or gap.difference is None:
        return None
    return VERDICTS.index(gap.verdict), -abs(gap.difference)


def _build_trend_column(label: str, trend: Callable[[Record], measures.Trend]) -> Column:
    return Column(
        label=label,
        words=lambda measure: trend(measure).sign_and_move,
        order=lambda measure: list(measures.Move).index(trend(measure).move),
        width=14,
        gives_way=4,
    )
