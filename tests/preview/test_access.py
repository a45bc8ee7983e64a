"""Who may see the draft, as a table: the facts of a request, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.preview.access import LOOPBACK_NAMES, Door, Request, Verdict

HOME, NETWORK = Door(), Door(LOOPBACK_NAMES | {"laptop"}, "geheim", "workbook-8000")
LED = {"mode": "navigate", "purpose": "document"}
OPEN, ENTER, ABROAD = Verdict.OPEN, Verdict.ENTER, Verdict.ABROAD
WRONG_HOST, NO_SECRET = Verdict.WRONG_HOST, Verdict.NO_SECRET


@pytest.mark.parametrize(
    ("host", "verdict"),
    [
        ("127.0.0.1:8000", OPEN),
        ("127.0.0.1", OPEN),
        ("localhost:8000", OPEN),
        ("LocalHost", OPEN),
        ("[::1]:8000", OPEN),
        ("", WRONG_HOST),
        (":8000", WRONG_HOST),
        ("evil.example:8000", WRONG_HOST),
        ("localhost.evil.example", WRONG_HOST),
        ("127.0.0.1.evil.example", WRONG_HOST),
        ("localhost.", WRONG_HOST),
        ("evil.example@127.0.0.1", WRONG_HOST),
        ("[::1].evil.example", WRONG_HOST),
        ("192.168.0.7:8000", WRONG_HOST),
        ("localhost\tevil.example", WRONG_HOST),
    ],
)
def test_the_preview_answers_to_names_of_this_machine(host: str, verdict: Verdict) -> None:
    assert HOME.judge(Request((host,))) is verdict


@pytest.mark.parametrize("hosts", [(), ("localhost", "evil.example"), ("localhost", "localhost")])
def test_one_name_it_must_be(hosts: tuple[str, ...]) -> None:
    assert HOME.judge(Request(hosts)) is WRONG_HOST


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, OPEN),
        ({"site": "none", **LED}, OPEN),
        ({"site": "same-origin", "mode": "no-cors", "purpose": "script"}, OPEN),
        ({"site": "cross-site", **LED}, OPEN),
        ({"site": "same-site", **LED}, OPEN),
        ({"site": "cross-site", "mode": "no-cors", "purpose": "script"}, ABROAD),
        ({"site": "same-site", "mode": "no-cors", "purpose": "image"}, ABROAD),
        ({"site": "cross-site", "mode": "cors", "purpose": "empty"}, ABROAD),
        ({"site": "cross-site", "mode": "navigate", "purpose": "iframe"}, ABROAD),
        ({"site": "cross-site", "mode": "navigate", "purpose": "object"}, ABROAD),
        ({"site": "cross-site"}, ABROAD),
        ({"origin": "http://127.0.0.1:8000"}, OPEN),
        ({"origin": "http://127.0.0.1:9000"}, ABROAD),
        ({"origin": "http://evil.example"}, ABROAD),
        ({"origin": "null"}, ABROAD),
    ],
)
@pytest.mark.parametrize("door", [HOME, replace(NETWORK, secret="")])
def test_pages_of_other_sites_get_nothing_but_may_lead_here(
    facts: dict[str, str], verdict: Verdict, door: Door
) -> None:
    assert door.judge(Request(("127.0.0.1:8000",), **facts)) is verdict


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, NO_SECRET),
        ({"query": "key=geheim"}, ENTER),
        ({"query": "a=b&key=geheim"}, ENTER),
        ({"query": "key=falsch"}, NO_SECRET),
        ({"query": "key="}, NO_SECRET),
        ({"query": "key=%C3%A4%FF%ED%A0%80"}, NO_SECRET),
        ({"query": "KEY=geheim"}, NO_SECRET),
        ({"cookies": "workbook-8000=geheim"}, OPEN),
        ({"cookies": "a=b; workbook-8000=alt; workbook-8000=geheim"}, OPEN),
        ({"cookies": "workbook-8000="}, NO_SECRET),
        ({"cookies": "workbook-9000=geheim"}, NO_SECRET),
        ({"cookies": "workbook-8000=geheimnis"}, NO_SECRET),
        ({"cookies": ";;=;"}, NO_SECRET),
        ({"cookies": "workbook-8000=geheim", "site": "cross-site"}, ABROAD),
        ({"query": "key=geheim", "site": "cross-site", **LED}, ENTER),
    ],
)
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "laptop:8000", "192.168.0.7:8000"])
def test_in_the_network_the_secret_opens_and_nothing_else(facts: dict[str, str], verdict: Verdict, host: str) -> None:
    assert NETWORK.judge(Request((host,), reached="192.168.0.7", **facts)) is verdict


@pytest.mark.parametrize("host", ["evil.example", "192.168.0.8", "laptop.evil.example", ""])
def test_in_the_network_too_foreign_names_are_refused_even_with_the_secret(host: str) -> None:
    request = Request((host,), reached="192.168.0.7", cookies="workbook-8000=geheim")
    assert NETWORK.judge(request) is WRONG_HOST
