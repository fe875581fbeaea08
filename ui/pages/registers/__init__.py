"""The registers: every piece of evidence, risk, action, measure and contact of a year in one list each.

One page serves all five. What a register shows, filters and asks for is data in ``kinds``; a new one is an entry there.
"""
