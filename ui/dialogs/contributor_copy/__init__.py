"""Preparing a copy for a contributor: who, which statements, what they see; then where it is and what to do with it.

May import: selfassess, ui.widgets, ui.bridge. What is in a copy and what may be written there is the domain's; making
the file is selfassess.services.importing.contributor_copies's.
"""
