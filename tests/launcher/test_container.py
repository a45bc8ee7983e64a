"""The recipe for a container gives what the launcher asks of a system, and the editor's container is made by it."""

import json
import re
from pathlib import Path

from launcher.system import FOR_RUNNING

ROOT = Path(__file__).resolve().parents[2]
RECIPE = (ROOT / "Containerfile").read_text("utf-8")


def test_the_recipe_has_every_package_that_running_needs() -> None:
    found = re.search(r"--no-install-recommends ([^&]+) &&", RECIPE)
    assert found
    asked = {need.packages["apt-get"] for need in FOR_RUNNING if need.name != "ensurepip"}
    assert asked | {"python3", "python3.11-venv", "ca-certificates"} == set(found[1].split())


def test_an_editor_makes_its_container_by_the_same_recipe_and_installs_nothing_more() -> None:
    told = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))
    assert (ROOT / ".devcontainer" / told["build"]["dockerfile"]).resolve() == ROOT / "Containerfile"
    assert told["onCreateCommand"] == "./workbook --no-system --version"
    kept = json.loads((ROOT / ".vscode/extensions.json").read_text("utf-8"))
    assert told["customizations"]["vscode"]["extensions"] == kept["recommendations"]
