"""Evidence gathered from files, folders and links, and looked after."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import CancelledError
from selfassess.services.evidence import add_evidence, check_files
from selfassess.services.evidence.add_evidence import Found, Gathered
from selfassess.services.evidence.check_files import Condition
from selfassess.services.workbook.session import Session
from tests import making


@pytest.fixture
def year(tmp_path: Path) -> Session:
    return making.session(making.new_file(tmp_path))


def files(folder: Path, made: Mapping[str, str]) -> Path:
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def gather(year: Session, *paths: Path) -> Gathered:
    return add_evidence.gather_documents(paths, year.path, year.current)


def take(year: Session, found: tuple[Found, ...], **links: tuple[str, ...]) -> tuple[Record, ...]:
    year.take_step("add evidence", add_evidence.plan_evidence_changes(year, found, **links))  # type: ignore[arg-type]
    return year.current.records_of("evidence")


def conditions(year: Session) -> list[Condition]:
    return [state.condition for state in check_files.check_evidence_files(year.current, year.path)]


def test_a_dropped_folder_becomes_evidence_in_one_step(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"waits_2024.txt": "waits", "board/plan.txt": "plan"})
    os.utime(papers / "waits_2024.txt", (1_700_000_000, 1_700_000_000))
    found = gather(year, papers)
    assert found.problems == ()
    year.take_step(
        "add",
        add_evidence.plan_evidence_changes(
            year, found.found, statements=("equity",), items=("IR 5", "IR 9"), category="people"
        ),
    )
    waits, plan = year.current.records_of("evidence")
    assert (waits["title"], waits["location"], waits["location_kind"]) == (
        "Waits 2024",
        "papers/waits_2024.txt",
        "file",
    )
    assert (waits["size_bytes"], waits["dated_on"], waits["personal_data"]) == (5, "2023-11-14", "not_checked")
    assert len(waits.text_of("sha256")) == 64
    assert waits["checked_on"] == "2025-02-17"
    assert (waits["category"], waits["quality_statements"], waits["return_items"]) == (
        "people", ("equity",), ("IR 5", "IR 9"),
    )  # fmt: skip
    assert plan["location"] == "papers/board/plan.txt"
    assert plan.position == waits.position + 1
    year.undo_step()
    assert year.current.records_of("evidence") == ()


def test_nothing_is_written_beside_the_files_or_into_them(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"a.txt": "one"})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    gather(year, papers)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_one_content_in_one_drop_is_taken_once_and_said(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"a.txt": "same", "b.txt": "same"})
    found = gather(year, papers, papers / "a.txt")
    assert [each.location for each in found.found] == ["papers/a.txt"]
    assert found.problems == ("b.txt is the same document as a.txt, so it was taken once.",)


def test_a_document_that_is_there_already_gets_more_links_and_no_second_item(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"a.txt": "same"})
    take(year, gather(year, papers).found, statements=("equity",))
    files(tmp_path / "others", {"copy.txt": "same"})
    again = gather(year, tmp_path / "others")
    (record,) = year.current.records_of("evidence")
    assert again.found[0].already == record.id
    (record,) = take(year, again.found, statements=("governance",), items=("IR 5",))
    assert record["location"] == "papers/a.txt"
    assert (record["quality_statements"], record["return_items"]) == (("equity", "governance"), ("IR 5",))
    assert add_evidence.plan_evidence_changes(year, again.found, statements=("equity",)) == ()
    [sorted_in] = add_evidence.plan_evidence_changes(year, again.found, category="people")
    assert (sorted_in.field, sorted_in.new) == ("category", "people")


def test_what_came_in_while_files_were_read_is_not_added_twice(year: Session, tmp_path: Path) -> None:
    found = gather(year, files(tmp_path / "papers", {"a.txt": "same"})).found
    take(year, found)
    assert len(take(year, (*found, *add_evidence.read_pasted_links("www.x.gov.uk").found), items=("IR 5",))) == 2


def test_a_file_added_again_after_it_changed_brings_its_fingerprint_up_to_date(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"a.txt": "before"})
    (before,) = take(year, gather(year, papers).found)
    files(papers, {"a.txt": "after all"})
    (after,) = take(year, gather(year, papers).found)
    assert (after.id, after["size_bytes"]) == (before.id, 9)
    assert after["sha256"] != before["sha256"]


def test_a_moved_file_that_is_dropped_again_takes_its_new_place(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"a.txt": "same"})
    take(year, gather(year, papers).found)
    papers.rename(tmp_path / "archive")
    (record,) = take(year, gather(year, tmp_path / "archive").found)
    assert record["location"] == "archive/a.txt"


def test_odd_names_are_kept_as_they_are_and_titles_cleaned(year: Session, tmp_path: Path) -> None:
    names = ("CON.txt", "odd..name..txt", "a\u202efdp.txt", "b" * 240 + ".txt", "$(rm).txt")
    found = gather(year, files(tmp_path / "papers", {name: name for name in names}))
    assert {each.location for each in found.found} == {f"papers/{name}" for name in names}
    assert all("\u202e" not in each.title and len(each.title) <= 200 for each in found.found)
    take(year, found.found)
    assert conditions(year) == [Condition.OK] * len(names)


def test_what_cannot_be_taken_is_said_and_the_others_come_in(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"a.txt": "a", "empty.txt": "", "x.lnk": "x", "no.url": "nothing"})
    (papers / os.fsdecode(b"broken\xff.txt")).write_text("x")
    (papers / "bad.url").write_text("[InternetShortcut]\nURL=javascript:alert(1)\n")
    found = gather(year, papers, tmp_path / "gone")
    assert [each.title for each in found.found] == ["A"]
    assert len(found.problems) == 6
    for said in ("gone is not there", "javascript:", "broken", "empty.txt is empty", "no.url", "x.lnk is a shortcut"):
        assert any(said in problem for problem in found.problems), said


def test_a_shortcut_to_a_page_is_the_page(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"Market position.url": "[InternetShortcut]\nURL=https://x.gov.uk/mps\n"})
    [found] = gather(year, papers).found
    assert (found.title, found.location, found.location_kind) == ("Market position", "https://x.gov.uk/mps", "web")


def test_twenty_thousand_files_are_gathered_with_progress_and_can_be_stopped(year: Session, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(20_000):
        (papers / f"{number}.txt").write_bytes(b"%d" % number)
    told: list[float] = []
    found = add_evidence.gather_documents([papers], year.path, year.current, progress=told.append)
    assert len(found.found) == 20_000
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(add_evidence.plan_evidence_changes(year, found.found)) == 20_000
    with pytest.raises(CancelledError):
        add_evidence.gather_documents([papers], year.path, year.current, cancelled=lambda: True)


def test_pasted_links_are_one_a_line_with_the_words_beside_them_as_titles(year: Session) -> None:
    found = add_evidence.read_pasted_links(
        "Annual report – https://x.gov.uk/a\n\nwww.y.gov.uk/local_plan\nhttp://X.gov.uk/a/#top\n"
    )
    assert [(each.title, each.location) for each in found.found] == [
        ("Annual report", "https://x.gov.uk/a"),
        ("Local plan", "https://www.y.gov.uk/local_plan"),
    ]
    (first, _) = take(year, found.found, statements=("equity",))
    assert (first["location_kind"], first["sha256"], first["personal_data"]) == ("web", None, None)
    assert add_evidence.read_pasted_links("https://www.x.gov.uk/a", year.current).found[0].already == first.id


def test_other_links_are_refused_one_by_one(year: Session) -> None:
    found = add_evidence.read_pasted_links(
        "javascript:alert(1)\nfile:///etc/passwd\ndata:text/html,x\nhttps://x.gov.uk"
    )
    assert len(found.found) == 1
    assert len(found.problems) == 3


def test_files_are_checked_by_their_content(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {name: name for name in ("changed", "folder", "gone", "well")})
    take(year, (*gather(year, papers).found, *add_evidence.read_pasted_links("www.x.gov.uk").found))
    assert conditions(year) == [Condition.OK] * 4
    files(papers, {"changed": "other"})
    (papers / "gone").unlink()
    (papers / "folder").unlink()
    (papers / "folder").mkdir()
    states = check_files.check_evidence_files(year.current, year.path)
    assert [state.condition for state in states] == [
        Condition.CHANGED, Condition.UNREADABLE, Condition.MISSING, Condition.OK,
    ]  # fmt: skip
    assert all(name in state.message for name, state in zip(("changed", "folder", "gone"), states, strict=False))
    year.take_step("accept", check_files.plan_accepted_files(year, states))
    assert conditions(year)[0] is Condition.OK
    assert year.current.records_of("evidence")[0]["personal_data"] == "not_checked"


@pytest.mark.parametrize(
    "location", ["C:\\Users\\anna\\plan.pdf", "\\\\server\\share\\plan.pdf", "/home/nobody-here-has-this/plan.pdf"]
)
def test_a_place_of_another_computer_is_told_from_a_file_that_is_gone(year: Session, location: str) -> None:
    take(year, (Found(title="Plan", location=location, location_kind="file", sha256="0" * 64),))
    assert conditions(year) == [Condition.ELSEWHERE]


def test_a_moved_file_is_found_again_by_its_content(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"a.txt": "first", "b.txt": "other"})
    take(year, gather(year, papers).found)
    (tmp_path / "new" / "deep").mkdir(parents=True)
    (papers / "a.txt").rename(tmp_path / "new" / "deep" / "renamed.txt")
    files(tmp_path / "new", {"decoy.txt": "fir5t", "longer.txt": "not of this size"})
    lost, _ = year.current.records_of("evidence")
    wanted, sizes = {lost.id: lost.text_of("sha256")}, {lost.id: 5}
    for known in (None, sizes):
        again = check_files.find_moved_files(tmp_path / "new", wanted, sizes=known)
        assert again == {lost.id: tmp_path / "new" / "deep" / "renamed.txt"}
    year.take_step("found again", check_files.plan_moved_files(year, again))
    assert year.current.by_id[lost.id]["location"] == "new/deep/renamed.txt"
    assert conditions(year) == [Condition.OK, Condition.OK]
    assert check_files.find_moved_files(papers, {"x": "0" * 64}) == {}


def test_only_files_of_the_wanted_size_are_read(tmp_path: Path) -> None:
    files(tmp_path, {"small.txt": "x"})
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(4_000_000_000)
    assert check_files.find_moved_files(tmp_path, {"x": "0" * 64}, sizes={"x": 1}) == {}


def test_looking_after_files_can_be_stopped(year: Session, tmp_path: Path) -> None:
    papers = files(tmp_path / "papers", {"a.txt": "a"})
    take(year, gather(year, papers).found)
    with pytest.raises(CancelledError):
        check_files.check_evidence_files(year.current, year.path, cancelled=lambda: True)
    with pytest.raises(CancelledError):
        check_files.find_moved_files(papers, {"x": "0" * 64}, cancelled=lambda: True)


def test_what_nobody_can_open_is_named_when_it_is_added(year: Session, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"<!DOCTYPE html><html><body>Not here</body></html>")
    (tmp_path / "~$policy.docx").write_bytes(b"\x05desk" + bytes(157))
    found = gather(year, tmp_path / "page.pdf", tmp_path / "~$policy.docx")
    assert [each.title for each in found.found] == ["Page"]
    assert any("page.pdf is called a PDF but is a web page" in each for each in found.doubts)
    assert not any("page.pdf" in each for each in found.problems)
