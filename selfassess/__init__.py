"""Everything that is not Qt: the self-assessment workbook, importable and scriptable.

Rooms, each importing only those to its right: ``cli | bootstrap`` > ``services`` > ``exchange | storage`` > ``packs`` >
``domain``. Nothing here imports ``ui`` or Qt; the one exception is the command line, which opens the window on request.
Nothing here reaches the network. A new kind of thing belongs in one of the rooms, never loose in this folder.
"""

VERSION = "0.1.0"
RELEASED = "2026-11-30"
"""The day of this version."""
