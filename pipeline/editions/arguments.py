"""The command line of `workbook edition`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from unicodedata import category

# What --allow may wave through; nothing else.
EXCEPTIONS = ("status", "todos", "comments", "consent", "isbn", "unchecked")
WORK = "work"


def add_arguments(
    edition: argparse.ArgumentParser,
    common: argparse.ArgumentParser,
    add_jobs: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Describe what can be done with editions; `add_jobs` adds the option that says how many processes work."""
    deeds = edition.add_subparsers(dest="deed", required=True, metavar="WHAT", title="what")

    def add(name: str, told: str) -> argparse.ArgumentParser:
        return deeds.add_parser(name, help=told, description=told, parents=[common])

    cut = add("cut", "Give the committed state of the book a number, a record and a tag.")
    cut.add_argument("version", metavar="VERSION", help="numbers with dots between, e.g. 1.0 or 2027.1")
    cut.add_argument("--title", type=_title, metavar="TEXT", help="another title than the manifest's")
    cut.add_argument("--date", default="", metavar="DATE", help="year-month-day (default: the commit's)")
    cut.add_argument("--allow", type=_exceptions, default=(), metavar="LIST", help=f"of {', '.join(EXCEPTIONS)}")
    add_jobs(cut)
    add("list", "List the editions, newest first.")
    verify = add("verify", "Make an edition again from its tag and compare every file.")
    verify.add_argument("version", metavar="VERSION", help="its number, or its tag")
    verify.add_argument("--out", default="", metavar="DIR", help="also put the files here")
    verify.add_argument("--deposit", default="", metavar="DIR", help="and here, if all are the same, as for an archive")
    verify.add_argument("--trust", action="store_true", help="let the program run that comes with somebody else's book")
    add_jobs(verify)
    diff = add("diff", "Show what changed between two editions.")
    diff.add_argument("before", metavar="VERSION")
    diff.add_argument("after", nargs="?", default=WORK, metavar="VERSION", help=f"default: {WORK}, the folder as it is")
    _add_form(diff)
    site = add("site", "Put all editions together as a web site: the newest in front, each at its own address.")
    site.add_argument("--out", default="", metavar="DIR", help="output folder (default: build/site)")
    trade = add("trade", "Make an edition ready for shops, printing houses, archives and libraries.")
    trade.add_argument("version", metavar="VERSION", help="its number, or its tag")
    trade.add_argument("--out", default="", metavar="DIR", help="output folder (default: build/trade/VERSION)")
    add("cite", "Write CITATION.cff and .zenodo.json beside book.yaml; from then on every cut keeps them true.")
    press = add("press", "Make the files of an edition that was cut from this folder (what verify runs).")
    press.add_argument("version", metavar="VERSION")
    press.add_argument("--out", required=True, metavar="DIR")
    add_jobs(press)
    _add_errata(add("errata", "Note errors in editions, and list them with pages."), common)


def _add_errata(errata: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    notes = errata.add_subparsers(dest="note", required=True, metavar="WHAT", title="what")
    adding = notes.add_parser("add", help="note an error", parents=[common])
    adding.add_argument("block", metavar="BLOCK", help="the block's id, or what a link to it ends with")
    adding.add_argument("--wrong", required=True, metavar="WORDS")
    adding.add_argument("--right", required=True, metavar="WORDS")
    listing = notes.add_parser("list", help="list the errors", parents=[common])
    listing.add_argument("version", nargs="?", default="", metavar="VERSION", help="default: all editions")
    _add_form(listing)


def _add_form(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="form", choices=("text", "markdown", "html"), default="text", help="default: text")
    parser.add_argument("--out", default="", metavar="FILE", help="write it here instead of showing it")


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title or any(category(sign) in ("Cc", "Cs") for sign in title):
        raise argparse.ArgumentTypeError("a title has words and no control characters")
    return title


def _exceptions(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if unknown := [name for name in names if name not in EXCEPTIONS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} cannot be allowed, only {', '.join(EXCEPTIONS)}")
    return names
