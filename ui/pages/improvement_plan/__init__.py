"""The page of the improvement plan: a board, a time line and a list of the actions, with milestones and updates beside.

May import widgets, the bridge, services and the domain. How an action stands is worked out in
``domain.improvement_plan``; nothing here decides it.
"""
