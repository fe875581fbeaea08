"""What may leave the house: a workbook as an edition shows it, roles for names, personal data, redaction.

May import: ``readiness``, ``model`` and what stands below them. Does not belong here: how a document is put together.
"""
