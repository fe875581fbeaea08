"""Other people's files: workbooks go out and come in as snapshots, one folder for each format.

May import ``packs``, ``domain`` and the libraries that read and write spreadsheets and PDF; no other room may import
those libraries. Excel, PDF and JSON know nothing of each other. The store does not belong here: a snapshot comes in
from ``services`` and goes back to it, and no function here decides what becomes of what it read.
"""
