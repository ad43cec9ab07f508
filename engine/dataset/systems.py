"""Which systems an X → y fits, where a layout doesn't know better: ids of the rule book's cards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.dataset.types import Modality, Recognition

if TYPE_CHECKING:
    from engine.dataset.structure import Ties

Systems = tuple[str, ...]

_PAIRED: dict[tuple[Modality, Modality], Systems] = {
    ("image", "category"): ("image_classification",),
    ("image", "number"): ("image_classification",),
    ("image", "boxes"): ("object_detection",),
    ("image", "points"): ("pose_estimation",),
    ("image", "text"): ("document_ocr",),
    ("image", "image"): ("pix2pix",),
    ("text", "category"): ("text_classification",),
    ("text", "text"): ("gpt",),
    ("audio", "category"): ("image_classification",),
    ("video", "image"): ("video_super_resolution",),
    ("video", "video"): ("video_super_resolution",),
    ("video", "text"): ("lip_sync",),
    ("video", "audio"): ("lip_sync",),
    ("audio", "video"): ("lip_sync",),
    ("mesh", "points"): ("bracket_positioning",),
    ("mesh", "table"): ("bracket_positioning",),
    ("document", "text"): ("document_ocr",),
    ("document", "mixed"): ("document_ocr",),
}
_PERSON = re.compile(
    r"(person|people|speaker|spk|actor|subject|face|id|사람|인물|화자|배우)[ _-]?\d*", re.IGNORECASE
)
_INPUT_ONLY: dict[Modality, Systems] = {
    "image": ("colourisation", "image_super_resolution", "image_generator"),
    "video": ("video_super_resolution",),
    "text": ("gpt", "bert"),
}


def systems_of(recognition: Recognition) -> Systems:
    """By form and by what goes in and comes out; of inputs alone, those that make their own targets."""
    if recognition.systems:
        return recognition.systems
    source, target = recognition.input_modality, recognition.target_modality
    if recognition.form == "input_only" or target is None:
        return _INPUT_ONLY.get(source, ())
    if recognition.form == "unpaired":
        return ("cyclegan",) if (source, target) == ("image", "image") else ()
    if (source, target) == ("video", "category") and all(
        map(_PERSON.fullmatch, recognition.classes or ("",))
    ):
        return ("face_to_face", "video_super_resolution")
    return _PAIRED.get((source, target), ())


def image_to_image(ties: Ties | None) -> Systems:
    """By what was seen in pairs of images: masks, another scale, colour out of grey."""
    if ties is None:
        return ("pix2pix",)
    if ties.masks:
        return ("segmentation", "pix2pix")
    if ties.enlarged:
        return ("image_super_resolution", "pix2pix")
    return ("colourisation", "pix2pix") if ties.grey_inputs else ("pix2pix",)
