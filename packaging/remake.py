"""What the project keeps of its own file format, made anew: ``bootstrap.py schema`` and ``fixture`` call this."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "resources" / "schema" / "selfassess-1.schema.json"
FINGERPRINTS = ROOT / "selfassess" / "storage" / "format" / "schema_check.py"


def remake_schema() -> None:
    """Write the JSON Schema of the catalogue, and the fingerprint of what a workbook of this format is made of."""
    from selfassess.domain.model.catalogue import FORMAT
    from selfassess.exchange.json import build_schema
    from selfassess.storage.format.schema_check import expected_schema, fingerprint_schema

    SCHEMA.write_text(json.dumps(build_schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    code = FINGERPRINTS.read_text(encoding="utf-8")
    FINGERPRINTS.write_text(
        put_fingerprint(code, FORMAT, fingerprint_schema(expected_schema(FORMAT))), encoding="utf-8"
    )


def put_fingerprint(code: str, format_: int, fingerprint: str) -> str:
    """The module with the fingerprint of a format in its ``SHAPES``, in place of the one that stood there."""
    line = f'    {format_}: "{fingerprint}",\n'
    there = re.compile(rf"^    {format_}: \"[0-9a-f]{{64}}\",\n", re.MULTILINE)
    if there.search(code):
        return there.sub(line, code)
    head, end, rest = code.partition('",\n}\n')
    return f'{head}",\n{line}}}\n{rest}' if end else code


def remake_fixture() -> None:
    """Write the workbook that is kept of this format, for the tests that open it with every later version."""
    from tests.storage import make_fixture

    make_fixture.main()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    {"schema": remake_schema, "fixture": remake_fixture}[sys.argv[1]]()
