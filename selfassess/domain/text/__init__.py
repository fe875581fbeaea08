"""Texts as such: folded for comparing, dates as people write them, languages, sentences, differences.

May import: nothing of the product. Does not belong here: what a text is about; that begins in ``model``.
"""
