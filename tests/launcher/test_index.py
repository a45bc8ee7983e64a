"""Where pip comes from when Python has none: the machine's own settings decide, the hash is ours."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from launcher import index
from launcher.words import Stop


def test_the_environment_wins_over_the_users_file_and_that_over_the_systems(tmp_path: Path) -> None:
    system, user = tmp_path / "system.conf", tmp_path / "user.conf"
    system.write_text("[global]\nindex-url = https://system/\ncert = /system.pem\nproxy = http://proxy\n")
    user.write_text("[global]\ncert = /user.pem\n[install]\nindex_url = https://user/\n")

    settings = index.pip_settings({"PIP_CERT": "/environment.pem"}, (system, user, tmp_path / "none"))

    assert settings["index-url"] == "https://user/"
    assert settings["cert"] == "/environment.pem"
    assert settings["proxy"] == "http://proxy"


def test_a_damaged_settings_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("index-url = no section\n")

    assert index.pip_settings({}, (tmp_path / "pip.conf",)) == {}


def test_settings_files_are_where_pip_looks() -> None:
    linux = index.config_files({"HOME": "/h", "PIP_CONFIG_FILE": "/named"}, "linux")
    mac = index.config_files({"HOME": "/h"}, "darwin")

    assert [str(path) for path in linux] == [
        "/etc/xdg/pip/pip.conf",
        "/etc/pip.conf",
        "/h/.pip/pip.conf",
        "/h/.config/pip/pip.conf",
        "/named",
    ]
    assert str(mac[-1]) == "/h/Library/Application Support/pip/pip.conf"
    assert index.config_files({"PIP_CONFIG_FILE": "/dev/null"}, "linux") == ()


def test_the_wheel_is_found_on_an_index_page() -> None:
    page = f'<a href="../other-1.whl">x</a><a data-x="1" href="../../files/{index.WHEEL}#sha256=00&amp;x">pip</a>'

    assert index.wheel_address(page, "https://mirror/simple/pip/") == f"https://mirror/files/{index.WHEEL}"


def test_a_wheel_from_a_local_index_is_taken_when_its_hash_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = _local_index(tmp_path, monkeypatch)
    monkeypatch.setattr(index, "SHA256", hashlib.sha256(b"a wheel").hexdigest())

    assert index._download(address, {}) == b"a wheel"


def test_a_wheel_with_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = _local_index(tmp_path, monkeypatch)

    with pytest.raises(ValueError, match="sha256"):
        index._download(address, {})


def test_when_no_index_has_pip_the_reasons_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "nothing").as_uri())
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)

    with pytest.raises(Stop) as stop:
        index.fetch_pip(tmp_path)

    assert stop.value.key == "no-pip"
    assert "nothing" in stop.value.gaps["reason"]


def _local_index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    page = folder / "index.html"
    page.write_text(f'<a href="{index.WHEEL}">pip</a>')
    (folder / index.WHEEL).write_bytes(b"a wheel")
    return page.as_uri()
