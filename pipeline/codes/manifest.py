"""Codes m: book.yaml. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {}
