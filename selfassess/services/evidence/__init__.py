"""Evidence: added from files and links, its files looked after and searched for personal data, scorecards pasted.

May import: ``exporting``, ``workbook`` and what services may import. Not here: what evidence covers (domain).
"""
