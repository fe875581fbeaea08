"""A region's view: what is shared with it, and the tables of what councils shared, drawn by council and statement.

May import: selfassess, ui.widgets, ui.bridge. What is gathered and asked is for ``selfassess.services.region`` to say.
"""
