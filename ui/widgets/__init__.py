"""Reusable parts of the screen that know no feature: fields, chips, charts, lists, the theme.

May import Qt and the value types of ``selfassess.domain``. Anything that asks a session for data, or names one page,
does not belong here; nor does anything from ``bridge``.
"""
