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

from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model.errors import PackError
from selfassess.packs.checks import carry_problems, framework_problems, return_problems
from selfassess.packs.resources import RESOURCES

DEFAULT_FRAMEWORK = "cqc-la-2023-11"
DEFAULT_RETURN = "cqc-la-2025-02"

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
    return _ids(_FRAMEWORKS)


def return_ids() -> tuple[str, ...]:
    """The ids of the information returns that ship with the product, sorted."""
    return _ids(_RETURNS)


@cache
def framework(id: str) -> Framework:
    """The shipped framework with this id. Raises PackError where there is none or its file is wrong."""
    path = _path(_FRAMEWORKS, id, "framework")
    return read_framework(_bytes(path), path.name)


@cache
def information_return(id: str) -> InformationReturn:
    """The shipped information return with this id. Raises PackError where there is none or its file is wrong."""
    path = _path(_RETURNS, id, "information return")
    return read_return(_bytes(path), path.name)


def read_framework(data: bytes, file: str, earlier: Sequence[Framework] = ()) -> Framework:
    """A framework from the TOML of a file called ``file``, whose name without ending must be the framework's id.

    Its carry maps are held against ``earlier`` versions and those that ship, as far as they are there.
    """
    pack = _shaped(_toml(data, file), Framework, file, strict=True)
    _raise_first(_id_problems(pack, file), file)
    _raise_first(framework_problems(pack), file)
    _raise_first(carry_problems(pack, _at_hand(pack, _FRAMEWORKS, earlier)), file)
    return pack


def read_return(
    data: bytes, file: str, of: Framework | None = None, earlier: Sequence[InformationReturn] = ()
) -> InformationReturn:
    """An information return from TOML; ``of`` is its framework, where that is not a shipped one.

    Its carry maps are held against ``earlier`` versions and those that ship, as far as they are there.
    """
    pack = _shaped(_toml(data, file), InformationReturn, file, strict=True)
    _raise_first(_id_problems(pack, file), file)
    _raise_first(return_problems(pack, of or _framework_of(pack, file)), file)
    _raise_first(carry_problems(pack, _at_hand(pack, _RETURNS, earlier)), file)
    return pack


@lru_cache(maxsize=8)
def decode_framework(data: bytes, where: str) -> Framework:
    """A framework from the JSON that ``encode`` made; ``where`` names the place in messages.

    The same file is read again and again while one works, and each time it says the same.
    """
    pack = _shaped(_json(data, where), Framework, where, strict=False)
    _raise_first(framework_problems(pack), where)
    _raise_first(carry_problems(pack, {}), where)
    return pack


def decode_return(data: bytes, where: str, of: Framework | None = None) -> InformationReturn:
    """An information return from the JSON that ``encode`` made.

    ``of`` is the framework that its items point into: give the workbook's own copy. Without it the shipped
    framework with that id is used.
    """
    pack = _shaped(_json(data, where), InformationReturn, where, strict=False)
    _raise_first(return_problems(pack, of or _framework_of(pack, where)), where)
    _raise_first(carry_problems(pack, {}), where)
    return pack


def encode(pack: Pack) -> bytes:
    """A pack as JSON (UTF-8), complete: ``decode_framework`` or ``decode_return`` gives back an equal one."""
    return msgspec.json.encode(pack)


def says_same(kept: bytes, pack: Pack) -> bool:
    """Whether the JSON of a kept copy says the same as a pack; a key it does not know yet counts as empty."""
    raw = _json(kept, pack.id)
    if isinstance(pack, Framework):
        return _shaped(raw, Framework, pack.id, strict=False) == pack
    return _shaped(raw, InformationReturn, pack.id, strict=False) == pack


def _at_hand(pack: _P, folder: Path, given: Sequence[_P]) -> dict[str, Pack]:
    """The earlier versions that a pack follows from: those given, or else shipped files, of which only keys matter."""
    found: dict[str, Pack] = {each.id: each for each in given}
    shipped = _ids(folder)
    for id in (carry.earlier for carry in pack.carries):
        if id in shipped and id not in found:
            path = folder / f"{id}.toml"
            found[id] = _shaped(_toml(_bytes(path), path.name), type(pack), path.name, strict=True)
    return found


def _ids(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def _path(folder: Path, id: str, noun: str) -> Path:
    # An id can come from the command line or a file, so it is looked up and never made into a path.
    known = _ids(folder)
    if id not in known:
        raise PackError(f'There is no {noun} "{id}". There is: {", ".join(known) or "none"}.')
    return folder / f"{id}.toml"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"{path.name}: cannot be read ({error.strerror}).") from error


def _toml(data: bytes, file: str) -> Any:
    try:
        return msgspec.toml.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{file}: is not TOML ({error}).") from error


def _json(data: bytes, where: str) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{where}: is not JSON ({error}).") from error


def _shaped(raw: Any, shape: type[_P], where: str, *, strict: bool) -> _P:
    try:
        pack = msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `$")
        problem = problem.replace("Object missing required field", "is missing").replace("`", '"')
        raise PackError(f"{where}: {_place(raw, path)}{problem}.") from error
    if strict:
        _raise_first(_unknown_keys(raw, msgspec.to_builtins(pack), raw, ""), where)
    return pack


def _unknown_keys(given: Any, known: Any, raw: Any, path: str) -> Iterator[str]:
    """What was given and is not in the pack that came of it, by walking both side by side."""
    if isinstance(given, dict):
        for key, value in given.items():
            if key in known:
                yield from _unknown_keys(value, known[key], raw, f"{path}.{key}")
            else:
                yield f'{_place(raw, path)}"{key}" is not a known key'
    elif isinstance(given, list):
        for index, (value, kept) in enumerate(zip(given, known, strict=True)):
            yield from _unknown_keys(value, kept, raw, f"{path}[{index}]")


def _place(raw: Any, path: str) -> str:
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
    return ", ".join(words) + ": " if words else ""


def _entry_name(entry: Any, number: int) -> str:
    name = (
        next((entry[key] for key in ("key", "ref", "earlier") if key in entry), None)
        if isinstance(entry, dict)
        else None
    )
    return f'"{name}"' if name else str(number)


def _id_problems(pack: Pack, file: str) -> Iterator[str]:
    if Path(file).stem != pack.id:
        yield f'id "{pack.id}" is not the name of the file'


def _framework_of(pack: InformationReturn, where: str) -> Framework:
    if pack.framework not in framework_ids():
        raise PackError(f'{where}: framework "{pack.framework}" is not known.')
    return framework(pack.framework)


def _raise_first(problems: Iterator[str], where: str) -> None:
    problem = next(problems, None)
    if problem is not None:
        raise PackError(f"{where}: {problem}.")
