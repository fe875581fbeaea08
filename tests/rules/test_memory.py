"""The domain keeps nothing from one question to the next: what was worked out is kept by the session alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CACHES = {"cache", "lru_cache", "memoize", "memoize_last", "singledispatch"}
CHANGES = {
    "add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "insert", "intersection_update",
    "pop", "popitem", "remove", "reverse", "rotate", "setdefault", "sort", "symmetric_difference_update", "update",
}  # fmt: skip
"""Methods that change the list, dict or set they belong to."""
MAKERS = {
    "list",
    "dict",
    "set",
    "defaultdict",
    "Counter",
    "deque",
    "OrderedDict",
    "WeakKeyDictionary",
    "WeakValueDictionary",
}


def last_name(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def names_at_the_top(tree: ast.Module) -> set[str]:
    """What a module calls its own values: assigned at its top, and not only in a function."""
    found: set[str] = set()
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found.update(each.id for target in targets if target for each in ast.walk(target) if isinstance(each, ast.Name))
    return found


def is_empty_and_mutable(value: ast.expr | None) -> bool:
    """Whether a value is a list, dict or set in which nothing stands yet: somebody means to put something in."""
    if isinstance(value, ast.Subscript):
        value = value.value
    if isinstance(value, ast.Call) and (isinstance(value.func, ast.Subscript) or last_name(value) in MAKERS):
        maker = value.func.value if isinstance(value.func, ast.Subscript) else value.func
        return last_name(maker) in MAKERS and not value.args
    inside = value.keys if isinstance(value, ast.Dict) else getattr(value, "elts", [value])
    return isinstance(value, ast.List | ast.Set | ast.Dict) and not inside


def changed_in(function: ast.AST) -> Iterator[tuple[str, int]]:
    """The names that a function changes the value of, without giving them another."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            if isinstance(node.func.value, ast.Name):
                yield node.func.value.id, node.lineno
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
            targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
            for target in targets:
                if isinstance(target, ast.Subscript | ast.Attribute) and isinstance(target.value, ast.Name):
                    yield target.value.id, node.lineno


def own_names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """What a function calls its own: parameters, and all that it gives a value."""
    given = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    stored = (n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return given.union(stored)


def memories(source: str) -> list[str]:
    """Each place where a module keeps something from one call to the next, in words."""
    tree = ast.parse(source)
    top = names_at_the_top(tree)
    found = []
    for line in tree.body:
        if isinstance(line, ast.Assign | ast.AnnAssign) and is_empty_and_mutable(line.value):
            found.append(f"line {line.lineno}: an empty list, dict or set to be filled")
    for node in ast.walk(tree):
        if isinstance(node, ast.Global | ast.Nonlocal):
            found.append(f"line {node.lineno}: {type(node).__name__.lower()} {', '.join(node.names)}")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += [
                f"line {node.lineno}: @{last_name(each)}" for each in node.decorator_list if last_name(each) in CACHES
            ]
            outer = top - own_names(node)
            found += [f"line {line}: {name} is changed" for name, line in changed_in(node) if name in outer]
        elif isinstance(node, ast.Call) and last_name(node) in CACHES:
            found.append(f"line {node.lineno}: {last_name(node)}()")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "from functools import lru_cache\n@lru_cache(maxsize=8)\ndef f(x): return x",
        "import functools\n@functools.cache\ndef f(x): return x",
        "from functools import lru_cache\nf = lru_cache(8)(len)",
        "_last = []\ndef f(x): return x",
        "_known: dict[str, int] = {}\ndef f(x): return _known.get(x)",
        "_known = dict[str, int]()",
        "_last = [None]\ndef f(x): _last[0] = x",
        "_last = [None]\ndef f(x): _last[:] = [x]",
        "T = {'a': 1}\nclass C:\n    def f(self, x): T.setdefault(x, 2)",
        "n = 0\ndef f():\n    global n\n    n += 1",
        "def last(work):\n    kept = None\n    def ask(x):\n        nonlocal kept\n        kept = x\n    return ask",
        "def f(x):\n    return x\nf.__dict__\ndef g(x): NAMES.add(x)\nNAMES = {'a'}",
    ],
)
def test_the_rule_finds_what_it_is_about(source: str) -> None:
    assert memories(source)


def test_the_rule_lets_constants_and_what_a_function_makes_for_itself_be() -> None:
    source = "WORDS = {'a': 'b'}\ndef f(x):\n    made = []\n    made.append(WORDS[x])\n    made[0] = x\n    return made"
    assert memories(source) == []


def test_the_domain_has_no_memory() -> None:
    files = sorted((ROOT / "selfassess" / "domain").rglob("*.py"))
    assert len(files) > 80
    found = {path.name: said for path in files if (said := memories(path.read_text(encoding="utf-8")))}
    assert found == {}
