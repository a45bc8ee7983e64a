"""Codes i: the index. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {}
