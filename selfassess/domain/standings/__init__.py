"""Where others stand: what CQC published of councils, and ours beside region, kind and England, statement by statement.

May import: ``readiness`` and what stands below it. Does not belong here: where the published scores are kept.
"""
