"""What counts as a block, and what it says."""

from pipeline.book.model import Book, PageMap, Section
from pipeline.manuscript.model import Asset, FrontMatter, Manifest
from pipeline.record.blocks import Block, blocks_of, normalise, section_titles

PICTURE = (
    '<figure id="bild"><img src="x.svg" alt="Ein Haus"/>'
    '<figcaption><span class="caption-label">{}</span> So.</figcaption></figure>'
)


def book(body: str, **more: object) -> Book:
    front = FrontMatter(promise="Du kannst es.")
    section = Section(
        "gehen", "chapter", "Geh hin", label="Kapitel 1", body=body, path="chapters/gehen.md", front=front
    )
    return Book(Manifest("Probe", "de", ()), (section,), **more)  # type: ignore[arg-type]


def blocks(body: str, **more: object) -> tuple[Block, ...]:
    """The blocks below the title and the promise."""
    return blocks_of(book(body, **more), PageMap({"gehen": "7", "gehen--b2": "8"}))[2:]


def only(body: str) -> Block:
    (block,) = blocks(body)
    return block


def test_title_and_promise_are_blocks_with_the_chapters_name() -> None:
    title, promise = blocks_of(book(""), PageMap({"gehen": "7"}))
    assert (title.id, title.kind, title.text, title.folio) == ("gehen", "title", "Geh hin", "7")
    assert (promise.id, promise.text, promise.anchor) == ("gehen--promise", "Du kannst es.", "gehen")


def test_every_top_level_block_has_its_kind_its_words_and_its_page() -> None:
    first, second = blocks(
        '<p id="gehen--b1">Eins.</p>'
        '<aside class="box tip" id="gehen--b2"><p class="box-label">Tipp</p><p>Zwei.</p></aside>'
    )
    assert (first.kind, first.text, first.folio, first.id) == ("p", "Eins.", "7", "")
    assert (second.kind, second.text, second.folio) == ("tip", "Zwei.", "8")


def test_items_and_fields_are_blocks_of_their_own_and_their_list_is_none() -> None:
    body = (
        '<ul class="checks" id="gehen--b1"><li class="check must" id="stuhl"><span>Stühle</span></li></ul>'
        '<p id="gehen--b2">Wir sind <span class="field" id="gehen--wer"><span>wer</span></span> hier.</p>'
    )
    assert [(one.kind, one.text, one.id) for one in blocks(body)] == [
        ("check", "Stühle", "stuhl"),
        ("p", "Wir sind hier.", ""),
        ("field", "wer", ""),
    ]


def test_a_written_id_is_told_from_a_derived_one() -> None:
    first, second = blocks('<h2 id="wege">Wege</h2><h2 id="gehen--ziele">Ziele</h2>')
    assert (first.id, first.written) == ("wege", True)
    assert (second.id, second.written) == ("", False)


def test_wrapping_emphasis_and_hyphens_do_not_change_a_block() -> None:
    plain = only('<p id="gehen--b1">Ein langer Satz.</p>')
    for body in ("Ein\n langer   Satz.", "Ein <em>langer</em> Satz.", "Ein lan\u00adger\u00a0Satz."):
        again = only(f'<p id="gehen--b9">{body}</p>')
        assert (again.hash, again.text) == (plain.hash, plain.text)


def test_a_new_number_in_a_reference_or_caption_changes_nothing_but_a_new_goal_does() -> None:
    def refer(to: str, words: str) -> Block:
        return only(f'<p id="gehen--b1">Siehe <a class="xref" href="#{to}">{words}</a>.</p>')

    assert refer("x", "Kapitel 4").hash == refer("x", "Kapitel 5").hash
    assert refer("x", "Kapitel 4").hash != refer("y", "Kapitel 4").hash
    assert refer("x", "Kapitel 4").text == "Siehe Kapitel 4."
    assert only(PICTURE.format("Abbildung 1.1")).hash == only(PICTURE.format("Abbildung 1.2")).hash


def test_another_address_or_picture_is_a_change() -> None:
    one, other = (only(f'<p id="gehen--b1"><a href="https://example.org/{path}">da</a></p>') for path in ("a", "b"))
    assert one.hash != other.hash
    pictures = [{"x.svg": Asset("x.svg", "image/svg+xml", data)} for data in (b"1", b"2")]
    old, new = (blocks(PICTURE.format(""), assets=assets)[0] for assets in pictures)
    assert old.hash != new.hash
    assert old.text == "Ein Haus So."


def test_words_of_neighbouring_blocks_do_not_run_together() -> None:
    assert only('<ul id="gehen--b1"><li>eins</li><li>zwei</li></ul>').text == "eins zwei"


def test_generated_sections_and_the_imprint_have_no_blocks() -> None:
    made = Section("inhalt", "contents", "Inhalt", body='<p id="x">x</p>')
    imprint = Section("impressum", "imprint", "Impressum", body='<p id="y">y</p>', path="chapters/impressum.md")
    assert blocks_of(Book(Manifest("Probe", "de", ()), (made, imprint)), PageMap()) == ()


def test_sections_are_named_by_number_and_title() -> None:
    assert section_titles(book("")) == {"gehen": "Kapitel 1, Geh hin"}


def test_normalising_twice_is_normalising_once() -> None:
    assert normalise(normalise(" a\u0308\u00ad  b\n")) == normalise(" a\u0308\u00ad  b\n") == "ä b"


def test_words_behind_a_turn_of_the_page_are_on_the_next() -> None:
    body = (
        '<aside class="box tip" id="gehen--b1"><p class="box-label">Tipp</p>'
        '<p>Eins zwei<a class="footnote-ref" href="#n" id="r"><sup>1</sup></a> drei.</p></aside>'
    )
    # Print has "Tipp" in front: after its 4 letters and 8 of the text the page turns.
    pages = PageMap({"gehen": "7"}, turns=(("8", "gehen--b1", 12), ("9", "other", 3), ("9", "gehen--b1", 14)))
    block = blocks_of(book(body), pages)[2]
    assert block.turns == ((8, "8"), (10, "9"))
    assert [block.page_at(block.text.index(word)) for word in ("Eins", "zwei", "drei", "ei.")] == ["7", "7", "8", "9"]


def test_a_picture_is_said_and_not_printed_as_letters() -> None:
    figure = PICTURE.format("Abbildung 1.1").replace("</figure>", '<div class="description">Lang.</div></figure>')
    # "Abbildung 1.1 S" is printed before the page turns; the picture's words stand in front in the text.
    block = blocks_of(book(figure), PageMap({"gehen": "7"}, turns=(("8", "bild", 12),)))[2]
    assert block.text == "Ein Haus So. Lang."
    assert [block.page_at(block.text.index(words)) for words in ("Haus", "o.", "Lang")] == ["7", "8", "8"]


def test_notes_are_blocks_of_their_own_on_the_page_of_their_call() -> None:
    note = '<li id="gehen--fn1"><p>Eins.</p></li>'
    notes = f'<section class="footnotes" id="gehen--b2"><h2>Anmerkungen</h2><ol>{note}</ol></section>'
    (block,) = blocks_of(book(notes), PageMap({"gehen": "7", "gehen--fn1": "8"}))[2:]
    assert (block.kind, block.text, block.folio) == ("note", "Eins.", "8")
