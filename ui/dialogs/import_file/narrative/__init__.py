"""A document beside where each of its pieces goes: moved, split, joined or left out by whoever imports it."""
