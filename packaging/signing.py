"""Signs what Windows asks a signature of, with ``osslsigncode``; off without a key. The Mac's is in its recipe."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import parts
from bootstrap import BootstrapError, say

KEY = "SELFASSESS_SIGNING_KEY"
"""The PKCS#12 file with key and certificate, in base64, as a workflow keeps its secrets."""
PASSWORD = "SELFASSESS_SIGNING_PASSWORD"
"""Its password."""
TIME = "SELFASSESS_SIGNING_TIME"
"""Who confirms the time; without it a signature ends with its certificate."""

ENDINGS = (".exe", ".msi")


def sign(files: Sequence[Path], environment: Mapping[str, str] = os.environ) -> None:
    """Sign those of the files that can be signed; nothing where no key is named, which is said."""
    wanted = [file for file in files if file.suffix in ENDINGS]
    if not wanted:
        return
    if not environment.get(KEY):
        say("Not signed: no key is named")
        return
    if shutil.which("osslsigncode") is None:
        raise BootstrapError("A key is named and nothing can be signed: osslsigncode is not installed.")
    with TemporaryDirectory() as place:  # readable by nobody else; what stands in a command, others can read
        key, password = Path(place, "key.p12"), Path(place, "password")
        key.write_bytes(base64.b64decode(environment[KEY]))
        password.write_text(environment.get(PASSWORD, ""), encoding="utf-8")
        more = ("-ts", environment[TIME]) if environment.get(TIME) else ()
        for file in wanted:
            signed = Path(place, file.name)
            call = ("osslsigncode", "sign", "-pkcs12", str(key), "-readpass", str(password), "-h", "sha256", *more)
            parts.run((*call, "-in", str(file), "-out", str(signed)), file.parent)
            shutil.copyfile(signed, file)
