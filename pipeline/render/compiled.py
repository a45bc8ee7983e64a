"""Compiled templates, kept where Python keeps compiled modules: beside the program, and in memory by a process that
renders again and again.

Never in a book's cache, though that is the place of all else: they are code, and whoever hands on a folder with a book
and its cache would have it run, out of the sandbox.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from .. import program
from ..artifacts import digest
from ..cache import FolderCache
from ..memory import Memory

KIND = "template"
HOME = Path(__file__).parent / "__pycache__"
_LOADED: Memory[CodeType] = Memory()


class Compiled(BytecodeCache):
    """One file for each name of a template; what another program compiled, or of another text, is a miss."""

    def __init__(self, home: Path = HOME) -> None:
        self._home = home
        self._kept = FolderCache(home)

    def get_source_checksum(self, source: str) -> str:
        return digest(program.fingerprint(), source)

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _LOADED.get(self._name(bucket))
        if bucket.code is None and (kept := self._kept.get(KIND, bucket.key)):
            bucket.bytecode_from_string(kept)
            self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._remember(bucket)
        if not sys.dont_write_bytecode:
            self._kept.put(KIND, bucket.key, bucket.bytecode_to_string())

    def _remember(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            _LOADED.put(self._name(bucket), bucket.code)

    def _name(self, bucket: Bucket) -> tuple[Path, str, str]:
        return self._home, bucket.key, bucket.checksum
