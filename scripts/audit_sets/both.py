"""Both passes over a judged set, as the product runs them: prints first, then one of each content deep."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import xxhash
from PIL import Image

from engine.audit.alike.pictures import near_pictures
from engine.audit.deep.groups import Groups
from engine.audit.deep.twins import DeepPass, find_twins
from engine.audit.deep.types import Relation, Twin
from engine.audit.quality.pictures import look_at
from engine.audit.swaps import SURE
from engine.jobs.protocol import Reporter


def look_at_all(files: list[tuple[str, bytes]], reporter: Reporter, workers: int) -> DeepPass:
    """What both passes say together of (id, JPEG bytes): twins, groups, and the number of contents."""
    names = [name for name, _ in files]
    place_of = {name: place for place, name in enumerate(names)}
    cheap = _equal(files) + near_pictures([look_at(_pixels(data)) for _, data in files]).tolist()
    groups = Groups(len(files))
    for one, other in cheap:
        groups.join(one, other)
    heads = (files[place] for place in range(len(files)) if groups.root(place) == place)
    said = find_twins(heads, reporter, workers=workers, enough=None)
    said.twins = [twin for twin in said.twins if twin.relation.kind == "near" or twin.relation.score >= SURE]
    for twin in said.twins:
        groups.join(place_of[twin.first], place_of[twin.second])
    said.twins += [Twin(names[one], names[other], Relation("near")) for one, other in cheap]
    members: dict[int, list[str]] = {}
    for place, name in enumerate(names):
        members.setdefault(groups.root(place), []).append(name)
    said.groups = [group for group in members.values() if len(group) > 1]
    said.contents = groups.count
    return said


def _equal(files: list[tuple[str, bytes]]) -> list[list[int]]:
    first: dict[int, int] = {}
    digests = [xxhash.xxh3_64_intdigest(data) for _, data in files]
    firsts = [first.setdefault(digest, place) for place, digest in enumerate(digests)]
    return [[at, place] for place, at in enumerate(firsts) if at != place]


def _pixels(data: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"))
