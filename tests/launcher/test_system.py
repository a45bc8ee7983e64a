"""What the system has to give: the one command for every package manager, and never a question."""

from __future__ import annotations

import subprocess
import sys

import pytest

from launcher import system
from launcher.system import FOR_RUNNING, FOR_TESTS, MANAGERS, Need, install_command
from launcher.words import Stop, Voice

ABSENT = Need("Pango", lambda: False, dict.fromkeys(MANAGERS, "pango-package"))


@pytest.mark.parametrize("manager", MANAGERS)
def test_every_need_for_running_has_a_package_for_every_manager(manager: str) -> None:
    assert all(need.packages[manager] for need in FOR_RUNNING)


def test_every_need_for_tests_can_be_installed_where_ci_runs() -> None:
    assert all(need.packages["apt-get"] for need in FOR_TESTS)


def test_a_tool_for_tests_that_a_system_cannot_have_is_not_mentioned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda name: name if name == "apk" else None)

    system.install_missing([Need("pdf.js", lambda: False, {"apt-get": "libjs-pdf"}, optional=True)], Voice())

    assert capsys.readouterr().err == ""


def test_a_package_that_the_release_lacks_keeps_no_other_out(monkeypatch: pytest.MonkeyPatch) -> None:
    there: set[str] = set()

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        packages = set(command) & {"chromium", "libjs-pdf"}
        failed = "libjs-pdf" in packages
        there.update(() if failed else packages)
        return subprocess.CompletedProcess(command, int(failed))

    monkeypatch.setattr(system.subprocess, "run", run)

    system.apt_install(("env",), ("libjs-pdf", "chromium"))

    assert there == {"chromium"}


def test_the_command_names_each_package_once_and_asks_for_rights() -> None:
    command = install_command(FOR_RUNNING, "dnf", is_root=False)

    assert command == "sudo dnf install -y git python3-libs glib2 pango harfbuzz fontconfig"


def test_debian_has_pip_in_a_package_of_its_own() -> None:
    assert f"python3.{sys.version_info[1]}-venv" in install_command(FOR_RUNNING, "apt-get", is_root=True)


@pytest.mark.parametrize(("manager", "is_root"), [("apt-get", True), ("brew", False)])
def test_root_and_homebrew_need_no_sudo(manager: str, is_root: bool) -> None:
    assert install_command([ABSENT], manager, is_root).endswith("pango-package")
    assert "sudo" not in install_command([ABSENT], manager, is_root)


def test_a_missing_library_stops_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda name: name if name == "pacman" else None)
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)

    with pytest.raises(Stop) as stop:
        system.install_missing([ABSENT], Voice())

    assert stop.value.key == "missing"
    assert stop.value.gaps == {"names": "Pango", "command": "sudo pacman -S --needed pango-package"}


def test_a_system_with_an_unknown_package_manager_gets_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda name: None)

    with pytest.raises(Stop) as stop:
        system.install_missing([ABSENT], Voice())

    assert (stop.value.key, stop.value.gaps) == ("missing-unknown", {"names": "Pango"})


def test_a_missing_tool_for_tests_is_only_mentioned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda name: name if name == "apk" else None)

    system.install_missing([Need("Chromium", lambda: False, {"apk": "chromium"}, optional=True)], Voice())

    assert "apk add chromium" in capsys.readouterr().err


def test_apt_installs_what_is_missing_without_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[str] = []

    def run(prefix: object, packages: tuple[str, ...]) -> None:
        there.extend(packages)

    monkeypatch.setattr(system.shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(system, "apt_prefix", lambda: ("env",))
    monkeypatch.setattr(system, "apt_install", run)

    system.install_missing([Need("Pango", lambda: bool(there), {"apt-get": "libpango-1.0-0"})], Voice())

    assert there == ["libpango-1.0-0"]


def test_nothing_is_called_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "apt_prefix", lambda: pytest.fail("asked for rights"))

    system.install_missing([Need("git", lambda: True, {})], Voice())


def test_who_forbids_it_is_told_the_command_and_nothing_is_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(system.shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system.subprocess, "run", never)
    with pytest.raises(Stop) as stopped:
        system.install_missing([ABSENT], Voice(), may_install=False)
    assert stopped.value.gaps["command"] == "apt-get install -y --no-install-recommends pango-package"
    assert capsys.readouterr().err == ""
