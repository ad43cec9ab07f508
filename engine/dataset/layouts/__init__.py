"""The layouts that are recognised, one small file each: ``recognise(study) -> Dataset | None``.

Each says how sure it is; the surest wins, the earlier one on a tie. A new layout is a new
file and a new line here.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.dataset.layouts import class_folders, flat_folder, paired_folders, tabular, two_domains
from engine.dataset.study import Study
from engine.dataset.types import Dataset

Recogniser = Callable[[Study], Dataset | None]

RECOGNISERS: tuple[Recogniser, ...] = (
    tabular.recognise,
    paired_folders.recognise,
    two_domains.recognise,
    class_folders.recognise,
    flat_folder.recognise,
)
