"""The theme's templates, which a book may replace by its own, and where the mistake is when one cannot be filled in."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from ..manuscript.licences import handout_statement
from ..theme import FOLDER, Theme, inks
from ..workspace import WrongFile
from .compiled import Compiled
from .markup import icon

# A book of a thousand pages takes a hundredth of it; loops in loops would go on for ever.
MOST_STEPS = 20_000_000
# What a template may make of one text by multiplying.
MOST_LETTERS = 1_000_000
TURNS = "turns of a loop"
Source = tuple[str, str, Callable[[], bool]]


def environment(theme: Theme) -> Sandbox:
    """A Jinja environment over the theme's files.

    It escapes everything, fails on unknown names, and is a sandbox: a book may bring its own templates.
    Templates get `word("ui.search")`, `icon("search")` and `inks[".part-1"]["part"]`. What goes wrong in one is raised
    as WrongFile.
    """

    def load(name: str) -> Source | None:
        data = theme.files.get(name)
        return None if data is None else (data.decode("utf-8"), f"{FOLDER}/{name}", lambda: True)

    made = Sandbox(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=Compiled(),
    )
    helpers: dict[str, Any] = {
        "word": theme.labels.word,
        "icon": lambda name: Markup(icon(theme, name)),
        "inks": inks(theme),
        "handout_statement": handout_statement,
    }
    made.globals.update(helpers)
    return made


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, asked once for each type of object what of it a template may see. The templates of a book have a
    number of steps, turns of loops and calls, for all they do."""

    intercepted_binops = frozenset(("*", "**"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._verdicts: dict[tuple[type, str], bool] = {}
        self._well_formed: set[str] = set()
        self._steps = 0
        self.filters[TURNS] = pass_context(lambda context, items: self._counted(items))

    def fill_in_xml(self, name: str, /, **values: object) -> str:
        """Fill in a template that makes XML. The first document of each is proof that it does.
        Raises WrongFile."""
        text = self.get_template(name).render(values)
        if name not in self._well_formed:
            try:
                etree.fromstring(text.encode())
            except etree.XMLSyntaxError as problem:
                raise WrongFile(f"{FOLDER}/{name}", 1, f"XML: {problem.msg}") from problem
            self._well_formed.add(name)
        return text

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Read a template, and have the turns of its loops counted."""
        template = super()._parse(source, name, filename)
        for loop in template.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, TURNS, [], [], None, None, lineno=loop.lineno)
            loop.iter.set_environment(self)
        return template

    def _counted(self, items: Iterable[object]) -> Iterator[object]:
        for item in items:
            self._step()
            yield item

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TemplateRuntimeError("the loops of the templates have no end")

    def call(self, context: Context, obj: Any, /, *given: Any, **named: Any) -> Any:
        """Call what a template calls."""
        self._step()
        return super().call(context, obj, *given, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply, but nothing huge."""
        texts = [len(one) for one in (left, right) if hasattr(one, "__len__")]
        numbers = [abs(one) for one in (left, right) if isinstance(one, int | float)]
        if max((text * number for text in texts for number in numbers), default=0) > MOST_LETTERS:
            raise TemplateRuntimeError("this text would be too long")
        if operator == "**" and max(numbers, default=0) > 1000:
            raise TemplateRuntimeError("this number would be too large")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may see an attribute: Jinja's verdict hangs on its name and on the object's type."""
        asked = type(obj), attr
        if asked not in self._verdicts:
            self._verdicts[asked] = super().is_safe_attribute(obj, attr, value)
        return self._verdicts[asked]

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Say in which template what is handled here went wrong, and in which line (called by Jinja)."""
        try:
            super().handle_exception(source)
        except WrongFile:
            raise  # a template that another one asks for
        except Exception as problem:
            path, line = _place(problem)
            said = str(problem) if isinstance(problem, TemplateError) else f"{type(problem).__name__}: {problem}"
            raise WrongFile(path, line, said) from problem


def _place(problem: Exception) -> tuple[str, int]:
    """The file and the line of a template: where it cannot be read, or the last one that was at work."""
    if isinstance(problem, TemplateSyntaxError):
        return problem.filename or FOLDER, problem.lineno
    frames = traceback.extract_tb(problem.__traceback__)
    places = [(one.filename, one.lineno or 1) for one in frames if one.filename.startswith(f"{FOLDER}/")]
    return places[-1] if places else (FOLDER, 1)
