"""What the program stands on is known and named, and a build asks nobody for anything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.supply import bill, packages
from tests.schemas import CYCLONEDX, slips

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
# An empty network, as whoever it is: a namespace of users lets everybody make one of networks.
WITHOUT_NETWORK = ("unshare", "--user", "--map-root-user", "--net")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_named_with_its_licence(lock: str) -> None:
    named = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").lower().replace("_", "-")
    found = list(packages((ROOT / lock).read_text(encoding="utf-8")))
    assert len(found) > 20
    missing = [one.name for one in found if not re.search(rf"\b{re.escape(one.name.lower())}\b", named)]
    assert missing == []


def test_a_package_without_a_row_would_be_missed() -> None:
    lock = "zzz-unknown==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    assert [(one.name, one.version, len(one.hashes), one.licence) for one in packages(lock)] == [
        ("zzz-unknown", "1.0", 1, "")
    ]


def test_the_bill_of_materials_has_all_with_hashes_and_most_with_licences() -> None:
    found = list(packages((ROOT / LOCKS[0]).read_text(encoding="utf-8")))
    made = bill(found, "1.0")
    assert slips(made, CYCLONEDX) == []
    components = made["components"]
    assert isinstance(components, list)
    assert len(components) == len({one["purl"] for one in components}) == len(found)
    assert all(one["externalReferences"] for one in components)
    unlicensed = [one["name"] for one in components if "licenses" not in one]
    assert len(unlicensed) <= 2, unlicensed


def may_be_cut_off() -> bool:
    """Whether this system lets a process have an empty network."""
    tried = shutil.which("unshare") and subprocess.run([*WITHOUT_NETWORK, "true"], capture_output=True).returncode == 0
    assert tried or not os.environ.get("CI"), "CI must prove that a build needs no network"
    return bool(tried)


@pytest.mark.slow
def test_a_build_without_any_network_gives_the_same_bytes(tmp_path: Path) -> None:
    if not may_be_cut_off():
        pytest.skip("this system has no namespaces for everybody")
    sums = []
    for nth, fence in enumerate(((), WITHOUT_NETWORK)):
        book = tmp_path / str(nth) / "book"
        shutil.copytree(ROOT / "tests" / "books" / "complete", book)
        command = [*fence, sys.executable, "-P", "-m", "pipeline", "--book", str(book), "build"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        sums.append((book / "build" / "SHA256SUMS").read_text(encoding="utf-8"))
    assert sums[0] == sums[1]


def test_an_empty_network_reaches_nobody() -> None:
    if not may_be_cut_off():
        pytest.skip("this system has no namespaces for everybody")
    script = "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
    done = subprocess.run([*WITHOUT_NETWORK, sys.executable, "-c", script], capture_output=True, text=True)
    assert "unreachable" in done.stderr
