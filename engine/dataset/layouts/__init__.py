"""The layouts that are recognised, one small file each: ``recognise(study) -> Dataset | None``.

Each says how sure it is; the surest wins, the earlier one on a tie. A new layout is a new
file and a new line here.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.dataset.layouts import (
    class_folders,
    file_list,
    flat_folder,
    frame_folders,
    heaps,
    image_groups,
    landmark_lists,
    landmarks,
    marked_images,
    media_pairs,
    named_files,
    paired_folders,
    side_by_side,
    table_folders,
    tabular,
    tailed_pairs,
    text_pairs,
    transcripts,
    two_domains,
)
from engine.dataset.study import Study
from engine.dataset.types import Dataset

Recogniser = Callable[[Study], Dataset | None]

RECOGNISERS: tuple[Recogniser, ...] = (
    tabular.recognise,
    table_folders.recognise,
    file_list.recognise,
    landmarks.recognise,
    landmark_lists.recognise,
    transcripts.recognise,
    media_pairs.recognise,
    text_pairs.recognise,
    marked_images.recognise,
    image_groups.recognise,
    paired_folders.recognise,
    two_domains.recognise,
    tailed_pairs.recognise,
    side_by_side.recognise,
    class_folders.recognise,
    named_files.recognise,
    heaps.recognise,
    frame_folders.recognise,
    flat_folder.recognise,
)
