"""``python -m selfassess``: the command line."""

from selfassess.cli import main

if __name__ == "__main__":
    main()
