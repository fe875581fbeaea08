"""The rules of the product: frozen values in, frozen values out.

May import: the standard library's pure parts only. Does not belong here: files, the clock, SQL, Qt, or
anything that must be replaced in a test. A rule that needs "today" is given it.
"""
