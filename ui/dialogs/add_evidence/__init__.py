"""The dialog that gathers evidence: reads what was dropped, chosen or pasted, shows what was found, and adds it.

Any page asks for it through ``Workspace.open_dialog``; a few files are added at once, without it.
Files are read on a worker and stay where they are; what a document is called and whether it is here already belongs
to ``selfassess.services.evidence.add_evidence``.
"""
