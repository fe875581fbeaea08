"""JSON, the open format: a whole workbook out and in, with the catalogue's own kinds, keys and ids.

May import: domain, packs, msgspec. Does not belong here: the store, or what is done with a workbook once read.
"""

from selfassess.exchange.json.reader import read_json_workbook
from selfassess.exchange.json.schema import build_schema
from selfassess.exchange.json.signed import pack_snapshot, unpack_snapshot
from selfassess.exchange.json.verify import verify_json
from selfassess.exchange.json.writer import write_json

__all__ = ["build_schema", "pack_snapshot", "read_json_workbook", "unpack_snapshot", "verify_json", "write_json"]
