"""The one lock for the engine that shows and reads PDF files: it knows nothing of threads.

Whoever calls into it holds the lock for as long as the call lasts, and no longer than one page takes.
"""

from __future__ import annotations

from threading import Lock

lock = Lock()
