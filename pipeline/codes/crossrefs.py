"""Codes x: cross-references and citations. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {}
