"""The score chart, as a chart of Excel's own that follows the numbers beside it."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.blocks import ScoreChart
from selfassess.exchange.excel import looks
from selfassess.exchange.excel.texts import one_line

_CENTIMETRES_A_BAR = 1.05
_CENTIMETRES_A_ROW = 0.529
_WIDTH = 17.5


def add_chart(sheet: Worksheet, chart: ScoreChart, *, first: int, anchor: str, columns: tuple[int, int, int]) -> int:
    """Draw the scores that stand from row ``first`` on; ``columns`` are those of names, scores and earlier scores.

    Returns how many rows of usual height the chart covers.
    """
    names, now, earlier = columns
    last = first + len(chart.bars) - 1
    bars = BarChart()
    bars.type = "bar"
    bars.style = 10
    bars.title = "Score of each quality statement"
    bars.gapWidth = 60
    title: Any = bars.title
    title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1200, b=True))
    bars.x_axis.scaling.orientation = "maxMin"  # the first statement on top
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.y_axis.scaling.min, bars.y_axis.scaling.max = 0, 4
    bars.y_axis.majorUnit = 1
    bars.y_axis.title = "Score, 1 to 4"
    bars.y_axis.numFmt = "0"
    bars.legend.position = "b"
    drawn = [(now, "This year", looks.ACCENT)]
    if any(bar.earlier is not None for bar in chart.bars):
        drawn.append((earlier, one_line(chart.earlier_label) or "Earlier", "AEB7C2"))
    for column, title, color in drawn:
        series = Series(Reference(sheet, min_col=column, min_row=first, max_row=last), title=title)
        series.graphicalProperties = GraphicalProperties(solidFill=color)
        series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        bars.series.append(series)
    bars.set_categories(Reference(sheet, min_col=names, min_row=first, max_row=last))
    height = 3 + _CENTIMETRES_A_BAR * len(chart.bars)
    bars.width, bars.height = _WIDTH, height  # type: ignore[assignment]  # centimetres, in parts as well
    sheet.add_chart(bars, anchor)
    return int(height / _CENTIMETRES_A_ROW) + 2
