"""The frame of the window: navigation, menus, the top line, which page is showing.

May import ``pages``, ``dialogs``, ``widgets``, ``bridge`` and ``selfassess``. It knows the list of pages
and nothing of what any one of them does; a feature's own rules and layout do not belong here.
"""
