"""Where others stand: our scores beside region, kind and England, who scored well, and adding what CQC published since.

May import: selfassess, ui.widgets, ui.bridge. What stands beside what is worked out in ``selfassess.domain.standings``.
"""
