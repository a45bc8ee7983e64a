"""A book with every element, typed with a language's own names and filled with words of no language: whatever else
stands in an output, the program has put there."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.theme import Labels

WORDS = "lorem ipsum dolor sit amet vivat"
TITLE = "Lorem"


def files(language: str, labels: Labels) -> Mapping[str, str]:
    """The book's files by path."""
    chapter = _head(labels, title="Lorem ipsum", promise="Vivat.", status=labels.word("values.final"))
    return {
        "book.yaml": f"title: {TITLE}\nlanguage: {language}\nslug: lorem\nedition: '1.0'\ndate: 2026-03-09\n"
        "contributors: [{name: Vivat Amet, roles: [aut, edt, ill, pht, bkd, trl], consent: 2026-01-01}]\n"
        "publisher: Sit\nrights: Amet\nsite_url: https://lorem.example/\n"
        "parts: [{title: Dolor, chapters: [chapters/a.md, chapters/b.md]}]\n"
        "formats: [pdf, epub, html]\n",
        "chapters/a.md": f"{chapter}\n{_boxes(labels)}\n{_inline(labels)}",
        "chapters/b.md": f"{_head(labels, title='Dolor', promise='Sit.')}\n{_tools(labels)}",
        "checklists/c.md": _head(
            labels,
            title="Sit",
            purpose="Amet",
            moment="Vivat",
            who="Dolor",
            duration="Sit",
            mode=labels.word("values.read-do"),
        )
        + "\n## Ipsum\n\n- [ ] Lorem. **!**\n- [ ] Ipsum. **+**\n- [ ] Sit.\n",
        "worksheets/w.md": _head(labels, title="Amet", purpose="Sit", who="Vivat")
        + f"\n[Dolor]{{.{_alias(labels, 'field')} #ipsum}}\n",
        "glossary.yaml": "- term: Vivat\n  definition: Lorem ipsum.\n  synonyms: [amet]\n",
        "sources.yaml": "- id: q1\n  type: book\n  title: Ipsum\n  author: [{family: Dolor, given: Sit}]\n"
        "  editor: [{family: Amet, given: Vivat}]\n  edition: 2\n  page: 3-4\n  URL: https://lorem.example/q\n"
        "  issued: 2025-03-09\n  accessed: 2026-03-09\n",
    }


def _alias(labels: Labels, name: str) -> str:
    return labels.word(f"elements.{name}.alias")


def _head(labels: Labels, **values: str) -> str:
    return (
        "---\n" + "".join(f"{labels.words.get(f'front.{key}', key)}: {one}\n" for key, one in values.items()) + "---\n"
    )


def _boxes(labels: Labels) -> str:
    plain = ("tip", "pitfall", "example", "fiction", "source", "invitation")
    made = [f"::: {_alias(labels, name)}\nLorem ipsum.\n:::\n" for name in plain]
    made += [f"::: {{.{_alias(labels, 'shortcut')} #s01}}\nVivat.\n:::\n"]
    made += [f"::: {_alias(labels, 'reflection')}\n- Lorem?\n:::\n"]
    made += [f"::: {_alias(labels, name)}\nDolor\n:   sit\n:::\n" for name in ("roles", "decision")]
    facts = "".join(f"{word}\n:   lorem\n\n" for word in labels.under("facts").values())
    made += [f"::: {{.{_alias(labels, 'method')} #m{nth}}}\n### Ipsum\n\n{facts}:::\n" for nth in (1, 2)]
    heads = f"| {labels.word('sheet.minutes')} | Lorem |\n|--:|---|\n"
    made += [f"::: {_alias(labels, 'steps')}\n{heads}| 20 | Dolor |\n:::\n"]
    made += [f"::: {_alias(labels, 'checklist')}\n### Sit\n- [ ] Sit. **!**\n- [ ] Amet.\n- [ ] Dolor.\n:::\n"]
    return "\n".join(made)


def _inline(labels: Labels) -> str:
    word = labels.word
    return (
        "## Ipsum\n\nLorem \"ipsum 'dolor'\" sit[^1] [@q1, 3].\n\n[^1]: Amet.\n\n"
        f"[Vivat]{{.{_alias(labels, 'term')}}} [amet]{{.{_alias(labels, 'index')} {word('attributes.see-also')}=sit}} "
        f"[sit]{{.{_alias(labels, 'index')}}} [](#s01) [](#c) [](chapters/b.md) [](#lo)\n\n"
        "## Dolor {#lo}\n\n![Amet](p.svg)\n\n| Lorem | Sit |\n|---|---|\n| a | b |\n\n: Vivat\n\n"
        f"[Dolor]{{.{_alias(labels, 'area')}}}\n\n[Sit]{{.{_alias(labels, 'gap')}}} amet.\n\n"
        f'[Amet]{{.{_alias(labels, "choice")} {word("attributes.options")}="lorem; ipsum"}}\n\n'
        f"[Ipsum]{{.{_alias(labels, 'scale')} {word('attributes.from')}=1 {word('attributes.to')}=3 "
        f"{word('attributes.left')}=sit {word('attributes.right')}=amet}}\n\n"
        f"::: {{.{_alias(labels, 'fill-table')} {word('attributes.lines')}=2}}\n| Lorem | Ipsum |\n|---|---|\n"
        "| Dolor | |\n:::\n\n"
        f"::: {_alias(labels, 'canvas')}\n### Sit\nAmet?\n:::\n"
    )


def _tools(labels: Labels) -> str:
    word, first = labels.word, lambda name: labels.word(f"calendar.{name}").split(",")[-1].strip()
    return "\n".join(
        [
            "Ipsum.\n",
            f"::: {_alias(labels, 'budget')}\n| Lorem | Ipsum | Sit |\n|---|---|--:|\n| Dolor | 2 × 1500 | |\n"
            f"| {word('budget.subtotal')} | | |\n| Amet | 10 % | |\n:::\n",
            f"::: {_alias(labels, 'calendar')}\n| Lorem | Ipsum |\n|---|---|\n"
            f"| 8 {first('weeks')} {first('before')} | a |\n"
            f"| {first('on-day')} | a |\n| 2 {first('months')} {first('after')} | a |\n:::\n",
            f"::: {{.{_alias(labels, 'letter')} {word('attributes.subject')}=Sit}}\n### Lorem\nIpsum.\n:::\n",
            f"::: {_alias(labels, 'script')}\n### Dolor\n"
            f"| {word('sheet.minutes')} | Lorem |\n|--:|---|\n| 2 | Sit |\n:::\n",
            f"::: {{.{_alias(labels, 'card')} {word('attributes.count')}=4}}\n### Amet\nVivat.\n:::\n",
            f"::: {_alias(labels, 'micro-method')}\n### Lorem\n\n{word('facts.goal')}\n:   ipsum\n\n"
            f"{word('facts.duration')}\n:   sit\n\n{word('facts.group')}\n:   amet\n\n{word('facts.material')}\n"
            ':   dolor\n\n> "Lorem ipsum."\n\n1. Dolor.\n:::\n',
            f"::: {{.{_alias(labels, 'sample')} .{_alias(labels, 'fiction')} {word('attributes.sheet')}=w}}\n"
            "### Vivat\n"
            "ipsum\n:   sit\n:::\n",
        ]
    )
