"""A framework and its return from files: checked, shown, kept in a workbook, carried along, and begun with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.framework.framework import Framework, FrameworkCarry, InformationReturn, Pack, Succession
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import backups, snapshot
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.years import import_packs
from selfassess.storage.recovery.rebuild import rebuild_workbook
from selfassess.storage.recovery.salvaged_rows import Remains
from tests.later_version import toml
from tests.making import close_sessions, new_file, session
from tests.named_levels import LEVELS, named_framework, named_return
from tests.running import Ran, running


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    return running(capsys)


def put(folder: Path, *packs: Pack) -> list[Path]:
    files = []
    for pack in packs:
        files.append(folder / f"{pack.id} (1).toml")
        files[-1].write_bytes(toml(pack))
    return files


def statement(**changed: Any) -> Framework:
    """The made-up framework with its first statement changed."""
    pack = named_framework()
    first, *others = pack.themes
    made = (replace(first.statements[0], **changed), *first.statements[1:])
    return replace(pack, themes=(replace(first, statements=made), *others))


def carried(**said: Any) -> Framework:
    return replace(
        named_framework(), carries=(FrameworkCarry(earlier="cqc-la-2023-11", statements=Succession(**said)),)
    )


PACK = named_framework()
WRONG: dict[str, tuple[bytes | Pack, str]] = {
    "unknown key": (b'colour = "red"\n' + toml(PACK), '"colour" is not a known key'),
    "unknown key further down": (
        toml(PACK).replace(b'"label" = "Steady"', b'"label" = "Steady", "shade" = 3'),
        'score 3: "shade" is not a known key',
    ),
    "twin statements": (statement(key="planning"), 'statement "planning" appears twice'),
    "twin names": (statement(name="Planning"), 'statement name "planning" appears twice'),
    "one level": (replace(PACK, scores=PACK.scores[:1]), "scores has one level"),
    "eleven levels": (
        replace(PACK, scores=tuple(replace(PACK.scores[0], value=n, label=f"Level {n}") for n in range(1, 12))),
        "scores has 11 levels",
    ),
    "twin levels": (replace(PACK, scores=(*PACK.scores[:4], replace(PACK.scores[4], label="steady"))), "appears twice"),
    "levels out of order": (replace(PACK, scores=PACK.scores[::-1]), "scores are [5, 4, 3, 2, 1]"),
    "a text for no level": (statement(levels={"Splendid": "Words."}), 'levels "Splendid" is not among the scores'),
    "a map to nothing there": (carried(to={"assessing-needs": ("nowhere",)}), '"nowhere", which is not among'),
    "a map that forgets": (carried(), '"assessing-needs" of the earlier version is neither kept, mapped nor dropped'),
    "a map from nothing there": (
        carried(to={"assessing-needs": ("planning",), "never-was": ("planning",)}),
        '"never-was" is not a key of the earlier version',
    ),
    "an id that is known": (replace(PACK, id="cqc-la-2023-11", carries=()), "is known already with other content"),
    "a return of no framework": (
        replace(named_return(), framework="nobody-has-this"),
        'framework "nobody-has-this" is not known',
    ),
    "neither": (b'id = "x"\n', "is neither a framework"),
    "nothing": (b"", "is neither a framework"),
    "no TOML": (b"<html>", "is not TOML"),
    "no text": (b"\xff\xfe\x00\x01" * 50, "is not TOML"),
    "nested": (b"a = " + b"[" * 100_000, "is not TOML"),
    "a sign nobody sees": (statement(name="Plan\u202ening"), "a sign that cannot be seen"),
    "a control character": (statement(quality_statement="Words\x07"), "a sign that cannot be seen"),
    "a name of two lines": (statement(short_name="Two\nlines"), "a name goes over several lines"),
    "a label too long": (statement(short_name="x" * 61), "a text has 61 characters"),
    "a text too long": (statement(quality_statement="x" * 20_001), "a text has 20,001 characters"),
    "a key of other signs": (statement(key="first contact/2"), "is not of small letters, figures and hyphens"),
    "a number too large": (replace(PACK, scores=(replace(PACK.scores[0], value=10**30),)), "too large"),
    "a wrong kind of value": (toml(PACK).replace(b'"label" = "Steady"', b'"label" = 3'), "Expected"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_sound_pack_is_refused_with_file_and_key_and_nothing_is_kept(what: str, tmp_path: Path) -> None:
    given, told = WRONG[what]
    file = tmp_path / "made up.toml"
    file.write_bytes(given if isinstance(given, bytes) else toml(given))
    with pytest.raises(FileError) as refused:
        import_packs.read_pack_files([file])
    assert told in str(refused.value)
    assert str(refused.value).startswith("made up.toml")
    assert "\n" not in str(refused.value)


def test_a_file_of_fifty_megabytes_is_not_even_read(tmp_path: Path, run: Callable[..., Ran]) -> None:
    large = tmp_path / "large.toml"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    ran = run("pack", large)
    assert (ran.code, ran.err) == (
        3, "large.toml has 50 MB, and a framework or information return has at most 2 MB.\n",
    )  # fmt: skip
    assert run("pack", tmp_path / "gone.toml").code == 3
    assert run("pack").code == 2


def test_one_of_several_that_is_wrong_leaves_all_out(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = new_file(tmp_path)
    files = put(tmp_path, PACK, replace(named_return(), items=()))
    before, copies = path.read_bytes(), len(backups.list_backups(path))
    ran = run("pack", *files, "--into", path)
    assert (ran.code, "there are no items" in ran.err) == (3, True)
    assert (path.read_bytes(), len(backups.list_backups(path))) == (before, copies)
    twice = put(tmp_path / "..", PACK)
    with pytest.raises(FileError, match="stands in another of the files too"):
        import_packs.read_pack_files([files[0], *twice])


def test_what_is_in_files_is_shown(tmp_path: Path, run: Callable[..., Ran]) -> None:
    framework, asked = put(tmp_path, PACK, named_return())
    alone = run("pack", framework)
    assert alone.code == 1
    assert "There is no information return of “Made-up framework of named levels” yet" in alone.out
    assert "5 levels: Not yet, Emerging, Steady, Strong, Leading" in alone.out
    assert "Source: Made up for these tests, January 2030. Made up. Nobody has published it." in alone.out
    assert "Care Quality Commission" not in alone.out
    assert "5 themes, 10 quality statements, 50 texts for a level" in alone.out
    assert "8 kept; assessing-needs becomes first-contact and planning" in alone.out
    both = run("pack", asked, framework, "--json")
    assert both.code == 0
    first, second = both.object["packs"]
    assert [first["kind"], second["kind"]] == ["framework", "return"]
    assert [each["label"] for each in first["levels"]] == list(LEVELS)
    assert first["follows"][0]["mapped"] == {"assessing-needs": ["first-contact", "planning"]}
    assert both.object["kept"] == []


def test_a_year_begins_with_what_was_imported_and_it_travels(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = new_file(tmp_path)
    files = put(tmp_path, PACK, named_return())
    other = tmp_path / "other.sawb"
    other.write_bytes(path.read_bytes())
    kept = run("pack", *files, "--into", path, "--json")
    assert (kept.code, kept.object["kept"]) == (0, [PACK.id, named_return().id])
    assert run("pack", *files, "--into", path, "--json").object["kept"] == []
    assert snapshot.read_snapshot(path).imported == (PACK, named_return())
    for file in files:
        file.unlink()  # the workbook has all it needs

    # As JSON, before any year uses it.
    out = tmp_path / "all.json"
    assert run("export", path, out).code == 0
    assert read_source(out).workbook.imported == (PACK, named_return())
    assert run("import", tmp_path / "made.sawb", out).code == 0
    assert snapshot.read_snapshot(tmp_path / "made.sawb").imported == (PACK, named_return())

    carried = run("carry", path, "--from", "2024-25", "--to", "2025-26", "--json")
    assert (carried.code, carried.object["framework"]) == (0, PACK.id)
    assert carried.object["information_return"] == named_return().id
    line = (
        '{"do": "set", "kind": "judgement", "key": "planning", "year": "2025-26", "field": "score", "value": "Strong"}'
    )
    (tmp_path / "edits.jsonl").write_text(line, "utf-8")
    assert run("edit", path, tmp_path / "edits.jsonl").code == 0
    shown = run("show", path, "--json").object["assessments"][-1]
    assert (shown["scores"]["planning"], shown["rating"], shown["percent"]) == (4, None, None)
    assert "Planning" in (said := run("show", path).out)
    assert "This framework gives the whole no rating" in said

    merged = run("merge", other, path, "--json")
    assert merged.code == 0
    there = snapshot.read_snapshot(other)
    assert there.find_assessment("2025-26").framework == PACK
    for each in (path, other, tmp_path / "made.sawb"):
        assert run("check", each, "--json").object["file"] == {"ok": True, "messages": []}


def test_a_merge_brings_what_was_only_imported(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = new_file(tmp_path)
    other = tmp_path / "other.sawb"
    other.write_bytes(path.read_bytes())
    assert run("pack", *put(tmp_path, PACK, named_return()), "--into", other).code == 0
    assert run("merge", path, other).code == 0
    assert snapshot.read_snapshot(path).imported == (PACK, named_return())
    assert run("check", path, "--json").object["file"]["ok"] is True


def test_another_wording_of_one_id_is_refused_by_a_merge_too(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = new_file(tmp_path)
    other = tmp_path / "other.sawb"
    other.write_bytes(path.read_bytes())
    assert run("pack", *put(tmp_path, PACK, named_return()), "--into", path).code == 0
    assert run("pack", *put(tmp_path, replace(PACK, name="Renamed"), named_return()), "--into", other).code == 0
    before = snapshot.read_snapshot(path)
    ran = run("merge", path, other)
    assert (ran.code, "another wording of “made-up-named”" in ran.err) == (3, True)
    assert snapshot.read_snapshot(path) == before


def test_a_new_workbook_begins_with_files(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = tmp_path / "named.sawb"
    framework, asked = put(tmp_path, PACK, named_return())
    facts = ("--council", "A council", "--reference", "E1", "--year", "2030-31")
    assert run("new", path, *facts, "--pack", framework, "--pack", asked).code == 0
    year = snapshot.read_snapshot(path).current
    assert (year.framework, year.information_return) == (PACK, named_return())
    lone = run("new", tmp_path / "lone.sawb", *facts, "--pack", framework)
    assert (lone.code, (tmp_path / "lone.sawb").exists()) == (2, False)
    assert "There is no information return of" in lone.err


def test_a_contributors_copy_keeps_to_what_it_was_made_for(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = new_file(tmp_path)
    copy = tmp_path / "copy.sawb"
    assert run("contribute", path, copy, "--for", "Ada", "--statement", "equity").code == 0
    read = import_packs.read_pack_files(put(tmp_path, PACK, named_return()))
    opened = session(copy)
    with pytest.raises(WrongUseError, match="made for one contributor"):
        import_packs.keep_packs(opened, read)
    close_sessions()


def test_what_no_year_uses_is_removed_and_comes_back_by_undo(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = new_file(tmp_path)
    opened = session(path)
    import_packs.keep_packs(opened, import_packs.read_pack_files(put(tmp_path, PACK, named_return())))
    there = opened.store.packs.read_imported
    assert [each.id for each in import_packs.remove_packs(opened, [PACK.id])] == [PACK.id, named_return().id]
    assert there() == ()
    assert opened.undo_label.startswith("remove “Made-up framework")
    for turn, held in ((opened.undo_step, (PACK, named_return())), (opened.undo_step, ())):
        turn()
        assert there() == held
    for held in ((PACK, named_return()), ()):
        run_to_end(opened.redo_step_in_turns())
        assert there() == held
    close_sessions()
    assert run("check", path, "--json").object["file"] == {"ok": True, "messages": []}


def test_what_a_year_rests_on_stays_and_the_year_is_named(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = new_file(tmp_path)
    assert run("pack", *put(tmp_path, PACK, named_return()), "--into", path).code == 0
    assert run("carry", path, "--from", "2024-25", "--to", "2025-26").code == 0
    before = snapshot.read_snapshot(path)
    for id in (PACK.id, named_return().id):
        ran = run("pack", "--remove", id, "--into", path)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith("cannot be removed: the year 2025-26 rests on it.\n")
    unknown = run("pack", "--remove", "never-was", "--into", path)
    assert (unknown.code, "does not keep “never-was”" in unknown.err) == (2, True)
    assert snapshot.read_snapshot(path) == before


def test_the_command_removes_a_return_alone_and_says_what_it_needs(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = new_file(tmp_path)
    other = tmp_path / "other.sawb"
    files = put(tmp_path, PACK, named_return())
    assert run("pack", *files, "--into", path).code == 0
    other.write_bytes(path.read_bytes())
    removed = run("pack", "--remove", named_return().id, "--into", path, "--json")
    assert (removed.code, removed.object) == (0, {"removed": [named_return().id]})
    assert snapshot.read_snapshot(path).imported == (PACK,)
    assert (
        run("pack").code == run("pack", *files, "--remove", PACK.id).code == run("pack", "--remove", PACK.id).code == 2
    )
    for one, two in ((path, other), (other, path)):  # a copy that keeps it brings it along again
        assert run("merge", one, two).code == 0
        assert snapshot.read_snapshot(one).imported == (PACK, named_return())
        assert run("check", one, "--json").object["file"] == {"ok": True, "messages": []}


def test_what_was_imported_is_found_in_a_damaged_file(tmp_path: Path) -> None:
    remains = Remains()
    remains.packs[PACK.id] = ("framework", toml_as_json(PACK))
    remains.packs[named_return().id] = ("return", toml_as_json(named_return()))
    remains.packs["broken"] = ("return", "{")
    whole, notes = rebuild_workbook(remains, "Ada", "2030-01-01T00:00:00+00:00")
    assert whole.imported == (PACK, named_return())
    assert any("(broken): lost" in each for each in notes.lost)


def toml_as_json(pack: Framework | InformationReturn) -> str:
    from selfassess.packs.reader import encode_pack

    return encode_pack(pack).decode()
