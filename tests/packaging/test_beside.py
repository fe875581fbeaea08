"""What is written beside the packages, what signs them, what looks for weaknesses, and the workflows for it all."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import audit
import build
import provenance
import pytest
import signing
from bootstrap import ROOT, BootstrapError

from selfassess import VERSION

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_the_statement_names_what_was_made_and_from_which_locks(tmp_path: Path) -> None:
    file = tmp_path / "selfassess.zip"
    file.write_bytes(b"made")
    provenance.write_statement("windows", [file], tmp_path)
    said = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))
    assert said["subject"] == [{"name": file.name, "digest": {"sha256": hashlib.sha256(b"made").hexdigest()}}]
    definition = said["predicate"]["buildDefinition"]
    assert definition["externalParameters"] == {"kind": "windows"}
    named = {each["uri"]: each["digest"] for each in definition["resolvedDependencies"]}
    lock = ROOT / "packaging" / "runtime.txt"
    assert named["packaging/runtime.txt"] == {"sha256": provenance.hash_of(lock)}
    assert {"packaging/macos/python.txt", "packaging/windows/python.txt", "packaging/lock.txt"} <= named.keys()
    provenance.write_sums([file], tmp_path)
    assert (tmp_path / "SHA256SUMS").read_text(encoding="utf-8") == f"{provenance.hash_of(file)}  selfassess.zip\n"


def test_the_list_of_parts_has_every_pin_with_its_hashes(tmp_path: Path) -> None:
    provenance.write_parts(tmp_path, VERSION)
    listed = json.loads((tmp_path / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.5")
    found = {each["name"]: each["version"] for each in listed["components"]}
    assert found == audit.pins(ROOT / "packaging" / "runtime.txt")
    assert all(each["hashes"] for each in listed["components"])


def test_nothing_is_signed_without_a_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "setup.exe").write_bytes(b"MZ")
    signing.sign([tmp_path / "setup.exe"], {})
    assert (tmp_path / "setup.exe").read_bytes() == b"MZ"
    assert "Not signed: no key is named" in capsys.readouterr().out


def test_a_key_that_cannot_be_used_is_no_build_without_a_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(BootstrapError, match="osslsigncode is not installed"):
        signing.sign([tmp_path / "setup.exe"], {signing.KEY: "x"})


@pytest.mark.skipif(
    any(shutil.which(each) is None for each in ("osslsigncode", "openssl", "x86_64-w64-mingw32-gcc")),
    reason="osslsigncode, openssl or mingw-w64 is not installed",
)
def test_a_program_is_signed_with_the_key_that_is_named(tmp_path: Path) -> None:
    def run(*call: str) -> None:
        subprocess.run(call, cwd=tmp_path, check=True, capture_output=True)

    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "k.pem",
        "-out",
        "c.pem",
        "-subj",
        "/CN=Trial",
    )
    run("openssl", "pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "k.p12", "-passout", "pass:words")
    (tmp_path / "a.c").write_text("int main(void) { return 0; }")
    run("x86_64-w64-mingw32-gcc", "a.c", "-o", "a.exe")
    key = base64.b64encode((tmp_path / "k.p12").read_bytes()).decode()
    signing.sign([tmp_path / "a.exe"], {signing.KEY: key, signing.PASSWORD: "words"})
    asked = subprocess.run(
        ("osslsigncode", "verify", "a.exe"), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "CN=Trial" in asked.stdout
    with pytest.raises(BootstrapError):
        signing.sign([tmp_path / "a.exe"], {signing.KEY: key, signing.PASSWORD: "other words"})


CLEAN = {"name": "thing", "version": "1.0", "vulns": []}
WEAK = {**CLEAN, "vulns": [{"id": "X-1", "fix_versions": ["1.1"]}]}
OTHER = {"name": "Other", "version": "2.0", "vulns": []}


@pytest.mark.parametrize(
    ("answer", "ended", "code", "words"),
    [
        ([CLEAN, OTHER], 0, audit.CLEAN, "2 versions looked up"),
        ([WEAK, OTHER], 1, audit.WEAK, "thing 1.0: X-1, mended in 1.1"),
        ([CLEAN], 0, audit.UNKNOWN, "not looked up: other"),
        ([CLEAN, {**OTHER, "version": "1.9"}], 0, audit.UNKNOWN, "not looked up: other"),
        ([CLEAN, {"name": "other", "skip_reason": "could not be reached"}], 0, audit.UNKNOWN, "not looked up: other"),
        ([WEAK, {"name": "other", "skip_reason": "could not be reached"}], 1, audit.UNKNOWN, "not looked up: other"),
        ([], 0, audit.UNKNOWN, "not looked up: thing, other"),
        ([CLEAN, OTHER], 1, audit.UNKNOWN, "ended with 1"),
        (None, 0, audit.UNKNOWN, "no answer"),
    ],
)
def test_what_could_not_be_looked_up_is_no_pass(
    tmp_path: Path, answer: list[object] | None, ended: int, code: int, words: str
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("# a lock\nthing==1.0 \\\n    --hash=sha256:00\nother[extra]==2.0 \\\n    --hash=sha256:11\n")
    said = "" if answer is None else json.dumps({"dependencies": answer, "fixes": []})
    program = tmp_path / "program.py"
    program.write_text(f"import sys\nprint({said!r})\nsys.exit({ended})\n")
    found, lines = audit.audit(lock, (sys.executable, program))
    assert (found, words in " ".join(lines)) == (code, True), lines


def test_what_looks_for_weaknesses_is_locked_with_hashes() -> None:
    text = (ROOT / "packaging" / "audit.txt").read_text(encoding="utf-8")
    assert "pip-audit" in audit.pins(ROOT / "packaging" / "audit.txt")
    assert [line for line in text.splitlines() if " ; " in line] == []
    assert len(re.findall("==", text)) <= len(re.findall("--hash=", text))


OURS = re.compile(
    r"python3? packaging/(build\.py (\$\{\{ matrix\.kind \}\}|\w+) built|bootstrap\.py test|audit\.py)"
    r"|(sudo )?apt-get (update -q|install -y( [\w.-]+| \$\{\{ matrix\.needs \}\})+)"
)
"""What a job may run: our own commands, and Debian's packages that those name."""


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_runs_our_own_commands_and_nothing_else(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    runs = re.findall(r"^ *-? ?run: (.*)$", text, re.MULTILINE)
    assert runs
    assert [each for each in runs if OURS.fullmatch(each) is None] == []
    assert "permissions:" in text
    assert "curl" not in text


def test_every_kind_of_package_is_built_and_every_system_tested() -> None:
    packages = (ROOT / ".github" / "workflows" / "packages.yml").read_text(encoding="utf-8")
    kinds = {*re.findall(r"kind: (\w+)", packages), *re.findall(r"build\.py (\w+) built", packages)}
    assert kinds == set(build.KINDS)
    check = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    for word in ("ubuntu-latest", "windows-latest", "macos-latest", '"3.11"', '"3.12"', '"3.13"'):
        assert word in check


YAML = "import json, sys, yaml; print(json.dumps(sorted(yaml.safe_load(open(sys.argv[1]))['jobs'])))"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_can_be_read(file: Path) -> None:
    python = "/usr/bin/python3"
    if subprocess.run((python, "-c", "import yaml"), capture_output=True, check=False).returncode:
        pytest.skip("python3-yaml is not installed")
    done = subprocess.run((python, "-c", YAML, str(file)), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)
