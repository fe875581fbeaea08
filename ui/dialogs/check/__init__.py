"""Checking a workbook: is it what was written into it, page by page and record by record against its history?

May import: selfassess, ui.widgets, ui.bridge. What is checked is selfassess.services.years.checking's.
"""
