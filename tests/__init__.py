"""A package of its own: spylls brings another of this name, which would stand before a folder without this file."""
