"""Pictures of one scene are known as such, however many there are."""

from __future__ import annotations

import numpy as np

from engine.prototypes.pictures.colours import AT_ONCE, scenes_of


def test_the_light_changes_and_the_scene_stays():
    random = np.random.default_rng(0)
    scenes = random.integers(0, 200, (5, 16, 16))
    count = AT_ONCE + 20
    greys = [(scenes[n % 5] + random.integers(-2, 3, (16, 16)) + n // 20).clip(0, 255) for n in range(count)]
    said = scenes_of([one.astype(np.uint8) for one in greys])
    assert len(set(said)) == 5
    assert said == [said[n % 5] for n in range(count)]
