"""Everything that is Qt: the window on a workbook.

Rooms, each importing only those to its right: ``__main__`` > ``shell`` > ``pages | dialogs`` > ``widgets | bridge``.
May import ``selfassess``, and asks its ``services`` for every change. Rules of the sector, files and SQL do not
belong here.
"""
