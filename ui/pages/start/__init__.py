"""The start screen: recent workbooks, a new one, the worked example, and how to import a prior year.

It only asks; opening and making files is the shell's business, because no workbook is open yet. It is the first thing
that is painted, so nothing heavy may be imported here.
"""
