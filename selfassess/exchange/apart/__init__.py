"""Other people's formats, read in a process of their own: what harms the reader harms nothing else.

May import: domain. Does not belong here: any format; ``child`` knows the readers by name and imports one where it is
asked for, in the other process.

``read`` reads one file; ``Reader`` serves several, and starts anew after one that ended it. A new reader of a format is
a line in ``child.READERS``.
"""

from selfassess.exchange.apart.child import WORD, main
from selfassess.exchange.apart.door import Reader, read_apart

__all__ = ["WORD", "Reader", "main", "read_apart"]
