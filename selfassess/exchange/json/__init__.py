"""JSON, the open format: a whole workbook out and in, with the catalogue's own kinds, keys and ids.

May import: domain, packs, msgspec. Does not belong here: the store, or what is done with a workbook once read.
"""

from selfassess.exchange.json.reader import read
from selfassess.exchange.json.schema import schema
from selfassess.exchange.json.signed import pack, unpack
from selfassess.exchange.json.verify import verify
from selfassess.exchange.json.writer import write

__all__ = ["pack", "read", "schema", "unpack", "verify", "write"]
