"""Where lines end is said by us wherever versions of the system's line breaker disagree; nobody sees or copies that."""

import pytest

from pipeline import trees
from pipeline.render import markup
from pipeline.render.pdf.line_ends import MAY_END, MUST_NOT_END, part_path, part_text, set_line_ends


def shown(text: str) -> str:
    """The signs as one can read them."""
    return text.replace(MAY_END, "|").replace(MUST_NOT_END, "~")


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("furchtbar.“ „Keiner", "furchtbar.“| „Keiner"),
        ("ohne „weil“ (10 Minuten)", "ohne „weil“| (10 Minuten)"),
        ("„weil“ ist ein Wort", "„weil“ ist ein Wort"),
        ("Kreative und -betriebe", "Kreative und -~betriebe"),
        ("Vor- und Nachteile, -5 Grad – so", "Vor- und Nachteile, -5 Grad – so"),
    ],
)
def test_running_text(text: str, parted: str) -> None:
    assert shown(part_text(text)) == parted


def test_an_address_ends_a_line_before_a_sign_or_after_a_slash() -> None:
    assert shown(part_path("/events/made-in/")) == "/|events/|made|-~in/"
    assert shown(part_path("/a.php?object=tx,3&b")) == "/|a|.~php|?~object|=~tx|,~3|&~b"


def test_the_whole_tree_but_what_is_typed_as_it_is() -> None:
    link = '<a href="https://x.org/a-b"><span class="nohyphen">https://x.org</span>/a-b</a>'
    typed = '<pre>„A“ (b) <span>-x -y</span></pre><a href="#x">-a -b</a>'
    tree = trees.parse(f"<p>„A“ <em>(so)</em> und {link} -etwas</p>{typed}")
    set_line_ends(tree)
    assert shown(markup.to_polyglot(tree)) == (
        '<p>„A“| <em>(so)</em> und <a href="https://x.org/a-b"><span class="nohyphen">https://x.org</span>/|a|-~b</a> '
        '-~etwas</p><pre>„A“ (b) <span>-x -y</span></pre><a href="#x">-a -~b</a>'
    )
