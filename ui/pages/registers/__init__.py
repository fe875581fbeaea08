"""The registers: every piece of evidence, risk, action, measure and contact of a year in one list each.

One view serves all; what the measures have beside it (values, charts, pasting) is in ``measures``. What a register
shows, filters and asks for is data in ``kinds``; a new one is an entry there.
"""
