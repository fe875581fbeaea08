"""The dialog that exports: what, for whom, which year, where to; then how far it is and what came of it.

The export runs on a worker and reads the file itself. Nothing about formats belongs here.
"""
