"""What is shown while a network learns."""

from __future__ import annotations

import numpy as np
from bench_reporter import RecordingReporter

from engine.prototypes.gallery import SHOWN, tell_gallery
from engine.prototypes.pictures.generation import LatentSettings, LatentToPicture
from engine.prototypes.pictures.single_pictures import OnePicture


def test_samples_of_the_whole_list_are_shown_not_those_of_its_first_class():
    blank = np.zeros((32, 32, 3), np.uint8)
    some = [OnePicture(id=f"{place}", fingerprint=place, pixels=blank) for place in range(80)]
    outputs = {"picture": np.random.default_rng(0).random((80, 1, 32, 32), dtype=np.float32)}
    codec = LatentToPicture(LatentSettings(latent=4, channels=1))
    reporter = RecordingReporter()
    tell_gallery(codec, some, outputs, lambda _: None, reporter)
    (told,) = reporter.of("gallery")
    assert [one["id"] for one in told["shown"]] == [str(10 * place) for place in range(SHOWN)]
    tell_gallery(codec, some[:3], outputs, lambda _: None, reporter)
    assert [one["id"] for one in reporter.of("gallery")[1]["shown"]] == ["0", "1", "2"]
