"""What jobs ask of a forge, against a forge in this process and a repository on this disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.editions.conftest import run

SCRIPT = Path(__file__).resolve().parents[2] / ".ci/forge"
TEXT = "| ![S. 1](pages/after-1.png) |\n\n[…](redline.html)\n"


@dataclass
class Forge:
    """Answers by address, and what was asked of it."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str, str, Any]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def forge() -> Iterator[Forge]:
    known = Forge()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            path = self.path.partition("?")[0]
            token = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or ""
            known.asked.append((self.command, path, token, body))
            answer = known.answers.get(path, [])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield known
    server.shutdown()
    server.server_close()


def call(folder: Path, *words: str, **settings: str) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *words], cwd=folder, env=kept | settings, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def github(forge: Forge, **more: str) -> dict[str, str]:
    return {
        "GITHUB_API_URL": forge.address,
        "GITHUB_REPOSITORY": "team/book",
        "GITHUB_REF_NAME": "ute/neu; rm -rf",
        "GITHUB_SERVER_URL": "https://forge.example",
        "GITHUB_RUN_ID": "7",
        "TOKEN": "secret",
        **more,
    }


def pull(number: int, ref: str = "ute/neu; rm -rf", owner: str = "team/book") -> dict[str, Any]:
    return {"number": number, "head": {"ref": ref, "repo": {"full_name": owner}}}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes/changes.md").write_text(TEXT)
    return tmp_path / "changes"


def test_a_request_of_this_branch_is_told_once_and_written_over_later(forge: Forge, report: Path) -> None:
    forge.answers["/repos/team/book/pulls"] = [pull(3), pull(4, "other"), pull(5, owner="stranger/book")]
    settings = github(forge, PAGES_URL="https://pages.example/book/")
    call(report, "comment", str(report), **settings)
    method, path, token, body = forge.asked[-1]
    assert (method, path, token) == ("POST", "/repos/team/book/issues/3/comments", "token secret")
    site = "https://pages.example/book/previews/ute-neu-rm-rf"
    assert f"![S. 1]({site}/changes/pages/after-1.png)" in body["body"]
    assert f"[Web]({site}/html/index.html)" in body["body"]
    forge.answers["/repos/team/book/issues/3/comments"] = [{"id": 1, "body": "Hallo"}, {"id": 9, "body": body["body"]}]
    call(report, "comment", str(report), **settings)
    assert forge.asked[-1][:2] == ("PATCH", "/repos/team/book/issues/comments/9")


def test_without_a_site_the_comment_leads_to_the_run_and_without_a_request_there_is_none(
    forge: Forge, report: Path
) -> None:
    assert "no request" in call(report, "comment", str(report), **github(forge))
    forge.answers["/repos/team/book/pulls"] = [pull(3)]
    call(report, "comment", str(report), **github(forge))
    text = forge.asked[-1][3]["body"]
    assert "https://forge.example/team/book/actions/runs/7" in text and "pages/" not in text
    assert "nobody is told" in call(report, "comment", str(report), **github(forge, TOKEN=""))


def test_gitlab_is_told_in_its_own_words(forge: Forge, report: Path) -> None:
    request = {"iid": 2, "source_branch": "neu", "source_project_id": 1, "target_project_id": 1}
    forge.answers["/projects/1/merge_requests"] = [request, {**request, "iid": 3, "source_project_id": 8}]
    settings = {"CI_API_V4_URL": forge.address, "CI_PROJECT_ID": "1", "CI_COMMIT_REF_NAME": "neu", "TOKEN": "t"}
    call(report, "comment", str(report), PREVIEW_URL="https://x/-/jobs/5/artifacts/raw/build", **settings)
    method, path, token, body = forge.asked[-1]
    assert (method, path, token) == ("POST", "/projects/1/merge_requests/2/notes", "t")
    assert "(https://x/-/jobs/5/artifacts/raw/build/changes/pages/after-1.png)" in body["body"]
    assert "(https://x/-/jobs/5/artifacts/file/build/html/index.html)" in body["body"]


@pytest.fixture
def clone(repository: Path, tmp_path: Path) -> Path:
    run(tmp_path, "clone", "-q", "--bare", str(repository), str(tmp_path / "bare"))
    run(tmp_path, "clone", "-q", str(tmp_path / "bare"), str(tmp_path / "clone"))
    return tmp_path / "clone"


def published(clone: Path) -> list[str]:
    run(clone, "fetch", "-q", "origin", "+gh-pages:refs/remotes/origin/gh-pages")
    assert run(clone, "rev-list", "--count", "origin/gh-pages") == "1", "no history"
    return run(clone, "ls-tree", "-r", "--name-only", "origin/gh-pages").split()


def test_previews_and_the_site_stand_beside_each_other_and_go_with_their_branch(
    forge: Forge, clone: Path, tmp_path: Path
) -> None:
    draft, site = tmp_path / "draft", tmp_path / "site"
    for place in (
        "draft/html/index.html",
        "draft/changes/changes.md",
        "draft/book.pdf",
        "site/index.html",
        "site/1.0/a.pdf",
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("x")
    run(clone, "push", "-q", "origin", "HEAD:refs/heads/ute/neu")
    settings = {"GITHUB_REF_NAME": "ute/neu", "PAGES_URL": "https://pages.example"}
    call(clone, "publish", str(draft), "preview", **settings)
    drafted = ["previews/ute-neu/changes/changes.md", "previews/ute-neu/html/index.html"]
    assert published(clone) == [".nojekyll", *drafted]
    call(clone, "publish", str(site), ".", **settings)
    assert published(clone) == [".nojekyll", "1.0/a.pdf", "index.html", *drafted]
    (site / "index.html").rename(site / "start.html")
    run(clone, "push", "-q", "origin", ":refs/heads/ute/neu")
    call(clone, "publish", str(site), ".", **settings)
    assert published(clone) == [".nojekyll", "1.0/a.pdf", "start.html"]
    assert "nothing is published" in call(clone, "publish", str(site), ".", GITHUB_REF_NAME="x")


def test_the_files_of_published_editions_are_fetched_by_their_numbers(forge: Forge, tmp_path: Path) -> None:
    asset = {"name": "../record.json", "browser_download_url": f"{forge.address}/files/record.json"}
    forge.answers["/repos/team/book/releases"] = [
        {"tag_name": "v1.0", "assets": [asset]},
        {"tag_name": "buch-v1.1", "assets": [asset]},
        {"tag_name": "nightly", "assets": [asset]},
    ]
    forge.answers["/files/record.json"] = b"{}"
    assert call(tmp_path, "editions", str(tmp_path / "out"), **github(forge)) == "1.0: 1\n1.1: 1\n"
    assert sorted(one.relative_to(tmp_path).as_posix() for one in (tmp_path / "out").rglob("*.json")) == [
        *("out/1.0/record.json", "out/1.1/record.json")
    ]
