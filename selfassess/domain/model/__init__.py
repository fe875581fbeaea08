"""What a workbook is made of: catalogue, records, journal, commands, events, and values passed on.

May import: ``text`` and ``framework``. Does not belong here: what follows from the records, such as findings, ratings
and documents; each of those is a subject of its own beside this one.
"""
