"""The bars of an ISBN: EAN-13 as ISO/IEC 15420 has it, with its digits below and the ISBN above.

At full size a module is 0.33 mm; the quiet zones are eleven modules on the left and seven on the right.
"""

from __future__ import annotations

from .drawing import Shape, rectangle
from .outlines import Letters

MODULE_MM = 0.33
BAR_MM, GUARD_MM = 22.85, 24.5
QUIET_LEFT, MODULES, QUIET_RIGHT = 11, 95, 7
WIDTH_MM = MODULE_MM * (QUIET_LEFT + MODULES + QUIET_RIGHT)
DIGITS_MM = 3.4
ISBN_MM = 2.7
# Above the bars the ISBN, below them the digits.
TOP_MM, FOOT_MM = 5.0, 2.4
HEIGHT_MM = TOP_MM + GUARD_MM + FOOT_MM
# A digit's bars in the set A of odd parity; B is the mirrored and C the negative of it.
SET_A = (
    "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
# Which sets the first digit asks of the six on the left.
PARITIES = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")
GUARD, CENTRE = "101", "01010"
NEGATIVE = str.maketrans("01", "10")
BLACK, WHITE = "#000000", "#ffffff"


def modules(isbn: str) -> str:
    """The 95 modules of a number, a bar 1 and a gap 0. The number has 13 digits, with or without hyphens."""
    digits = [int(sign) for sign in isbn if sign.isdecimal()]
    left = "".join(_left(digit, row) for digit, row in zip(digits[1:7], PARITIES[digits[0]], strict=True))
    right = "".join(SET_A[digit].translate(NEGATIVE) for digit in digits[7:])
    return f"{GUARD}{left}{CENTRE}{right}{GUARD}"


def _left(digit: int, row: str) -> str:
    return SET_A[digit] if row == "A" else SET_A[digit].translate(NEGATIVE)[::-1]


def draw(isbn: str, x: float, y: float, letters: Letters) -> tuple[Shape, ...]:
    """The field with its bars; (x, y) is its upper left corner."""
    bars = modules(isbn)
    start, top = x + QUIET_LEFT * MODULE_MM, y + TOP_MM
    drawn = [
        rectangle(start + at * MODULE_MM, top, width * MODULE_MM, GUARD_MM if _is_guard(at) else BAR_MM, BLACK)
        for at, width in _runs(bars)
    ]
    digits = "".join(sign for sign in isbn if sign.isdecimal())
    written = [*_digits(digits, start, top + BAR_MM + DIGITS_MM, letters)]
    name = f"ISBN {isbn}"
    size = min(ISBN_MM, ISBN_MM * MODULES * MODULE_MM / letters.width(name, ISBN_MM))
    written.append(Shape(letters.draw(name, size, start, y + TOP_MM - 1.4), BLACK))
    return (rectangle(x, y, WIDTH_MM, HEIGHT_MM, WHITE), *drawn, *written)


def _runs(bars: str) -> list[tuple[int, int]]:
    """Where each bar begins and how many modules it is wide."""
    edges = [at for at in range(len(bars) + 1) if (bars[at - 1 : at] == "1") != (bars[at : at + 1] == "1")]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _is_guard(at: int) -> bool:
    return at < len(GUARD) or 45 <= at < 50 or at >= MODULES - len(GUARD)


def _digits(digits: str, start: float, baseline: float, letters: Letters) -> list[Shape]:
    """The digits: the first before the bars, six below each half."""
    places = [start - 9 * MODULE_MM]
    places += [start + (3 + 7 * nth) * MODULE_MM for nth in range(6)]
    places += [start + (50 + 7 * nth) * MODULE_MM for nth in range(6)]
    return [
        Shape(
            letters.draw(digit, DIGITS_MM, place + (7 * MODULE_MM - letters.width(digit, DIGITS_MM)) / 2, baseline),
            BLACK,
        )
        for digit, place in zip(digits, places, strict=True)
    ]
