"""Codes that a phone reads, from paper and from a terminal."""

from __future__ import annotations

import segno

from pipeline.render.qr import draw_in_blocks


def test_in_a_terminal_each_half_of_a_sign_is_a_module() -> None:
    address = "http://192.168.0.7:8000/?key=abcdefghijklmnopqrstuv"
    drawn = [
        [int(sign in (" ", "▄▀"[half])) for sign in line]
        for line in draw_in_blocks(address).split("\n")
        for half in (0, 1)
    ]
    rows = [list(row) for row in segno.make(address, error="l").matrix_iter(border=2)]
    assert drawn[: len(rows)] == rows
