"""The backups of a workbook: what each would set back, going back to one, and keeping one as a file.

It may import the bridge, widgets, the domain and services. When a backup is taken, how many are kept and what differs
is worked out in ``selfassess.services``.
"""
