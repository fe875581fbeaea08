"""How much of the machine a reader may use, and that it ends with the program that started it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import Any

MEMORY = 4_000_000_000
"""Bytes. What is read of the largest file that is taken needs less."""
SECONDS = 1_800
"""For one file; a person stops it sooner."""

_NO_WINDOW = 0x08000000
_KILL_ON_CLOSE, _PROCESS_MEMORY = 0x2000, 0x100
_EXTENDED_LIMITS = 9


def confine_process() -> None:
    """Called in the child before it reads: bound its memory; it leaves no dump of what it read, and writes no file."""
    if sys.platform == "win32":
        return  # the job that the parent put it in sees to that
    import resource

    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        # A limit that is lower already cannot be raised, and bounds it as well.
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))


def begin_file() -> None:
    """Called in the child before each file: it ends by itself where one takes far too long."""
    if sys.platform == "win32":
        return
    import resource

    # The limit counts from the start of the process, and one process reads many files.
    used = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(OSError, ValueError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, hard))


def start_confined_child(command: list[str]) -> tuple[subprocess.Popen[bytes], object]:
    """The child, and what has to be kept as long as it runs."""
    flags = _NO_WINDOW if sys.platform == "win32" else 0
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
    )
    job = _assign_windows_job(process) if sys.platform == "win32" else None
    return process, job


def _assign_windows_job(process: subprocess.Popen[bytes]) -> object:
    """Put a child into a job of Windows that bounds its memory and ends it when this program ends."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", wintypes.DWORD),
            ("least_set", ctypes.c_size_t), ("most_set", ctypes.c_size_t), ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t), ("priority", wintypes.DWORD), ("scheduling", wintypes.DWORD),
        )  # fmt: skip

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic), ("counters", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
        )  # fmt: skip

    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    job = kernel.CreateJobObjectW(None, None)
    limits = Extended()
    limits.basic.flags = _KILL_ON_CLOSE | _PROCESS_MEMORY
    limits.process_memory = MEMORY
    kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
    handle: Any = getattr(process, "_handle")  # noqa: B009 -- only Windows has it
    kernel.AssignProcessToJobObject(job, int(handle))
    return _Job(kernel, job)


class _Job:
    """A job's handle; letting go of it ends whatever is in the job."""

    def __init__(self, kernel: Any, handle: Any) -> None:
        self._kernel, self._handle = kernel, handle

    def __del__(self) -> None:
        self._kernel.CloseHandle(self._handle)
