"""A framework or an information return from a file: checked, described, kept for a workbook's next years, or removed.

Reading changes nothing. What is kept travels with the workbook, and a year that begins with it freezes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfassess.domain.framework.carry_map import build_carry_map
from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import FileError, PackError, WrongUseError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.text.wording import choose_plural, count_noun, join_with_and
from selfassess.exchange import apart
from selfassess.packs import reader
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.workbook.session import Session

MOST_FILES = 20
FRAMEWORK, RETURN = "framework", "return"


@dataclass(frozen=True, slots=True)
class ReadPacks:
    """What files hold, frameworks first, and ``known`` versions, which they were held against."""

    packs: tuple[Pack, ...]
    known: tuple[Pack, ...]
    here: frozenset[str]
    """Ids of those that the workbook keeps already, word for word."""

    @property
    def fresh(self) -> tuple[Pack, ...]:
        """Those that the workbook does not keep yet."""
        return tuple(pack for pack in self.packs if pack.id not in self.here)

    def list_remarks(self) -> Iterator[str]:
        """What somebody has to know before a year can begin with them; a sentence each."""
        every: dict[str, Pack] = {pack.id: pack for pack in (*self.known, *self.packs)}
        asked_under = {pack.framework for pack in every.values() if isinstance(pack, InformationReturn)}
        for pack in self.packs:
            if isinstance(pack, Framework) and pack.id not in asked_under:
                yield (
                    f"There is no information return of “{pack.name}” yet: a new year begins with it by itself once "
                    "one is imported too."
                )
            for carry in pack.carries:
                if carry.earlier not in every:
                    yield f"“{pack.name}” follows from “{carry.earlier}”, which is not at hand to hold its map to."
            if not pack.carries:
                yield f"“{pack.name}” does not say how it follows from an earlier one: only equal keys are carried."


def read_pack_files(
    files: Sequence[Path], kept: Sequence[Pack] = (), cancelled: Callable[[], bool] = lambda: False
) -> ReadPacks:
    """The packs of files, held against those that a workbook has ``kept`` and the shipped ones; nothing is changed.

    Raises FileError where a file cannot be read or holds no pack, in a sentence with the file and the key.
    """
    if len(files) > MOST_FILES:
        raise WrongUseError(f"{MOST_FILES} files at most can be imported at once.")
    raws = {path: apart.read_apart("pack", path, cancelled=cancelled) for path in dict.fromkeys(files)}
    known: dict[str, Pack] = {pack.id: pack for pack in (*list_shipped_packs(), *kept)}
    found: dict[str, Pack] = {}
    # A return is held against its framework, which may be in another of the files.
    for path in sorted(raws, key=lambda each: "themes" not in raws[each]):
        try:
            pack = reader.read_imported_pack(raws[path], path.name, (*known.values(), *found.values()))
        except PackError as error:
            raise FileError(str(error)) from error
        _refuse_other_content(path.name, pack, known, found)
        found[pack.id] = pack
    here = frozenset(pack.id for pack in kept)
    return ReadPacks(tuple(found.values()), tuple(known.values()), here & found.keys())


def list_shipped_packs() -> tuple[Pack, ...]:
    """Every framework and return that ships with the program."""
    frameworks = (reader.load_framework(id) for id in reader.framework_ids())
    returns = (reader.load_information_return(id) for id in reader.return_ids())
    return (*frameworks, *returns)


def list_kept_packs(session: Session) -> tuple[Pack, ...]:
    """Every framework and return that a workbook keeps: of its years, and what was imported."""
    return session.store.packs.read_every()


def keep_packs(session: Session, read: ReadPacks) -> StepTaken:
    """Keep in a workbook what it does not keep yet: all of it, or nothing where one cannot be kept."""
    if session.contribution is not None:
        raise WrongUseError(
            "This copy was made for one contributor. Import the framework in the workbook that it was made from."
        )
    names = join_with_and(f"“{pack.name}”" for pack in read.fresh)
    return run_to_end(session.take_step_in_turns(f"import {names}", (), packs=read.fresh))


def find_removable_packs(session: Session, ids: Sequence[str]) -> tuple[Pack, ...]:
    """The packs with these ids, and the returns that ask under a framework among them; WrongUseError says why not.

    What a year uses stays, for it is judged against that wording.
    """
    kept = {pack.id: pack for pack in list_kept_packs(session)}
    unknown = [id for id in ids if id not in kept]
    if unknown:
        names = join_with_and(f"“{id}”" for id in unknown)
        here = join_with_and(f"“{id}”" for id in kept)
        raise WrongUseError(f"{session.path.name} does not keep {names}. It keeps {here}.")
    for id in ids:
        used_by = [year.text_of("label") for year in session.assessments if id in _list_pack_ids(year)]
        if used_by:
            whose = choose_plural(len(used_by), "the year", "the years")
            raise WrongUseError(
                f"“{kept[id].name}” cannot be removed: {whose} {join_with_and(used_by)} "
                f"{choose_plural(len(used_by), 'rests', 'rest')} on it."
            )
    return tuple(
        pack
        for pack in kept.values()
        if pack.id in ids or (isinstance(pack, InformationReturn) and pack.framework in ids)
    )


def remove_packs(session: Session, ids: Sequence[str]) -> tuple[Pack, ...]:
    """Remove packs that no year uses, as one step that can be undone; those that were removed."""
    gone = find_removable_packs(session, ids)
    names = join_with_and(f"“{pack.name}”" for pack in gone)
    run_to_end(session.take_step_in_turns(f"remove {names}", (), dropped=gone))
    return gone


def _list_pack_ids(year: Record) -> tuple[str, str]:
    return year.text_of("framework"), year.text_of("information_return")


def describe_read_packs(read: ReadPacks) -> dict[str, Any]:
    """What was read as the object that ``--json`` prints."""
    versions = {pack.id: pack for pack in (*read.known, *read.packs)}
    packs = [{**_describe_pack(pack, versions), "here_already": pack.id in read.here} for pack in read.packs]
    return {"packs": packs, "remarks": list(read.list_remarks())}


def format_read_packs(shown: Mapping[str, Any]) -> Iterator[str]:
    """The same to read, line by line; an empty line stands before each pack."""
    for pack in shown["packs"]:
        yield ""
        yield f"{pack['name']} ({pack['id']}), {pack['published']}"
        yield from _format_framework(pack) if pack["kind"] == FRAMEWORK else _format_return(pack)
        for follows in pack["follows"]:
            yield f"Follows from: {follows['name']}: {_format_succession(follows)}"
        if pack["here_already"]:
            yield "This workbook holds it already, word for word."
    if shown["remarks"]:
        yield ""
        yield from shown["remarks"]


def _refuse_other_content(file: str, pack: Pack, known: Mapping[str, Pack], found: Mapping[str, Pack]) -> None:
    other = found.get(pack.id) or known.get(pack.id)
    if pack.id in found:
        raise FileError(f'{file}: id "{pack.id}" stands in another of the files too.')
    if other is not None and other != pack:
        raise FileError(
            f'{file}: id "{pack.id}" is known already with other content (“{other.name}”). A version that was changed '
            "needs an id of its own."
        )


def _describe_pack(pack: Pack, versions: Mapping[str, Pack]) -> dict[str, Any]:
    common = {"id": pack.id, "name": pack.name, "published": pack.published}
    follows = [_describe_succession(carry.earlier, pack, versions) for carry in pack.carries]
    if isinstance(pack, InformationReturn):
        items = [{"ref": item.ref, "title": item.title} for item in pack.items]
        return {"kind": RETURN, **common, "framework": pack.framework, "items": items, "follows": follows}
    return {
        "kind": FRAMEWORK,
        **common,
        "source": f"{pack.wording.source}, {pack.wording.date}",
        "attribution": pack.wording.attribution,
        "numbered": pack.numbered,
        "levels": [{"value": each.value, "label": each.label} for each in pack.scores],
        "bands": [each.label for each in pack.bands],
        "themes": [
            {
                "key": theme.key,
                "name": theme.name,
                "statements": [
                    {"key": each.key, "number": each.number, "name": each.name, "level_texts": len(each.levels)}
                    for each in theme.statements
                ],
            }
            for theme in pack.themes
        ],
        "follows": follows,
    }


def _describe_succession(earlier: str, pack: Pack, versions: Mapping[str, Pack]) -> dict[str, Any]:
    """How the keys of an earlier version go on: mapped to others, dropped with a reason, or kept as they are."""
    old = versions.get(earlier)
    if old is None:
        return {"earlier": earlier, "name": earlier, "kept": None, "mapped": {}, "dropped": {}}
    part = "statements" if isinstance(pack, Framework) else "items"
    fates = build_carry_map(old, pack, versions.values()).fates[part]
    return {
        "earlier": earlier,
        "name": old.name,
        "kept": sum(fate.keys == (key,) for key, fate in fates.items()),
        "mapped": {key: list(fate.keys) for key, fate in fates.items() if fate.keys and fate.keys != (key,)},
        "dropped": {key: fate.why for key, fate in fates.items() if not fate.keys},
    }


def _format_framework(pack: Mapping[str, Any]) -> Iterator[str]:
    yield f"Source: {pack['source']}. {pack['attribution']}"
    levels = ", ".join(f"{e['value']} {e['label']}" if pack["numbered"] else e["label"] for e in pack["levels"])
    yield f"{count_noun(len(pack['levels']), 'level')}: {levels}"
    yield f"Rating of the whole: {', '.join(pack['bands']) or 'none'}"
    statements = [each for theme in pack["themes"] for each in theme["statements"]]
    texts = sum(each["level_texts"] for each in statements)
    yield (
        f"{count_noun(len(pack['themes']), 'theme')}, {count_noun(len(statements), 'quality statement')}, "
        f"{count_noun(texts, 'text')} for a level"
    )
    for theme in pack["themes"]:
        yield f"  {theme['name']}"
        yield from (f"    {each['number']}. {each['name']}" for each in theme["statements"])


def _format_return(pack: Mapping[str, Any]) -> Iterator[str]:
    yield f"Asks under: {pack['framework']}"
    yield f"{count_noun(len(pack['items']), 'item')}: {', '.join(each['ref'] for each in pack['items'])}"


def _format_succession(follows: Mapping[str, Any]) -> str:
    if follows["kept"] is None:
        return "not at hand"
    said = [f"{follows['kept']} kept"]
    said += [f"{key} becomes {join_with_and(new)}" for key, new in follows["mapped"].items()]
    said += [f"{key} dropped: {why}" for key, why in follows["dropped"].items()]
    return "; ".join(said)
