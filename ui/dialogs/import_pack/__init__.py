"""The dialog that imports a framework or an information return: what is in the files is checked and shown, then kept.

It may import the bridge, widgets, services and the domain. What a file means, and whether it is sound, is theirs.
"""
