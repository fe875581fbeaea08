"""Review and sign-off: every comment of the year, where each statement stands, and the versions that were signed.

It may import the bridge, widgets, the domain and services. What a version is, and what may be written once it is
signed, belongs to ``selfassess``.
"""
