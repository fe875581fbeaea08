"""The six free-text sections around the nine statements: the place, the vision, how it was made, and the rest."""
