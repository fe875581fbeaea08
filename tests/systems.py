"""What a test needs of the system it runs on, for those that not every system can run."""

import os

import pytest

ON_WINDOWS = os.name == "nt"

links = pytest.mark.skipif(ON_WINDOWS, reason="on Windows links are made by administrators alone")
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a named pipe is made as POSIX has it")
