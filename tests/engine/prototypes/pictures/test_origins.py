from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from engine.dataset import open_dataset
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.split import Key, split
from engine.prototypes.system import Prepared

WORDS = ("0", "1", "2")


def spoken(folder: Path, people: tuple[str, ...]) -> tuple[Key, ...]:
    """Keys of what these people said, each word six times."""
    names = [f"{word}_{person}_{take}.png" for word in WORDS for person in people for take in range(6)]
    for number, name in enumerate(names):
        pixels = np.random.default_rng(number).integers(0, 256, (8, 8), np.uint8)
        Image.fromarray(pixels).save(folder / name)
    prepared = [Prepared(id=name, fingerprint=number) for number, name in enumerate(names)]
    return grouped_keys(prepared, open_dataset(folder).recognition, [name[0] for name in names])


def test_who_says_every_word_is_on_one_side(tmp_path):
    people = ("george", "jackson", "lucas", "nicolas", "theo")
    keys = spoken(tmp_path, people)
    assert len({key.group for key in keys}) == len(people)
    sides = split(keys, 0)
    assert {keys[index].stratum for index in sides.test} == set(WORDS)
    assert not {keys[index].group for index in sides.test} & {keys[index].group for index in sides.train}


def test_of_too_few_people_each_take_counts_alone(tmp_path):
    keys = spoken(tmp_path, ("george", "jackson"))
    assert len({key.group for key in keys}) == len(keys)
