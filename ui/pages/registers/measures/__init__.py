"""Measures: the scorecard of a year, each measure with its values, chart and commentary, and pasting from spreadsheets.

May import: selfassess, ui.widgets, ui.bridge. How a value stands to its target is no business of this page: that is
``selfassess.domain.measures.measures``.
"""
