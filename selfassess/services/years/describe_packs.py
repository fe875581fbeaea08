"""Which packs ship, and what one holds as the objects and texts that the command line prints."""

from __future__ import annotations

from typing import Any

from selfassess.domain.framework.framework import Framework, InformationReturn, Statement
from selfassess.domain.text.wording import count_noun
from selfassess.packs import reader as packs


def list_shipped_frameworks() -> tuple[Framework, ...]:
    """Every version of the framework that ships with the program."""
    return tuple(packs.load_framework(id) for id in packs.framework_ids())


def describe_framework(pack: Framework) -> dict[str, Any]:
    """A framework as the object of DESIGN's command line: source names in place of keys."""
    return {
        "id": pack.id,
        "themes": [
            {
                "key": theme.key,
                "number": theme.number,
                "name": theme.name,
                "statements": [_describe_framework_statement(pack, statement) for statement in theme.statements],
            }
            for theme in pack.themes
        ],
    }


def _describe_framework_statement(pack: Framework, statement: Statement) -> dict[str, Any]:
    names = {source.key: source.name for source in pack.sources}
    evidence = {
        category: [{"source": names[use.source], "if_available": use.if_available} for use in uses]
        for category, uses in statement.evidence.items()
    }
    keys = ("key", "number", "name", "aliases", "quality_statement", "i_statements", "care_act")
    more = ("topics", "prompts", "guidance")
    return {
        **{key: getattr(statement, key) for key in keys},
        "evidence": evidence,
        **{key: getattr(statement, key) for key in more},
    }


def describe_information_return(pack: InformationReturn) -> dict[str, Any]:
    """An information return as the object of DESIGN's command line."""
    items = [
        {
            "ref": item.ref,
            "title": item.title,
            "provide": item.provide,
            "theme": item.theme,
            "statements": item.statements,
            "look_back_months": item.look_back_months,
            "figures": [
                {"figure": f.key, "label": f.label, "unit": f.unit, "breakdown": [b.label for b in item.breakdowns]}
                for f in item.figures
            ],
        }
        for item in pack.items
    ]
    contacts = [{"group": c.key, "title": c.title, "provide": c.provide} for c in pack.contacts]
    return {"id": pack.id, "items": items, "contacts": contacts, "not_to_send": [n.rule for n in pack.not_to_send]}


def format_framework(shown: dict[str, Any]) -> str:
    """A framework to read: themes and statements."""
    lines = [shown["id"]]
    for theme in shown["themes"]:
        lines.append(f"\nTheme {theme['number']}: {theme['name']}")
        for statement in theme["statements"]:
            lines.append(f"  {statement['number']}. {statement['name']} ({statement['key']})")
            lines.append(f"     “{statement['quality_statement']}”")
    return "\n".join(lines)


def format_information_return(shown: dict[str, Any]) -> str:
    """An information return to read: its items with look-back."""
    lines = [shown["id"], ""]
    for item in shown["items"]:
        months = f" (last {count_noun(item['look_back_months'], 'month')})" if item["look_back_months"] else ""
        lines.append(f"{item['ref']:<6} {item['title']}{months}")
    return "\n".join(lines)
