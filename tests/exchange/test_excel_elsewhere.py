"""An export in programs of other people: exceljs and SheetJS, where they are at hand (CONTRIBUTING says how)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from selfassess.exchange import json as open_format
from selfassess.exchange.excel.registers import REGISTERS
from selfassess.packs.resources import RESOURCES
from tests.exchange.excel_making import written

_MODULES = os.environ.get("SELFASSESS_NODE_MODULES", "")
_SCRIPT = """
const Excel = require('exceljs'), Sheet = require('xlsx');
(async () => {
  const book = new Excel.Workbook();
  await book.xlsx.readFile(process.argv[1]);
  const risks = book.getWorksheet('Risks');
  const other = Sheet.readFile(process.argv[1]);
  console.log(JSON.stringify({
    sheets: book.worksheets.map(each => each.name),
    tables: Object.keys(risks.tables),
    headings: risks.getRow(1).values.slice(1),
    rows: risks.actualRowCount,
    others: other.SheetNames,
    extent: other.Sheets['Risks']['!ref'],
  }));
})().catch(error => { console.error(error); process.exit(1); });
"""


@pytest.mark.skipif(not (_MODULES and shutil.which("node")), reason="node with exceljs and xlsx is not here")
def test_exceljs_and_sheetjs_open_an_export(tmp_path: Path) -> None:
    whole = open_format.read_json_workbook(RESOURCES / "sample" / "derby.json").workbook
    path = written(tmp_path / "derby.xlsx", whole)
    called = subprocess.run(
        ["node", "-e", _SCRIPT, str(path)],
        env={**os.environ, "NODE_PATH": _MODULES}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    found = json.loads(called.stdout)
    risks = sum(len(each.records_of("risk")) for each in whole.assessments)
    assert found["sheets"] == found["others"]
    assert {kind.sheet for kind in REGISTERS} <= set(found["sheets"])
    assert found["tables"] == ["Risks"]
    assert found["headings"][0] == "Risk"
    assert found["rows"] == risks + 1
    assert found["extent"].endswith(str(risks + 1))
