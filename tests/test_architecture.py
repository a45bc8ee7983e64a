"""The house stays as pipeline/README.md draws it: arrows point down, doors alone touch the outside, nothing grows big.

Every gate is a function from sources to complaints, and is proved by an input that it must refuse.
"""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from pipeline.codes import CODES

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES, MOST_FUNCTION_LINES = 400, 60
DOORS = (
    "workspace",
    "leftovers",
    "asking",
    "dictionaries",
    "pandoc",
    "rasters",
    "raster",
    "history",
    "remote",
    "repository",
    "outputs",
    "store",
    "former",
    "programs",
    "fence",
    "console",
    "streams",
    "checks.validators",
    "preview",
    "sprint",
    "render.weasy.hyphens",
)
# Only a command imports its use case where it needs it, so that --help stays quick.
MAY_IMPORT_LATE = ("commands.",)
OUTSIDE_MODULES = {"subprocess", "socket", "ssl", "urllib.request", "http.client", "http.server", "random", "secrets"}
OUTSIDE_NAMES = {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
OUTSIDE_NAMES |= {"os.environ", "os.getenv", "os.open", "io.open", "uuid.uuid1", "uuid.uuid4", "time.localtime"}
LOADER = "import_module"
FILE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes"}

Sources = Mapping[str, str]


def read_layers(readme: str) -> dict[str, int]:
    """Take the layers from the table: a folder in the first column, else the first name of each item."""
    layers = {}
    for row in re.findall(r"^\| (\d+.*) \|$", readme, re.MULTILINE):
        head, modules = row.split(" | ", 1)
        number = int(head.split()[0])
        names = re.findall(r"`([\w/]+)`", head) or [re.findall(r"`([\w/]+)`", item)[0] for item in modules.split(" · ")]
        assert not layers.keys() & {name.rstrip("/") for name in names}, "a module has one layer"
        layers.update({name.rstrip("/"): number for name in names})
    return layers


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """All nodes of a module; every test asks for them."""
    return tuple(ast.walk(ast.parse(source)))


def imports(name: str, source: str, known: Sources) -> Iterator[tuple[int, str]]:
    """Give (line, module below pipeline) for every import of our own, also for what is loaded later by its name."""
    nodes = nodes_of(source)
    loads_later = LOADER in {getattr(node, "id", "") for node in nodes}
    for node in nodes:
        found = []
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(name, node.level, node.module or "", known) if node.level else node.module or ""
            inner = [f"{base}.{alias.name}" for alias in node.names]
            found = [path if path.removeprefix("pipeline.") in known else base for path in inner]
        elif loads_later and isinstance(node, ast.Constant) and str(node.value).startswith("."):
            written = str(node.value)
            path = _absolute(name, len(written) - len(written.lstrip(".")), written.lstrip("."), known)
            found = [path] if path.removeprefix("pipeline.") in known else []
        for path in found:
            if path.startswith("pipeline."):
                yield getattr(node, "lineno", 0), path.removeprefix("pipeline.")


def _absolute(name: str, level: int, module: str, known: Sources) -> str:
    """Say where a relative import leads; `name` is a folder when others are below it."""
    parts = name.split(".")
    is_folder = any(other.startswith(f"{name}.") for other in known)
    home = parts if is_folder else parts[:-1]
    return ".".join(["pipeline", *home[: len(home) - level + 1], *filter(None, [module])])


def far_names(sources: Sources) -> list[str]:
    """Complain about imports that only work while the folder is called as it is: the wheel has another name for it."""
    return [
        f"{name}:{node.lineno}: write it relative, from .…"
        for name, source in sources.items()
        for node in nodes_of(source)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pipeline")
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "pipeline" for alias in node.names))
        or (isinstance(node, ast.Constant) and re.match(r"pipeline\.[a-z]", str(node.value)))
    ]


def arrows_up(sources: Sources, layers: Mapping[str, int]) -> list[str]:
    """Complain about an import from the same or a higher layer, and about a module without a layer."""
    found = []
    for name, source in sources.items():
        home = name.split(".")[0]
        if home not in layers:
            found.append(f"{name}: stands in no layer of pipeline/README.md")
            continue
        for line, target in imports(name, source, sources):
            room = target.split(".")[0]
            if room != home and layers.get(room, 99) >= layers[home]:
                found.append(f"{name}:{line}: layer {layers[home]} imports {target} of layer {layers.get(room, '?')}")
    return found


def circles(sources: Sources) -> list[str]:
    """Complain about modules that import each other, directly or by way of others."""
    arrows = {
        name: {to for _, to in imports(name, source, sources) if to in sources} for name, source in sources.items()
    }
    found = []
    for name in arrows:
        reached: set[str] = set()
        following = arrows[name]
        while following - reached:
            reached |= following
            following = set().union(*(arrows[other] for other in following))
        if name in reached:
            found.append(f"{name}: imports itself by way of others")
    return found


def windows(sources: Sources) -> list[str]:
    """Complain about files, processes, sockets, clocks and chance outside the doors."""
    found = []
    for name, source in sources.items():
        if name.startswith(DOORS):
            continue
        for node in nodes_of(source):
            if seen := _outside(node):
                found.append(f"{name}:{getattr(node, 'lineno', 0)}: {seen} outside the doors")
    return found


def _outside(node: ast.AST) -> str:
    if isinstance(node, ast.Import):
        return next((alias.name for alias in node.names if alias.name in OUTSIDE_MODULES), "")
    if isinstance(node, ast.ImportFrom):
        names = {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        return next(iter(sorted(names & (OUTSIDE_MODULES | OUTSIDE_NAMES))), "")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
        return "open"
    if isinstance(node, ast.Attribute):
        written = ast.unparse(node)
        if "resources.files(" in written:
            return ""  # what an installed package brings along is part of the program
        outside = any(written == name or written.endswith("." + name) for name in OUTSIDE_NAMES)
        return written if outside or node.attr in FILE_METHODS else ""
    return ""


def late_imports(sources: Sources) -> list[str]:
    """Complain about imports inside functions."""
    return [
        f"{name}:{node.lineno}: import inside {function.name}"
        for name, source in sources.items()
        if not name.startswith(MAY_IMPORT_LATE)
        for function in nodes_of(source)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def too_big(sources: Sources) -> list[str]:
    """Complain about long files and functions."""
    found = []
    for name, source in sources.items():
        if (lines := source.count("\n")) > MOST_LINES:
            found.append(f"{name}: {lines} lines, {MOST_LINES} are the most")
        for node in nodes_of(source):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_FUNCTION_LINES:
                    found.append(f"{name}:{node.lineno}: {node.name} has {length} lines")
    return found


def unknown_codes(sources: Sources, table: Collection[str]) -> list[str]:
    """Complain about a code that a module gives and the table does not have."""
    return [
        f"{name}:{node.lineno}: {node.value} stands in no table"
        for name, source in sources.items()
        for node in nodes_of(source)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z]-\d{3}", node.value)
        if node.value not in table
    ]


@pytest.fixture(scope="module")
def house() -> dict[str, str]:
    """Read every module of the pipeline, named as below `pipeline`."""
    found = {}
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        parts = path.relative_to(ROOT / "pipeline").with_suffix("").parts
        if not path.is_relative_to(ROOT / "pipeline" / "_theme"):
            found[".".join(part for part in parts if part != "__init__")] = path.read_text(encoding="utf-8")
    found.pop("")
    return found


@pytest.fixture(scope="module")
def layers() -> dict[str, int]:
    return read_layers((ROOT / "pipeline" / "README.md").read_text(encoding="utf-8"))


def test_the_table_is_read_from_the_readme(layers: dict[str, int]) -> None:
    assert layers["diagnostics"] == layers["workspace"] == 0
    assert layers["pandoc"] == 1
    assert layers["manuscript"] < layers["book"] < layers["render"] < layers["checks"] < layers["build"] < layers["cli"]


def test_imports_point_down(house: dict[str, str], layers: dict[str, int]) -> None:
    assert arrows_up(house, layers) == []


def test_no_modules_import_each_other(house: dict[str, str]) -> None:
    assert circles(house) == []


def test_the_folder_may_have_another_name(house: dict[str, str]) -> None:
    assert far_names(house) == []


def test_only_doors_touch_the_outside(house: dict[str, str]) -> None:
    assert windows(house) == []


def test_imports_stand_at_the_top(house: dict[str, str]) -> None:
    assert late_imports(house) == []


def test_every_code_that_is_given_has_its_texts(house: dict[str, str]) -> None:
    assert unknown_codes(house, CODES) == []


def test_files_and_functions_stay_small(house: dict[str, str]) -> None:
    assert too_big(house) == []


LAYERS = {"workspace": 0, "book": 3, "render": 5, "cli": 10}


@pytest.mark.parametrize(
    "line",
    [
        "from pipeline.render import pdf",
        "from pipeline import render",
        "import pipeline.render.pdf",
        "from ..render.pdf import render",
        "import_module('..render.pdf', __package__)",
        "def f():\n    from pipeline.cli import main",
        "from pipeline.nowhere import x",
    ],
)
def test_an_arrow_up_is_refused(line: str) -> None:
    sources = {"book.model": line, "render": "", "render.pdf": "", "cli": ""}
    assert len(arrows_up(sources, LAYERS)) == 1


def test_a_far_name_is_refused() -> None:
    lines = ("from pipeline.book import index", "import pipeline.book", "x = 'pipeline.book.index'")
    assert len(far_names(dict(zip("abc", lines, strict=True)))) == len(lines)
    assert far_names({"a": "from ..book import index"}) == []


def test_arrows_down_and_inside_a_room_are_allowed() -> None:
    sources = {"render": "", "render.pdf": "from ..book.model import Book\nfrom . import markup\n"}
    assert arrows_up({**sources, "book.model": "", "render.markup": "import lxml\n"}, LAYERS) == []


def test_a_module_without_a_layer_is_refused() -> None:
    assert len(arrows_up({"utils": ""}, LAYERS)) == 1


def test_a_circle_is_refused() -> None:
    sources = {
        "book.a": "from pipeline.book.b import x",
        "book.b": "from pipeline.book import c",
        "book.c": "from pipeline.book.a import y",
        "book.d": "from pipeline.book.a import y",
    }
    assert [complaint.split(":")[0] for complaint in circles(sources)] == ["book.a", "book.b", "book.c"]


@pytest.mark.parametrize(
    "line",
    [
        "open('x')",
        "path.read_text()",
        "Path('x').write_bytes(b'')",
        "import subprocess",
        "from subprocess import run",
        "from urllib import request",
        "import time\ntime.time()",
        "from time import time",
        "import datetime\ndatetime.datetime.now()",
        "datetime.now()",
        "date.today()",
        "os.environ['X']",
        "from os import environ",
        "import random",
        "uuid.uuid4()",
    ],
)
def test_a_window_to_the_outside_is_refused(line: str) -> None:
    assert len(windows({"book.model": line})) == 1
    assert windows({"workspace": line, "checks.validators": line, "preview.server": line}) == []


def test_what_only_looks_like_a_window_is_allowed() -> None:
    fine = "workspace.read('x')\n"
    fine += "zipped.open('x')\ndate.fromisoformat('x')\nuuid.uuid5(a, b)\n"
    fine += "(resources.files('x') / 'y').read_bytes()\ntimes.time_of()\n"
    assert windows({"book.model": fine}) == []


def test_an_import_inside_a_function_is_refused() -> None:
    sources = {
        "book.model": "class A:\n    def f(self):\n        import os\n",
        "commands.making": "def f():\n    import os\n",
    }
    assert len(late_imports(sources)) == 1


def test_a_long_file_and_a_long_function_are_refused() -> None:
    body = "def f():\n" + "    x = 1\n" * MOST_FUNCTION_LINES
    assert len(too_big({"a": body})) == 1
    assert len(too_big({"a": "x = 1\n" * (MOST_LINES + 1)})) == 1
    assert too_big({"a": "def f():\n" + "    x = 1\n" * (MOST_FUNCTION_LINES - 1), "b": "x = 1\n" * MOST_LINES}) == []


def test_a_code_without_texts_is_refused() -> None:
    assert len(unknown_codes({"book.model": "diagnose('x-999', span)\ndiagnose('x-001', span)"}, {"x-001"})) == 1
