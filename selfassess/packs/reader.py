"""Reads packs: those that ship with the product, and the copies that a workbook keeps.

A shipped file is read strictly: a key that nothing knows is a slip of the pen. A workbook's copy may come from a later
version of the product, so keys it does not know are left aside; everything else is checked alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from selfassess.domain.framework.carry_map import find_newest_version
from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model.errors import PackError, WrongUseError
from selfassess.domain.model.new_year import require_together
from selfassess.packs.checks import carry_problems, framework_problems, return_problems
from selfassess.packs.resources import RESOURCES
from selfassess.packs.texts import LARGEST_NUMBER, LONGEST_LABEL, find_text_fault

_FRAMEWORKS = RESOURCES / "frameworks"
_RETURNS = RESOURCES / "returns"

_P = TypeVar("_P", Framework, InformationReturn)

# How one entry of a list is called in a message.
_SINGULAR = {
    "themes": "theme",
    "statements": "statement",
    "sources": "source",
    "categories": "category",
    "scores": "score",
    "bands": "band",
    "items": "item",
    "breakdowns": "breakdown",
    "figures": "figure",
}


def framework_ids() -> tuple[str, ...]:
    """The ids of the frameworks that ship with the product, sorted."""
    return _list_pack_ids(_FRAMEWORKS)


def return_ids() -> tuple[str, ...]:
    """The ids of the information returns that ship with the product, sorted."""
    return _list_pack_ids(_RETURNS)


@cache
def load_framework(id: str) -> Framework:
    """The shipped framework with this id. Raises PackError where there is none or its file is wrong."""
    path = _find_pack_file(_FRAMEWORKS, id, "framework")
    return read_framework(_read_pack_bytes(path), path.name)


@cache
def load_information_return(id: str) -> InformationReturn:
    """The shipped information return with this id. Raises PackError where there is none or its file is wrong."""
    path = _find_pack_file(_RETURNS, id, "information return")
    return read_information_return(_read_pack_bytes(path), path.name)


def newest_framework() -> Framework:
    """The framework that a new workbook is judged against: the newest that ships with an information return of it."""
    asked_for = {load_information_return(id).framework for id in return_ids()}
    return find_newest_version([load_framework(id) for id in framework_ids() if id in asked_for])


def newest_return(of: Framework) -> InformationReturn | None:
    """The newest shipped information return of a framework, None where there is none."""
    fitting = [each for each in map(load_information_return, return_ids()) if each.framework == of.id]
    if not fitting:
        return None
    return find_newest_version(fitting)


def pair_packs(
    framework_id: str | None, return_id: str | None, given: Sequence[Pack] = ()
) -> tuple[Framework, InformationReturn]:
    """A framework and an information return of it: those that are named, and the newest that goes with them.

    Those ``given``, from files, come before the shipped ones; one that nobody named is chosen where there is one alone.

    Raises PackError for an id that there is not, WrongUseError where the two do not belong together, or where there is
    no return of the framework that is named.
    """
    frameworks = {pack.id: pack for pack in given if isinstance(pack, Framework)}
    returns = {pack.id: pack for pack in given if isinstance(pack, InformationReturn)}
    if framework_id is None and return_id is None:
        return_id = next(iter(returns)) if len(returns) == 1 else None
        framework_id = next(iter(frameworks)) if len(frameworks) == 1 and return_id is None else None
    if return_id is not None:
        asked = returns.get(return_id) or load_information_return(return_id)
        named = framework_id or asked.framework
        judged = frameworks.get(named) or load_framework(named)
        require_together(judged, asked)
        return judged, asked
    judged = newest_framework()
    if framework_id is not None:
        judged = frameworks.get(framework_id) or load_framework(framework_id)
    own = [each for each in returns.values() if each.framework == judged.id]
    found = find_newest_version(own) if own else newest_return(judged)
    if found is None:
        raise WrongUseError(
            f"There is no information return of “{judged.name}” yet, so no year can begin with it. Leave out the "
            f"framework: new years begin with “{newest_framework().name}”."
        )
    return judged, found


def read_framework(data: bytes, file: str, earlier: Sequence[Framework] = ()) -> Framework:
    """A framework from the TOML of a file called ``file``, whose name without ending must be the framework's id.

    Its carry maps are held against ``earlier`` versions and those that ship, as far as they are there.
    """
    pack = _convert_to_pack(_decode_toml(data, file), Framework, file, strict=True)
    _raise_first(_id_problems(pack, file), file)
    _raise_first(framework_problems(pack), file)
    _raise_first(carry_problems(pack, _find_earlier_packs(pack, _FRAMEWORKS, earlier)), file)
    return pack


def read_information_return(
    data: bytes, file: str, of: Framework | None = None, earlier: Sequence[InformationReturn] = ()
) -> InformationReturn:
    """An information return from TOML; ``of`` is its framework, where that is not a shipped one.

    Its carry maps are held against ``earlier`` versions and those that ship, as far as they are there.
    """
    pack = _convert_to_pack(_decode_toml(data, file), InformationReturn, file, strict=True)
    _raise_first(_id_problems(pack, file), file)
    _raise_first(return_problems(pack, of or _framework_of(pack, file)), file)
    _raise_first(carry_problems(pack, _find_earlier_packs(pack, _RETURNS, earlier)), file)
    return pack


def read_imported_pack(raw: Any, file: str, known: Sequence[Pack] = ()) -> Pack:
    """A framework or an information return from the plain values of a file that a person imports.

    ``known`` are the versions at hand beside the shipped ones: its carry maps, and the framework that a return asks
    under, are looked for among them. Raises PackError, in a sentence with the file and the key.
    """
    keys = raw if isinstance(raw, dict) else {}
    frameworks = [pack for pack in known if isinstance(pack, Framework)]
    returns = [pack for pack in known if isinstance(pack, InformationReturn)]
    if "items" in keys and "themes" not in keys:
        asked = _convert_to_pack(raw, InformationReturn, file, strict=True)
        of = next((pack for pack in frameworks if pack.id == asked.framework), None)
        _raise_first(return_problems(asked, of or _framework_of(asked, file)), file)
        _raise_first(carry_problems(asked, _find_earlier_packs(asked, _RETURNS, returns)), file)
        return asked
    if "themes" not in keys and "scores" not in keys:
        raise PackError(f'{file}: is neither a framework (it has no "themes") nor an information return (no "items").')
    pack = _convert_to_pack(raw, Framework, file, strict=True)
    _raise_first(framework_problems(pack), file)
    _raise_first(carry_problems(pack, _find_earlier_packs(pack, _FRAMEWORKS, frameworks)), file)
    return pack


@lru_cache(maxsize=8)
def decode_framework(data: bytes, where: str) -> Framework:
    """A framework from the JSON that ``encode`` made; ``where`` names the place in messages.

    The same file is read again and again while one works, and each time it says the same.
    """
    pack = _convert_to_pack(_decode_json(data, where), Framework, where, strict=False)
    _raise_first(framework_problems(pack), where)
    _raise_first(carry_problems(pack, {}), where)
    return pack


def decode_return(data: bytes, where: str, of: Framework | None = None) -> InformationReturn:
    """An information return from the JSON that ``encode`` made.

    ``of`` is the framework that its items point into: give the workbook's own copy. Without it the shipped
    framework with that id is used. What was checked against the same framework once is not checked again.
    """
    return _decode_return_of(data, where, None if of is None else _Same(of))


class _Same:
    """A framework that is the same where it is the same object: comparing all that it says would take longer."""

    def __init__(self, pack: Framework) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return id(self.pack)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.pack is other.pack


@lru_cache(maxsize=8)
def _decode_return_of(data: bytes, where: str, of: _Same | None) -> InformationReturn:
    pack = _convert_to_pack(_decode_json(data, where), InformationReturn, where, strict=False)
    _raise_first(return_problems(pack, of.pack if of is not None else _framework_of(pack, where)), where)
    _raise_first(carry_problems(pack, {}), where)
    return pack


def encode_pack(pack: Pack) -> bytes:
    """A pack as JSON (UTF-8), complete: ``decode_framework`` or ``decode_return`` gives back an equal one."""
    return msgspec.json.encode(pack_as_builtins(pack))


def pack_as_builtins(pack: Pack) -> dict[str, Any]:
    """A pack as plain values, complete. What came to packs later stands there only where a pack says it."""
    made: dict[str, Any] = msgspec.to_builtins(pack)
    if made.get("numbered") is True:
        del made["numbered"]
    for theme in made.get("themes", ()):
        for statement in theme["statements"]:
            if not statement["levels"]:
                del statement["levels"]
    return made


def is_same_pack(kept: bytes, pack: Pack) -> bool:
    """Whether the JSON of a kept copy says the same as a pack; a key it does not know yet counts as empty."""
    raw = _decode_json(kept, pack.id)
    if isinstance(pack, Framework):
        return _convert_to_pack(raw, Framework, pack.id, strict=False) == pack
    return _convert_to_pack(raw, InformationReturn, pack.id, strict=False) == pack


def _find_earlier_packs(pack: _P, folder: Path, given: Sequence[_P]) -> dict[str, Pack]:
    """The earlier versions that a pack follows from: those given, or else shipped files, of which only keys matter."""
    found: dict[str, Pack] = {each.id: each for each in given}
    shipped = _list_pack_ids(folder)
    for id in (carry.earlier for carry in pack.carries):
        if id in shipped and id not in found:
            path = folder / f"{id}.toml"
            found[id] = _convert_to_pack(
                _decode_toml(_read_pack_bytes(path), path.name), type(pack), path.name, strict=True
            )
    return found


def _list_pack_ids(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def _find_pack_file(folder: Path, id: str, noun: str) -> Path:
    # An id can come from the command line or a file, so it is looked up and never made into a path.
    known = _list_pack_ids(folder)
    if id not in known:
        raise PackError(f'There is no {noun} "{id}". There is: {", ".join(known) or "none"}.')
    return folder / f"{id}.toml"


def _read_pack_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"{path.name}: cannot be read ({error.strerror}).") from error


def _decode_toml(data: bytes, file: str) -> Any:
    try:
        return msgspec.toml.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{file}: is not TOML ({error}).") from error


def _decode_json(data: bytes, where: str) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{where}: is not JSON ({error}).") from error


def _convert_to_pack(raw: Any, shape: type[_P], where: str, *, strict: bool) -> _P:
    if shape is Framework:
        _number_levels(raw)
    try:
        pack = msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `$")
        problem = problem.replace("Object missing required field", "is missing").replace("`", '"')
        raise PackError(f"{where}: {_describe_pack_path(raw, path)}{problem}.") from error
    if strict:
        _raise_first(_unknown_keys(raw, msgspec.to_builtins(pack), raw, ""), where)
    _raise_first(_text_problems(raw), where)
    return pack


def _number_levels(raw: Any) -> None:
    """Levels without numbers have their places from their order, where a file gives none."""
    scores = raw.get("scores") if isinstance(raw, dict) and raw.get("numbered") is False else None
    for place, score in enumerate(scores if isinstance(scores, list) else (), 1):
        if isinstance(score, dict):
            score.setdefault("value", place)


def _unknown_keys(given: Any, known: Any, raw: Any, path: str) -> Iterator[str]:
    """What was given and is not in the pack that came of it, by walking both side by side."""
    if isinstance(given, dict):
        for key, value in given.items():
            if key in known:
                yield from _unknown_keys(value, known[key], raw, f"{path}.{key}")
            else:
                yield f'{_describe_pack_path(raw, path)}"{key}" is not a known key'
    elif isinstance(given, list):
        for index, (value, kept) in enumerate(zip(given, known, strict=True)):
            yield from _unknown_keys(value, kept, raw, f"{path}[{index}]")


def _text_problems(raw: Any) -> Iterator[str]:
    """Texts and keys that nobody can have meant, wherever they stand: too long, or with signs that are not seen."""
    waiting: list[tuple[str, str, Any]] = [("", "", raw)]
    while waiting:
        path, key, given = waiting.pop()
        fault = None
        if isinstance(given, dict):
            for name, value in reversed(given.items()):  # the last that is added is looked at first
                waiting.append((f"{path}.{name}", name, value))
                waiting.append((path, "key", name))
        elif isinstance(given, list):
            waiting += [(f"{path}[{index}]", key, given[index]) for index in range(len(given) - 1, -1, -1)]
        elif isinstance(given, str):
            if len(given) > LONGEST_LABEL or not given.isprintable():  # else it may stand under any key
                fault = find_text_fault(key, given)
        elif isinstance(given, int) and abs(given) > LARGEST_NUMBER:
            fault = "the number is too large"
        if fault:
            yield f"{_describe_pack_path(raw, path)}{fault}"


def _describe_pack_path(raw: Any, path: str) -> str:
    """A path such as ``.themes[0].statements[2].name`` in the words of the file, by its keys where it has them."""
    words: list[str] = []
    here = raw
    for field, index in re.findall(r"\.(\w+)|\[(\d+)]", path):
        if field:
            words.append(field)
            here = here.get(field) if isinstance(here, dict) else None
        elif words and isinstance(here, list):
            here = here[int(index)]
            words[-1] = f"{_SINGULAR.get(words[-1], words[-1])} {_entry_name(here, int(index) + 1)}"
    if not words:
        return ""
    return ", ".join(words) + ": "


def _entry_name(entry: Any, number: int) -> str:
    name = None
    if isinstance(entry, dict):
        name = next((entry[key] for key in ("key", "ref", "earlier") if key in entry), None)
    if name:
        return f'"{name}"'
    return str(number)


def _id_problems(pack: Pack, file: str) -> Iterator[str]:
    if Path(file).stem != pack.id:
        yield f'id "{pack.id}" is not the name of the file'


def _framework_of(pack: InformationReturn, where: str) -> Framework:
    if pack.framework not in framework_ids():
        raise PackError(f'{where}: framework "{pack.framework}" is not known.')
    return load_framework(pack.framework)


def _raise_first(problems: Iterator[str], where: str) -> None:
    problem = next(problems, None)
    if problem is not None:
        raise PackError(f"{where}: {problem}.")
