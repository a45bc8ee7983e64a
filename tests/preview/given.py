"""A book that is there at once, for whoever shows one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.artifacts import Artifacts
from pipeline.diagnostics import Checked

Build = Checked[Artifacts | None]
NOTHING: Build = Checked(None)


class Given:
    """What was given, build after build, the last again and again; counts how often its PDF was made."""

    def __init__(
        self, *builds: Build | Exception, pdf: Build | Exception = NOTHING, epub: Artifacts | None = None
    ) -> None:
        self.builds = list(builds)
        self.pdf = pdf
        self.epub = epub or {}
        self.prints = self.ebooks = self.renounced = 0
        self.pages: Mapping[str, str] = {}
        self.sections: Mapping[str, str] = {}
        self.names: Sequence[Mapping[str, str]] = ()
        self.texts: Mapping[str, Sequence[str]] = {}
        self.alone: Mapping[str, Artifacts] = {}

    def renounce(self) -> None:
        self.renounced += 1

    def make_page(self, path: str) -> Artifacts:
        return self.alone.get(path, {})

    def make_web(self) -> Build:
        build = self.builds.pop(0) if len(self.builds) > 1 else (self.builds or [NOTHING])[0]
        if isinstance(build, Exception):
            raise build
        return build

    def make_pdf(self) -> Build:
        self.prints += 1
        if isinstance(self.pdf, Exception):
            raise self.pdf
        return self.pdf

    def make_epub(self) -> Artifacts:
        self.ebooks += 1
        return self.epub

    def lines(self, path: str) -> Sequence[str]:
        return self.texts.get(path, ())
