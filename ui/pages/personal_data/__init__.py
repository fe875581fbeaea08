"""The dialog that checks for personal data before something is published: what looks like it, where, and what is fine.

It may import the bridge, widgets and the domain. What is looked for belongs to the domain, and nothing is changed here:
a person goes to the field, or says that a place is fine, which is kept in their settings.
"""
