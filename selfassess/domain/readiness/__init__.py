"""What still stands between a draft and a self-assessment one can send: findings, coverage, rating, comments.

May import: ``information_return``, ``model`` and what stands below them. Does not belong here: who may see a document.
"""
