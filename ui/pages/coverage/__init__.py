"""The page of the coverage: statements by evidence category, down to the sources the framework names.

It may import the bridge, widgets and the domain. What counts as covered belongs to the domain, and evidence is written
in its register: a cell leads to what is there, and to adding what is not.
"""
