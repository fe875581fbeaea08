"""House rules of the window: nothing travels through a module, and long work has two devices and no others."""

import ast
import re
from collections.abc import Iterator

from tests.rules.test_house import document, modules, named, parsed

MUTABLE = {
    "list", "dict", "set", "bytearray", "deque", "Counter", "OrderedDict", "defaultdict", "WeakKeyDictionary",
    "WeakValueDictionary", "WeakSet",
}  # fmt: skip
CHANGES = {
    "append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "remove", "discard", "clear", "sort",
}  # fmt: skip

DEVICES = re.compile(
    r"\bgc\.(?:disable|enable|freeze|unfreeze)\b|\bsetswitchinterval\b|\bQEventLoop\b|\bprocessEvents\b|\.exec\(\)"
)
MEASURED = {
    "ui/__main__.py": {".exec()"},  # the event loop itself
    "ui/shell/cycle_collector.py": {"gc.disable"},
    "ui/shell/opener.py": {"gc.freeze"},
    "ui/shell/pages.py": {"gc.freeze"},
    "ui/shell/spelling.py": {"gc.freeze"},
    "ui/shell/several_windows.py": {"gc.unfreeze"},
    "ui/pages/history/page.py": {"gc.freeze", "gc.unfreeze"},
    "ui/dialogs/import_file/read_file.py": {"gc.freeze"},
    "ui/dialogs/import_file/dialog.py": {"gc.unfreeze"},
    "ui/shell/wait_dialog.py": {".exec()"},
    "ui/widgets/dialogs.py": {".exec()"},
    "selfassess/exchange/pdf/writer.py": {"gc.disable", "gc.enable"},
}
"""What stands in DECISIONS.md with what it is for; another place needs a figure there first."""


def _mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    made = value.func if isinstance(value, ast.Call) else None
    name = made.id if isinstance(made, ast.Name) else made.attr if isinstance(made, ast.Attribute) else ""
    return name in MUTABLE


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None]]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from ((each.id, node.value) for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.value


def _held(tree: ast.Module) -> set[str]:
    """What a module holds that can change: a container that is no constant, and a constant that is changed."""
    containers = {name for name, value in _assigned(tree) if _mutable(value) and name != "__all__"}
    changed: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            changed.update(node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            changed.update({node.func.value.id} if isinstance(node.func.value, ast.Name) else ())
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            changed.update({node.value.id} if isinstance(node.value, ast.Name) else ())
    return {name for name in containers if name.strip("_").islower()} | containers & changed


def test_no_argument_travels_through_a_module_of_the_window() -> None:
    held = {named(path): _held(parsed(path)) for path in modules("ui")}
    assert {name: found for name, found in held.items() if found} == {}


def test_what_a_module_holds_is_seen_however_it_is_made() -> None:
    for line in (
        "_asked = {}", "_asked: dict[str, int] = {}", "waiting = WeakKeyDictionary()", "_done = weakref.WeakSet()",
        "KNOWN = []\ndef learn(each):\n    KNOWN.append(each)", "KNOWN = {}\ndef learn(each):\n    KNOWN[each] = 1",
    ):  # fmt: skip
        assert _held(ast.parse(line)), line
    for line in ("KNOWN = {'a': 1}", "_FIXED = ['a']", "def made():\n    found = []\n    found.append(1)"):
        assert not _held(ast.parse(line)), line


def test_long_work_has_two_devices_and_what_else_there_is_was_measured() -> None:
    found = {named(path): set(DEVICES.findall(path.read_text("utf-8"))) for path in modules("ui", "selfassess")}
    other = {name: devices - MEASURED.get(name, set()) for name, devices in found.items()}
    assert {name: devices for name, devices in other.items() if devices} == {}
    told = document("DECISIONS.md")
    for heading in (
        "## Why does Python's collector run on the GUI thread only?",
        "## Why is the collector told to leave a long history alone?",
        "## Which questions does the window wait for?",
    ):
        assert heading in told


def _told_for_ever(tree: ast.Module) -> Iterator[int]:
    """The lines where a signal of a workspace, which outlives what hears it, is heard by what no page ends with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            heard = ast.unparse(node.func.value)
            # A method of a QObject ends with it; of a lambda or a partial Qt does not know whose it is.
            if re.search(r"\b(?:workspace|context)\.\w+$", heard) and not isinstance(node.args[0], ast.Attribute):
                yield node.lineno


def test_what_a_workspace_tells_ends_with_whoever_hears_it() -> None:
    found = {
        named(path): list(_told_for_ever(parsed(path))) for path in modules("ui/pages", "ui/dialogs", "ui/widgets")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_what_is_heard_for_ever_is_found() -> None:
    for line in ("workspace.step_taken.connect(lambda _: self.go())", "self.workspace.saved.connect(partial(go, 1))"):
        assert list(_told_for_ever(ast.parse(line))) == [1], line
    assert list(_told_for_ever(ast.parse("workspace.step_taken.connect(self._on_step)"))) == []
