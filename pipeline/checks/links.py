"""Whether the addresses in a book lead anywhere: l-192, l-193. Only asked for by `check --links`, never in a build.

In: sources by path. Out: diagnostics where each address is written. What answered is kept for a week; what did not is
asked again the next time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from ..artifacts import digest
from ..asking import Answer, ask, today
from ..cache import Cache
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.positions import bare, span_at

KIND = "link"
KEPT_DAYS = 7
AT_ONCE = 4
# They answer, but not to a program: who may come in, how often, and from where.
_NOT_FOR_PROGRAMS = (401, 402, 403, 406, 407, 418, 429, 451, 999)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|{}\\^\[\]„“”‚‘’«»]+", re.IGNORECASE)
_ENDING = ".,;:!?*_"


def check_links(
    texts: Mapping[str, str], cache: Cache, asking: Callable[[str], Answer] = ask, day: int | None = None
) -> tuple[Diagnostic, ...]:
    """Ask each address once, a few at a time; tell every place of those that lead nowhere."""
    places = [(url, span) for path, text in texts.items() for url, span in addresses_in(path, text)]
    day = today() if day is None else day
    urls = sorted({url for url, _ in places})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(urls, pool.map(lambda url: _answer(url, cache, asking, day), urls), strict=True))
    if len(urls) > 1 and all(one.problem in ("name", "silence", "refused") for one in answers.values()):
        return (diagnose("l-193", places[0][1], count=len(urls)),)
    return tuple(_told(places, answers))


def addresses_in(path: str, text: str) -> Iterator[tuple[str, Span]]:
    """The addresses of a source, code and comments left out, without the part behind # and without what ends a
    sentence."""
    for found in _ADDRESS.finditer(bare(text) if path.endswith(".md") else text):
        written = found[0].rstrip(_ENDING)
        while written.endswith(")") and written.count(")") > written.count("("):
            written = written[:-1].rstrip(_ENDING)
        yield written.partition("#")[0], span_at(text, found.start(), found.start() + len(written), path)


def _answer(url: str, cache: Cache, asking: Callable[[str], Answer], day: int) -> Answer:
    key = digest(url)
    if (kept := cache.get(KIND, key)) is not None:
        told = json.loads(kept)
        if 0 <= day - told.pop("day") < KEPT_DAYS:
            return Answer(**told)
    answer = asking(url)
    if answer.status:
        cache.put(KIND, key, json.dumps({"day": day, **asdict(answer)}).encode())
    return answer


def _told(places: Iterable[tuple[str, Span]], answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    for url, span in places:
        one = answers[url]
        leads = 0 < one.status < 400 or one.status in _NOT_FOR_PROGRAMS or one.problem == "private"
        if not leads:
            yield diagnose("l-192", span, url=url, answer=str(one.status or one.problem))
