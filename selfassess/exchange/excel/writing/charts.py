"""Charts of Excel's own, drawn over rows that are kept free for them, of numbers that stand in cells beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.exchange.excel.texts import reduce_to_one_line
from selfassess.exchange.excel.writing import styles

_TITLE_LIMIT = 200
_DESCRIPTION_LIMIT = 2_000
_ROWS_AROUND = 5
"""Rows of usual height that a chart's title, numbers and legend take."""


@dataclass(frozen=True, slots=True)
class Bars:
    """One series: its name, the sheet's column that holds its numbers, and its colours."""

    name: str
    column: int
    fill: str
    line: str
    label: str = styles.INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of numbers in the rows ``first`` to ``last``; ``names`` is the column of what each row is about.

    ``rows_a_bar`` is how many rows of usual height each of them takes in the chart.
    """

    title: str
    description: str
    names: int
    first: int
    last: int
    series: Sequence[Bars]
    stacked: bool = False
    top: int | None = None
    rows_a_bar: float = 1.75

    @property
    def height_in_rows(self) -> int:
        """How many rows of usual height it covers."""
        return _ROWS_AROUND + round(self.rows_a_bar * (self.last - self.first + 1))


def add_chart(sheet: Worksheet, chart: Chart, *, row: int, column: int) -> None:
    """Draw a chart from ``row`` and ``column`` on, into the third column; its rows have ``looks.LINE_HEIGHT``."""
    bars = BarChart()
    bars.type = "bar"
    bars.grouping = "stacked" if chart.stacked else "clustered"
    bars.overlap = 100 if chart.stacked else -5
    bars.gapWidth = 45
    bars.roundedCorners = False
    bars.title = reduce_to_one_line(chart.title, _TITLE_LIMIT)
    title: Any = bars.title
    title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_chart_letters(1200, bold=True))
    title.overlay = False
    _set_chart_axes(bars, chart)
    bars.legend.position = "b"
    bars.legend.txPr = _chart_text_style(900)
    if len(chart.series) == 1:
        bars.legend = None
    bars.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=styles.LINE))
    for each in chart.series:
        bars.series.append(_build_chart_series(sheet, chart, each))
    anchor: Any = _DescribedAnchor(row, chart.height_in_rows, column, chart)
    bars.anchor = anchor
    sheet.add_chart(bars)


class _DescribedAnchor(TwoCellAnchor):
    """A chart's place on the sheet, with its name and alternative text, which openpyxl leaves out of charts."""

    __elements__ = TwoCellAnchor.__elements__
    __attrs__ = TwoCellAnchor.__attrs__

    def __init__(self, row: int, rows: int, column: int, chart: Chart) -> None:
        end = AnchorMarker(col=column + 1, colOff=450_000, row=row - 1 + rows - 1, rowOff=0)
        super().__init__(editAs="oneCell", _from=AnchorMarker(col=column - 1, row=row - 1), to=end)
        self._chart = chart

    def to_tree(self, *arguments: Any, **more: Any) -> Any:
        """The anchor as it is written."""
        frame: Any = self.graphicFrame
        described = frame.nvGraphicFramePr.cNvPr
        described.name = reduce_to_one_line(self._chart.title, _TITLE_LIMIT)
        described.descr = reduce_to_one_line(self._chart.description, _DESCRIPTION_LIMIT)
        return super().to_tree(*arguments, **more)


class _Labels(DataLabelList):
    """The numbers at the bars, in a format of their own."""

    __elements__, __nested__ = DataLabelList.__elements__, DataLabelList.__nested__

    def to_tree(self, *arguments: Any, **more: Any) -> Any:
        """The labels as they are written; without ``sourceLinked`` some programs take the cells' format."""
        tree: Any = super().to_tree(*arguments, **more)
        tree.find("numFmt").set("sourceLinked", "0")
        return tree


def _set_chart_axes(bars: BarChart, chart: Chart) -> None:
    names: Any = bars.x_axis
    numbers: Any = bars.y_axis
    names.scaling.orientation = "maxMin"  # the first row on top
    names.tickLblSkip = 1  # every name, however small the chart is drawn
    names.delete = numbers.delete = False
    names.txPr = numbers.txPr = _chart_text_style(900)
    names.majorTickMark = numbers.majorTickMark = "none"
    names.spPr = GraphicalProperties(ln=LineProperties(solidFill=styles.MUTED))
    # With the first row on top, the numbers would stand above the chart; at the far end they stand below.
    numbers.crosses = "max"
    numbers.scaling.min = 0
    numbers.scaling.max = chart.top
    major_unit = chart.top and chart.top <= 10
    numbers.majorUnit = 1 if major_unit else None
    numbers.number_format = "0"
    numbers.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=styles.LINE))


def _build_chart_series(sheet: Worksheet, chart: Chart, bars: Bars) -> Series:
    """One series with the values it had when it was written, for programs that do not look them up."""
    values = [sheet.cell(row, bars.column).value for row in range(chart.first, chart.last + 1)]
    points = [NumVal(idx=n, v=value) for n, value in enumerate(values) if isinstance(value, int)]
    numbers = NumData(formatCode="General", ptCount=len(values), pt=points)
    names = [str(sheet.cell(row, chart.names).value or "") for row in range(chart.first, chart.last + 1)]
    words = StrData(ptCount=len(names), pt=[StrVal(idx=n, v=name) for n, name in enumerate(names)])
    series = Series(
        tx=SeriesLabel(v=reduce_to_one_line(bars.name) or "Earlier"),
        cat=AxDataSource(strRef=StrRef(f=_reference_chart_cells(sheet, chart, chart.names), strCache=words)),
        val=NumDataSource(numRef=NumRef(f=_reference_chart_cells(sheet, chart, bars.column), numCache=numbers)),
    )
    series.invertIfNegative = False
    series.spPr = GraphicalProperties(solidFill=bars.fill, ln=LineProperties(solidFill=bars.line, w=9525))
    number_format = "0;;;" if chart.stacked else "0"
    label_place = "ctr" if chart.stacked else "outEnd"
    series.dLbls = _Labels(
        # A part that is not there needs no number.
        numFmt=number_format,
        txPr=_chart_text_style(900, bold=True, color=bars.label),
        dLblPos=label_place,
        showLegendKey=False,
        showVal=True,
        showCatName=False,
        showSerName=False,
        showPercent=False,
        showBubbleSize=False,
    )
    return series


def _reference_chart_cells(sheet: Worksheet, chart: Chart, column: int) -> str:
    letter = get_column_letter(column)
    return f"{quote_sheetname(sheet.title)}!${letter}${chart.first}:${letter}${chart.last}"


def _chart_letters(size: int, *, bold: bool = False, color: str = styles.INK) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=color)


def _chart_text_style(size: int, *, bold: bool = False, color: str = styles.INK) -> RichText:
    """How letters look; of text itself, which openpyxl adds, there is none."""
    letters = _chart_letters(size, bold=bold, color=color)
    paragraph: Any = Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)
    paragraph.r = []
    return RichText(p=[paragraph])
