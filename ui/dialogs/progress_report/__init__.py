"""The dialog that writes the progress report of the improvement plan for a committee.

May import widgets, jobs, the bridge, services and the domain. What the report says belongs to
``domain.improvement_plan``.
"""
