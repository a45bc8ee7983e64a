"""Messages come as the book goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main


def test_messages_come_in_the_order_in_which_the_manifest_names_their_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "chapters").mkdir()
    manifest = "title: T\nlanguage: en\nparts:\n  - title: P\n    chapters: [chapters/z.md, chapters/a.md]\nspin: 1\n"
    (tmp_path / "book.yaml").write_text(manifest)
    for name in ("a", "m", "z"):
        (tmp_path / f"chapters/{name}.md").write_text("---\npromise: You can.\n---\n# T\n\n[](#nowhere)\n")
    assert main(["check", "--book", str(tmp_path), "--message-format", "short", "--all"]) == 1
    told = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert list(dict.fromkeys(told)) == ["book.yaml", "chapters/z.md", "chapters/a.md", "chapters/m.md"]
