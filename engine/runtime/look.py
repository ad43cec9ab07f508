"""The job of the window's "try it on your own pictures": run a model, and hand back what to look at."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import Image

from engine.dataset import UnreadableFileError, load_picture, open_dataset
from engine.dataset.corrections import corrections_in
from engine.jobs.protocol import Json, Reporter
from engine.runtime import task

THUMBNAIL = 192


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """As :func:`engine.runtime.task.run`, which gets ``params`` as they are; the result has
    ``pictures`` besides: id → PNG as base64, at most 192 px, for the first ``previews`` predictions.
    """
    result = task.run(params, reporter)
    if not isinstance(result, dict):
        raise TypeError("the run's result is no object")
    listed, most = result["predictions"], params.get("previews", 0)
    if not isinstance(listed, list) or not isinstance(most, int):
        raise TypeError("predictions is a list, previews a number")
    wanted = {str(one["id"]) for one in listed[:most] if isinstance(one, dict)}
    return {**result, "pictures": _thumbnails(params, wanted)}


def _thumbnails(params: dict[str, Json], wanted: set[str]) -> dict[str, Json]:
    dataset = open_dataset(Path(str(params["path"])), corrections_in(params))
    pictures: dict[str, Json] = {}
    for sample in dataset.samples():
        if sample.id not in wanted or sample.input.path is None:
            continue
        try:
            picture = load_picture(dataset.tree.read(sample.input.path))
        except UnreadableFileError:
            continue
        picture.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        picture.save(buffer, format="PNG")
        pictures[sample.id] = base64.b64encode(buffer.getvalue()).decode("ascii")
    return pictures
