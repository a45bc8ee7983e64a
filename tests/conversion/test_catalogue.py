"""A PO file holds a translation passage by passage, and gives it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.conversion.catalogue import (
    Source,
    entries_of,
    read_catalogue,
    said_keys,
    translate,
    write_catalogue,
)
from pipeline.theme import default_theme

KEYS = said_keys([default_theme("de").labels])
GERMAN = """---
status: entwurf
versprechen: Du kannst es.
---
# Anfang

Der erste *Satz*.

![Ein Punkt](p.svg){#p alt="Ein Punkt."}

- [ ] Tür zu. **!**

| Wort | Sinn |
|---|---|
| eins |  |

## Ende {#ende}

Schluss.
"""
ENGLISH = """---
status: draft
promise: You can.
---
# Beginning

The first *sentence*.

![A dot](p.svg){#p alt="A dot."}

- [ ] Door closed. **!**

| Word | Sense |
|---|---|
| one |  |

## End {#ende}

The end.
"""
SAME = Source("chapters/a.md", GERMAN, GERMAN, ENGLISH)


def test_every_passage_is_an_entry_and_comes_back_as_it_was() -> None:
    entries = entries_of(SAME, KEYS)
    assert [entry.text for entry in entries] == [
        "Du kannst es.", "Anfang", "Der erste *Satz*.", '![Ein Punkt](p.svg){#p alt="Ein Punkt."}', "Tür zu. **!**",
        "Wort", "Sinn", "eins", "Ende", "Schluss.",
    ]  # fmt: skip
    written = write_catalogue(entries, "en-GB")
    told, done = read_catalogue(written)
    assert done == told.keys()
    assert translate(SAME, told, KEYS) == ENGLISH


def test_a_changed_passage_is_fuzzy_and_keeps_its_name() -> None:
    now = replace(SAME, now=GERMAN.replace("Schluss", "Aus und vorbei"))
    last = entries_of(now, KEYS)[-1]
    assert (last.is_fuzzy, last.before, last.text, last.translation) == (
        True,
        "Schluss.",
        "Aus und vorbei.",
        "The end.",
    )
    assert last.identity == entries_of(SAME, KEYS)[-1].identity
    told, done = read_catalogue(write_catalogue([last], "en"))
    assert told and not done


def test_a_new_passage_waits_and_no_other_is_moved() -> None:
    now = replace(SAME, now=GERMAN.replace("Der erste", "Ganz neu.\n\nDer erste"))
    entries = entries_of(now, KEYS)
    assert [entry.text for entry in entries if not entry.translation] == ["Ganz neu."]
    told = {entry.identity: entry.translation or "Quite new." for entry in entries}
    made = translate(now, told, KEYS)
    assert made is not None and "Quite new.\n\nThe first" in made


def test_what_only_the_translation_says_is_never_lost() -> None:
    own = replace(SAME, translation=ENGLISH + "\n## Ours {#ours}\n\nBy the translators.\n")
    told = {entry.identity: "x" for entry in entries_of(own, KEYS)}
    assert translate(own, told, KEYS) is None


def test_a_file_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError):
        read_catalogue('msgid "open\n')
    with pytest.raises(ValueError):
        read_catalogue("")


def test_the_command_writes_a_file_and_takes_it_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = "title: B\nlanguage: {}\n{}\nparts:\n  - {{title: I, chapters: [chapters/a.md]}}\n"
    for name, language, other, text in (("de", "de", "", GERMAN), ("en", "en", "translation_of: ../de", ENGLISH)):
        (tmp_path / name / "chapters").mkdir(parents=True)
        (tmp_path / name / "book.yaml").write_text(book.format(language, other))
        (tmp_path / name / "chapters/a.md").write_text(text, encoding="utf-8")
    english = ["--book", str(tmp_path / "en"), "--lang", "en"]
    assert main(["translate", "mark", *english]) == 0
    changed = GERMAN.replace("Schluss", "Aus und vorbei")
    (tmp_path / "de/chapters/a.md").write_text(changed, encoding="utf-8")
    assert main(["translate", "export", *english]) == 0
    place = tmp_path / "en/translation.po"
    written = place.read_text(encoding="utf-8")
    assert '#, fuzzy\n#| msgid "Schluss."' in written
    place.write_text(written.replace("#, fuzzy\n", "").replace("The end.", "Over and out."), encoding="utf-8")
    assert main(["translate", "import", str(place), *english]) == 0
    assert "Over and out." in (tmp_path / "en/chapters/a.md").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["translate", *english]) == 0
    place.write_text("nothing")
    assert main(["translate", "import", str(place), *english]) == 2
    assert "is no PO file of this book" in capsys.readouterr().err
