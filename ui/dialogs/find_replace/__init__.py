"""Find and replace: in the field one was in, at the statement, or everywhere in the year; one step, seen before.

May import: selfassess, ui.widgets, ui.bridge. What stands where is selfassess.domain.model.replacement's.
"""
