"""Which computer and which process this is, told in a way that no restart and no reused process number confuses."""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

_QUERY = 0x1000
_NO_SUCH_PROCESS, _STILL_RUNS = 87, 259
"""What Windows says of a number that no process has, and as the exit code of one that has not ended."""


def machine_name() -> str:
    """What people call this computer."""
    return platform.node() or "this computer"


@functools.cache
def computer_id() -> str:
    """What tells this computer from another of the same name; "" where the system keeps nothing of the kind."""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return ""
    with suppress(OSError):
        return Path("/etc/machine-id").read_text(encoding="ascii", errors="replace").strip()
    return ""


def is_alive(process: int) -> bool:
    """Whether a process with this number runs on this computer."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
        kernel.GetExitCodeProcess.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        return is_alive_on_windows(process, kernel, ctypes.get_last_error)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def is_alive_on_windows(process: int, kernel: Any, last_error: Callable[[], int]) -> bool:
    """The same as Windows' ``kernel`` tells it. A process of another person is there though it may not be looked at."""
    handle = kernel.OpenProcess(_QUERY, False, process)
    if not handle:
        return last_error() != _NO_SUCH_PROCESS
    code = ctypes.c_ulong()
    told = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return not told or code.value == _STILL_RUNS


def process_began(process: int) -> str:
    """When a process began, as this system tells it: two that had one number after each other differ; "" if unknown."""
    if sys.platform == "win32":
        handle = ctypes.windll.kernel32.OpenProcess(_QUERY, False, process)
        if not handle:
            return ""
        times = [ctypes.c_ulonglong() for _ in range(4)]
        told = ctypes.windll.kernel32.GetProcessTimes(handle, *map(ctypes.byref, times))
        ctypes.windll.kernel32.CloseHandle(handle)
        if not told:
            return ""
        return str(times[0].value)
    if sys.platform == "darwin":
        said = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(process)], capture_output=True, check=False)
        return said.stdout.decode(errors="replace").strip()
    try:
        # The name in brackets may hold anything; the start, in ticks since the computer was started, is the 20th after.
        ticks = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text(encoding='ascii').strip()} {ticks[19]}"
    except (OSError, IndexError):
        return ""
