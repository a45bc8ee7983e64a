"""The browser side is built of what is checked in, and says what it is made of."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from pipeline.diagnostics import Diagnostic
from pipeline.manuscript import read as read_manuscript
from pipeline.manuscript.manifest import read_manifest
from pipeline.sprint.skeletons import element_names, skeletons
from pipeline.theme import default_theme, room_file
from pipeline.workspace import MemoryWorkspace

FOLDER = Path(__file__).resolve().parents[2] / "templates/sprint"
SOURCES = ("package.json", "package-lock.json", "build.mjs", "src")
MADE = ("room.js", "LICENSES.txt")
NPM_TIMEOUT_S = 300


@pytest.mark.slow
def test_the_bundle_is_what_its_sources_make(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is missing: only who changes the writing room's scripts needs it")
    for name in SOURCES:
        (shutil.copytree if (FOLDER / name).is_dir() else shutil.copy)(FOLDER / name, tmp_path / name)
    for command in ([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], [npm, "run", "build"]):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=NPM_TIMEOUT_S)
        if "npm error network" in done.stderr or "ENOTFOUND" in done.stderr or "EAI_AGAIN" in done.stderr:
            pytest.skip("the packages cannot be fetched here")
        assert done.returncode == 0, done.stderr
    assert {name: (tmp_path / name).read_bytes() for name in MADE} == {
        name: (FOLDER / name).read_bytes() for name in MADE
    }


def test_every_package_is_named_with_its_version_and_may_be_passed_on() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text())["packages"]
    told = re.findall(r"^(@?[\w./-]+) (\d\S*) \((.+)\)$", (FOLDER / "LICENSES.txt").read_text(), re.MULTILINE)
    assert {name for name, _, _ in told} >= {"yjs", "@codemirror/view", "@lezer/markdown", "y-codemirror.next"}
    assert {licence for _, _, licence in told} == {"MIT"}
    assert all(lock[f"node_modules/{name}"]["version"] == version for name, version, _ in told)
    wanted = lock[""]["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_the_scripts_ask_nobody_else_and_need_no_leave_to_make_code() -> None:
    ours = "".join(path.read_text() for path in sorted((FOLDER / "src").glob("*.js")))
    assert "innerHTML" not in ours and "eval(" not in ours and "http://" not in ours and "https://" not in ours
    assert "new Function" not in room_file("room.js").decode()


def test_no_build_of_a_book_depends_on_the_room() -> None:
    assert not [name for name in default_theme().files if name.startswith("sprint/")]


SKELETONS = skeletons(default_theme().labels)


@pytest.mark.parametrize("skeleton", SKELETONS, ids=[str(one["name"]) for one in SKELETONS])
def test_what_the_bar_inserts_is_right_as_it_stands(skeleton: dict[str, str]) -> None:
    assert skeleton["text"].count("⟦") == skeleton["text"].count("⟧") == 1
    text = re.sub("[⟦⟧]", "", skeleton["text"])
    body = f"Ein Satz mit {text} darin." if skeleton["inside"] else text
    assert (
        told(f"---\nversprechen: Du kannst es.\n---\n# Anfang\n\nEin Satz.\n\n## Mitte\n\n{body}\n\nEin Satz.\n") == []
    )


def test_every_box_can_be_inserted_and_named() -> None:
    names = [one["name"] for one in element_names(default_theme().labels)]
    assert {"tipp", "reflexion", "feld", "ablauf"} <= set(names)
    groups = yaml.safe_load(room_file("elements.de.yaml"))
    assert len(groups) == len(SKELETONS) > 25


def told(text: str) -> list[Diagnostic]:
    """What is wrong with a chapter."""
    from pipeline.cache import MemoryCache

    manifest = read_manifest("title: P\nlanguage: de\nparts: [{title: E, chapters: [chapters/a.md]}]\n").value
    assert manifest is not None
    workspace = MemoryWorkspace({"chapters/a.md": text})
    read = read_manuscript(workspace, manifest, default_theme(), MemoryCache())
    return [one for one in read.diagnostics if one.span.path.endswith("a.md")]
