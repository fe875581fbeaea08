"""What functions are called over the whole of the product, and how dense they are: shares that may not creep back.

One name alone is nobody's fault, so no single one is refused: the shares are held, with room of one point.
"""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOM = 0.01
AIMS = {"of one word": 0.25, "that stand in several files": 0.30, "that are participles": 0.01}
MOST_BRANCHES = 0.317
"""For each line of a function: a condition, loop, comprehension, handler or context is one. The aim is 0.30."""

PAST = {
    "told", "taken", "held", "kept", "said", "known", "found", "given", "written", "shown", "made", "done",
    "sent", "gone", "left", "drawn", "begun", "chosen", "laid", "built", "bound", "brought", "meant", "lost",
    "met", "seen", "spoken", "stood", "thought", "worn", "won",
}  # fmt: skip
NO_PAST = {"need", "feed", "seed", "embed", "proceed", "exceed", "speed", "split"}
BRANCHES = (
    ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.BoolOp, ast.comprehension, ast.With, ast.Match,
)  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_named_by_others(name: str) -> bool:
    """Whether Python or Qt says what a function is called: ``__enter__``, ``mousePressEvent``."""
    return name.startswith("__") or not (name.islower() or len(name) == 1)


def functions_in(tree: ast.AST) -> Iterator[Function]:
    """The functions and methods of a module whose names are ours."""
    for node in ast.walk(tree):
        if isinstance(node, Function) and not is_named_by_others(node.name):
            yield node


def is_participle(name: str) -> bool:
    word = name.strip("_")
    return "_" not in word and (word in PAST or word.endswith("ed")) and word not in NO_PAST


def shares_of(names: dict[str, list[str]]) -> dict[str, float]:
    """The shares of function names by what AIMS calls them; ``names`` holds those of each file."""
    files: dict[str, set[str]] = defaultdict(set)
    for file, there in names.items():
        for name in there:
            files[name].add(file)
    every = [name for there in names.values() for name in there]
    counted = Counter(
        {
            "of one word": sum("_" not in name.strip("_") for name in every),
            "that stand in several files": sum(len(files[name]) > 1 for name in every),
            "that are participles": sum(map(is_participle, every)),
        }
    )
    return {aim: counted[aim] / len(every) for aim in AIMS}


def branches_a_line(trees: list[ast.Module]) -> float:
    functions = [function for tree in trees for function in functions_in(tree)]
    lines = sum((function.end_lineno or 0) - function.lineno + 1 for function in functions)
    return sum(isinstance(node, BRANCHES) for function in functions for node in ast.walk(function)) / lines


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    paths = [path for room in ("selfassess", "ui") for path in (ROOT / room).rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def test_most_functions_are_verbs_with_their_object(trees: dict[str, ast.Module]) -> None:
    names = {file: [function.name for function in functions_in(tree)] for file, tree in trees.items()}
    shares = shares_of(names)
    assert {aim: share for aim, share in shares.items() if share > AIMS[aim] + ROOM} == {}


def test_functions_are_not_dense(trees: dict[str, ast.Module]) -> None:
    assert branches_a_line(list(trees.values())) <= MOST_BRANCHES


def test_a_share_that_is_too_large_is_seen() -> None:
    names = {"a.py": ["read", "read_header", "_told"], "b.py": ["read", "__enter__x", "find_row"]}
    assert shares_of(names) == {
        "of one word": 0.5,
        "that stand in several files": pytest.approx(1 / 3),
        "that are participles": pytest.approx(1 / 6),
    }
    assert not is_participle("need")
    assert not is_participle("written_names")
    assert is_named_by_others("mousePressEvent")
    dense = ast.parse("def first(row):\n    return [a for a in row if a and (a > 1 or row)] if row else None")
    assert branches_a_line([dense]) == 2.0
