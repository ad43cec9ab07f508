"""What there is to look at: samples with what a model made of them, as PNG."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PIL import Image

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.system import Codec, Outputs, P

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHOWN = 8
"""As many samples are shown while a network learns, always the same ones."""
LARGEST = 480
"""Pixels of the longer side of what is kept to be looked at."""
SMALLEST = 96
"""Pixels of the shorter side: smaller pictures are enlarged in whole steps, their pixels kept square."""


def tell_gallery(
    codec: Codec[P],
    some: Sequence[P],
    outputs: Outputs,
    own_picture: Callable[[str], bytes | None],
    reporter: Reporter,
) -> None:
    """Emit a ``gallery``: for a few of these samples, evenly spread, a picture (base64 PNG) and words."""
    shown: list[Json] = []
    step = max(1.0, len(some) / SHOWN)
    for place in (int(number * step) for number in range(min(SHOWN, len(some)))):
        one, alone = some[place], row(outputs, place)
        drawn, answer = codec.draw(one, alone), codec.answer(one, alone)
        data = own_picture(one.id) if drawn is None else png(drawn)
        shown.append(
            {
                "id": one.id,
                "picture": None if data is None else base64.b64encode(data).decode("ascii"),
                "predicted": answer.predicted,
                "truth": answer.truth,
            }
        )
    reporter.emit("gallery", shown=shown)


def row(outputs: Outputs, place: int) -> Outputs:
    """The outputs for one sample, without the batch axis."""
    return {name: values[place] for name, values in outputs.items()}


def png(pixels: NDArray[np.uint8]) -> bytes:
    """A picture [h, w, 3] as PNG, neither tiny nor larger than needs be."""
    picture = Image.fromarray(pixels)
    times = min(SMALLEST // min(picture.size), LARGEST // max(picture.size))
    if times > 1:
        picture = picture.resize((picture.width * times, picture.height * times), Image.Resampling.NEAREST)
    picture.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG")
    return buffer.getvalue()
