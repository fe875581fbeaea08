"""The dialog that checks for personal data before something is published: what looks like it, where, and what is fine.

It may import the bridge, widgets, services and the domain. What is looked for belongs to the domain and the services;
a person goes to the field, says that a place is fine, which is kept in their settings, or marks evidence for redaction.
"""
