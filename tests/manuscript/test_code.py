"""Code in canonical form: its words as they are, what the highlighter said of them, its caption."""

from __future__ import annotations

import pytest

from .reading import read_book

PROGRAM = '# Rechnet\ndef f(x):\n    return "a" + 1\n'


def body_of(text: str) -> str:
    read = read_book({"chapters/a.md": f"# A\n\n{text}"})
    assert read.diagnostics == ()
    return read.value.documents["chapters/a.md"].body


def test_words_of_code_bear_what_they_are() -> None:
    body = body_of(f"```python\n{PROGRAM}```\n")
    assert body.startswith('<pre data-language="python"><code><span data-token="co"># Rechnet</span>\n')
    assert '<span data-token="kw">def</span> f(x):' in body
    assert "sourceCode" not in body


@pytest.mark.parametrize("fence", ["```", "```text", "``` unbekannt"])
def test_what_has_no_known_language_stays_as_it_is(fence: str) -> None:
    assert f"<code>{PROGRAM.rstrip()}</code></pre>".replace('"', "&quot;") in body_of(
        f"{fence}\n{PROGRAM}```\n"
    ).replace('"a"', "&quot;a&quot;")


@pytest.mark.parametrize("language", ["", ".python "])
def test_code_has_the_caption_and_the_id_that_its_author_gave(language: str) -> None:
    body = body_of(f'``` {{{language}#rechnung caption="Was & wie"}}\nx = 1\n```\n')
    assert body.startswith('<div class="listing" id="rechnung"><p class="code-caption">Was &amp; wie</p><pre')
    assert body.endswith("</code></pre></div>")


def test_an_unknown_class_in_the_text_is_told_as_before() -> None:
    read = read_book({"chapters/a.md": "# A\n\nEin [Wort]{.kw}.\n"})
    assert [one.code for one in read.diagnostics] == ["s-017"]
