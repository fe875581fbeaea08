"""Frameworks and information returns: from the files in ``resources/`` to the shapes of ``domain.framework``.

May import ``selfassess.domain`` and msgspec, nothing else of ours. Does not belong here: rules that use a pack (rating,
readiness), what a council wrote, and official or explanatory texts, which are data in the files themselves.
"""
