"""The registers: every piece of evidence, risk, action and contact of a year in one list each.

One page serves all four; the measures have one of their own. What a register shows, filters and asks for is data in
``kinds``; a new one is an entry there.
"""
