"""A return as a folder or a zip file: written beside its place, read back, and only then given its name.

May import: domain. Does not belong here: what is sent and what is held back (the domain plans that), what the
documents and the index of our own say, and other people's files beyond copying them.

``folder`` and ``archive`` are the two shapes a return can have, ``working`` is what both begin and end with,
``copying`` the way each file takes.
"""

from selfassess.exchange.return_pack.archive import ArchivePack
from selfassess.exchange.return_pack.copying import SourceError
from selfassess.exchange.return_pack.folder import FolderPack
from selfassess.exchange.return_pack.working import DEEPER, Pack

__all__ = ["DEEPER", "ArchivePack", "FolderPack", "Pack", "SourceError"]
