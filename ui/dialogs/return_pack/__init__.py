"""Handing over the return: what would go and what would not, then a folder or zip file of it.

May import: selfassess, ui.widgets, ui.bridge. The plan and the writing belong to the services
(``exporting.return_pack``); what is worth a warning is the domain's.
"""
