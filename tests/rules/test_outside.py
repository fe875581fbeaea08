"""What comes from outside becomes part of no statement, and is taken to pieces in a process of its own only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.rules.test_house import ROOT, imported, modules, named, parsed

STATEMENT = re.compile(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|ALTER|DROP|WHERE|ATTACH|ORDER BY)\b|typeof\(|json_valid"
)
COMPOSED = frozenset({
    "CATALOGUE[kind].key", "kind.key", "spec.key", "key", "table", "column", "columns", "names", "name", "_NAMES",
    "conditions", "sorts", "places", "part", "where", "marks", "pragma",
    "', '.join(('?' for _ in rows.JOURNAL_COLUMNS))", "', '.join((f'[{name}]' for name in rows.JOURNAL_COLUMNS))",
    "A_BREATH * 4", "APPLICATION_ID", "FORMAT", "LONGEST", "MOST", "POSITION", "Migrations.migrations_table",
})  # fmt: skip
"""What stands in braces in statements, looked at one by one: names of the catalogue, question marks, and what is
written in the module itself. None of it is text of a file; look as long at a new one."""

APART = {
    "selfassess.exchange.spreadsheets.cells": {
        "selfassess/exchange/documents/spreadsheets.py", "selfassess/exchange/excel/reading/other_formats.py",
    },
    "selfassess.exchange.documents.words": set[str](),
    "selfassess.exchange.excel.reading.reader": {
        "selfassess/exchange/excel/__init__.py", "selfassess/exchange/excel/reading/verification.py",
    },
    "selfassess.exchange.report.reader": {"selfassess/exchange/report/__init__.py"},
}  # fmt: skip
"""The readers, and who may still ask one directly: another reader, or an export that reads back what it wrote."""


def _composed(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            words = "".join(str(each.value) for each in node.values if isinstance(each, ast.Constant))
            if STATEMENT.search(words):
                yield from (ast.unparse(each.value) for each in node.values if isinstance(each, ast.FormattedValue))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            sides = (each.value for each in (node.left, node.right) if isinstance(each, ast.Constant))
            yield from (ast.unparse(node) for side in sides if isinstance(side, str) and STATEMENT.search(side))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            said = node.func.value
            if isinstance(said, ast.Constant) and STATEMENT.search(str(said.value)):
                yield ast.unparse(node)


def test_no_text_of_a_file_becomes_part_of_a_statement() -> None:
    found = {named(path): set(_composed(parsed(path))) - COMPOSED for path in modules("selfassess/storage")}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "line",
    [
        'f"DELETE FROM {change.kind}"',
        '"SELECT * FROM " + change.kind',
        '"UPDATE %s" % change.kind',
        '"INSERT INTO {}".format(change.kind)',
    ],
)
def test_composing_is_seen_however_it_is_done(line: str) -> None:
    assert any("change.kind" in each for each in _composed(ast.parse(line)))


def _importing(module: str) -> set[str]:
    whole = re.compile(rf"{re.escape(module)}(?:\.|$)")
    return {named(path) for path in modules("selfassess", "ui") if any(map(whole.match, imported(parsed(path))))}


def test_readers_of_other_peoples_formats_are_asked_through_the_door() -> None:
    for reader, allowed in APART.items():
        assert (ROOT / f"{reader.replace('.', '/')}.py").exists()
        assert _importing(reader) <= allowed, reader


def test_no_use_case_and_no_page_calls_a_reader_directly() -> None:
    direct = re.compile(r"\b(?:excel|report)\.read\(|\bcells\.read\(|\bpassages\(")
    rooms = modules("selfassess/services", "selfassess/cli", "ui")
    assert [named(path) for path in rooms if direct.search(path.read_text("utf-8"))] == []


def test_the_library_that_any_spreadsheet_may_end_is_in_one_module() -> None:
    assert _importing("python_calamine") == {"selfassess/exchange/spreadsheets/cells.py"}
