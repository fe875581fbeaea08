"""Files and folders as the system has them, whatever is in them: private, lasting, tried, hidden, only online.

May import ``domain`` and the standard library; every room that touches files may import it. What is the same on Linux,
macOS and Windows is said once here. What a file holds, and what it is for, do not belong here.
"""
