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

THEME = Path(__file__).resolve().parents[2] / "templates"
FOLDER = THEME / "sprint"
THIRD_PARTY = THEME.parent / "THIRD_PARTY.md"
# What the browsers of the writing room and of readers run: its folder, what it is made of, what is made.
BUNDLES = (
    ("sprint", ("package.json", "package-lock.json", "build.mjs", "src"), ("room.js", "LICENSES.txt")),
    (
        "html/pdf",
        ("package.json", "package-lock.json", "build.mjs", "fill.js", "appearance.js"),
        ("../pdf.js", "LICENSES.txt"),
    ),
)
NPM_TIMEOUT_S = 300


@pytest.mark.slow
@pytest.mark.parametrize(("name", "sources", "made"), BUNDLES, ids=[bundle[0] for bundle in BUNDLES])
def test_the_bundle_is_what_its_sources_make(
    name: str, sources: tuple[str, ...], made: tuple[str, ...], tmp_path: Path
) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is missing: only who changes the scripts needs it")
    folder, work = THEME / name, tmp_path / "work"
    work.mkdir()
    for source in sources:
        (shutil.copytree if (folder / source).is_dir() else shutil.copy)(folder / source, work / source)
    for command in ([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], [npm, "run", "build"]):
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=NPM_TIMEOUT_S)
        if "npm error network" in done.stderr or "ENOTFOUND" in done.stderr or "EAI_AGAIN" in done.stderr:
            pytest.skip("the packages cannot be fetched here")
        assert done.returncode == 0, done.stderr
    assert {one: (work / one).read_bytes() for one in made} == {one: (folder / one).read_bytes() for one in made}


@pytest.mark.parametrize(
    ("name", "packages", "licences"),
    [
        ("sprint", {"yjs", "@codemirror/view", "@lezer/markdown", "y-codemirror.next"}, {"MIT"}),
        ("html/pdf", {"pdf-lib", "pako", "tslib"}, {"MIT", "(MIT AND Zlib)", "0BSD"}),
    ],
)
def test_every_package_is_named_with_its_version_and_may_be_passed_on(
    name: str, packages: set[str], licences: set[str]
) -> None:
    lock = json.loads((THEME / name / "package-lock.json").read_text())["packages"]
    told = re.findall(r"^(@?[\w./-]+) (\d\S*) \((.+)\)$", (THEME / name / "LICENSES.txt").read_text(), re.MULTILINE)
    assert {package for package, _, _ in told} >= packages
    assert {licence for _, _, licence in told} == licences
    assert all(lock[f"node_modules/{package}"]["version"] == version for package, version, _ in told)
    wanted = lock[""]["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    third_party = THIRD_PARTY.read_text()
    assert name != "html/pdf" or [package for package, _, _ in told if package not in third_party] == []


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
