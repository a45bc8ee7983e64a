"""Codes s: headings and elements. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {}
