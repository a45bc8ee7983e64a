"""The English edition of our own book: nothing is wrong with it but what it honestly lags behind."""

from pathlib import Path

import pytest

from pipeline.cache import FolderCache
from pipeline.checks.proof import Order, proofread
from pipeline.translating import lags, look
from pipeline.workspace import FolderWorkspace

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "translations" / "en"
# Changed since it was translated, and not translated yet.
HONEST = {"m-118", "m-260"}


@pytest.mark.slow
def test_nothing_is_wrong_with_it_but_what_it_lags_behind(house_cache: FolderCache) -> None:
    workspace = FolderWorkspace(ENGLISH)
    assert proofread(workspace, house_cache, Order(), lambda stage: None).diagnostics == ()
    original = look(workspace, FolderWorkspace(ROOT), house_cache).value
    assert original is not None
    translated = [path for path in original.paths.values() if workspace.exists(path)]
    assert len(translated) == 11
    assert {one.code for one in lags(original, translated)} <= HONEST
