"""The dialog for national measures: published data read in one step, and measures of the catalogue without values.

It may import the bridge, widgets, services and the domain. What a file means, and what it comes to, is theirs.
"""
