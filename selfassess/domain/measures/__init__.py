"""Measures: their values as people write them, their periods, and how the latest stands against target and trend.

May import: ``model`` and what stands below it. Does not belong here: how a measure is drawn or printed.
"""
