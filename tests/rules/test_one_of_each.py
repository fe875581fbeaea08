"""What there is one of: plurals, lists, shares, sizes, months and times are worded by the wording module alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORDING = ROOT / "selfassess" / "domain" / "text" / "wording.py"
BUILT_INLINE = {
    "a plural": r"""['"][^'"]*['"] if [^'"]* == 1 else f?['"][^'"]|['"][^'"]+['"] if [^'"]* != 1 else f?['"]"""
    r"""|\{['"]{2} if [^'"]* == 1 else ['"]s|\bone if \w+ == 1 else many\b""",
    "a list": r"""['"] (?:and|or) ['"]\.join\(|\[:-1\]\)\}? (?:and|or) |\.join\((\w+)\[:-1\]\), \1\[-1\]""",
    "a share": r"""\} %(?![a-zA-Z])""",
    "a month": r"""MONTHS\[[^\]]*\]\.capitalize\(|%B|%b\b""",
    "a time": r"""(?<!T)\{[^{}]*:%H:%M\}""",
    "a size": r"""\} (?:KB|MB|GB)\b|\(['"][KMG]B['"],""",
}


@pytest.mark.parametrize("what", BUILT_INLINE)
def test_words_for_numbers_are_built_in_one_place(what: str) -> None:
    pattern = re.compile(BUILT_INLINE[what])
    modules = [*(ROOT / "selfassess").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted(set(modules) - {WORDING})
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, f"{what} is built beside the wording module:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a plural", """f"{count:,} {'item' if count == 1 else 'items'}\""""),
        ("a plural", '''"1 row" if len(rows) == 1 else f"{len(rows)} rows"'''),
        ("a plural", """f"{n} change{'' if n == 1 else 's'}\""""),
        ("a list", """" and ".join(names)"""),
        ("a list", """f"{', '.join(names[:-1])} or {names[-1]}\""""),
        ("a share", '''f"{percent} %"'''),
        ("a month", '''f"{MONTHS[day.month - 1].capitalize()} {day.year}"'''),
        ("a month", '''f"{now:%d %B %Y}"'''),
        ("a time", '''f"Saved {moment:%H:%M}"'''),
        ("a size", '''f"{size / 1e6:.1f} MB"'''),
    ],
)
def test_a_word_built_inline_is_seen(what: str, line: str) -> None:
    assert re.search(BUILT_INLINE[what], line)
