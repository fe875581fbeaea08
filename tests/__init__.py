"""The checks of the project; a package, because a library that it uses brings one of this name too."""
