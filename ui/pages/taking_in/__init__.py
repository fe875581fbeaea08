"""The dialog that takes in what another file holds: choose it, see what would come in, then take it or leave it.

Reading runs on a worker and changes nothing. What comes in is one step, which can be undone.
"""
