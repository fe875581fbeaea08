"""The story that the journal tells: who wrote what when, and the words in which it is told.

May import: ``merging``, ``model`` and what stands below them. Does not belong here: undoing (services).
"""
