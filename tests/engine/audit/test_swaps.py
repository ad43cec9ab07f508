"""The deep pass as a part of the audit: things on other backgrounds are tied, small pictures left out."""

from __future__ import annotations

import io
from pathlib import Path

import numpy
from PIL import Image

from engine.audit.inside import run
from engine.audit.types import Audit
from tests.engine.audit.conftest import Remembering


def texture(seed: int, side: int, coarse: int) -> Image.Image:
    rng = numpy.random.default_rng(seed)
    noise = rng.integers(0, 255, (coarse, coarse, 3), dtype=numpy.uint8)
    return Image.fromarray(noise).resize((side, side), Image.Resampling.BICUBIC)


def pasted(thing: int, background: int, side: int = 240) -> bytes:
    """A thing with a texture of its own in the middle of a background."""
    picture = texture(1000 + background, side, 14)
    patch = texture(thing, side * 5 // 8, 18)
    picture.paste(patch, (side // 6, side // 6))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def audited(folder: Path, reporter: Remembering) -> Audit:
    return Audit.model_validate(run({"path": str(folder), "previews": 0, "deep": True}, reporter))


def test_the_same_thing_on_another_background_counts_once(tmp_path: Path, reporter: Remembering) -> None:
    for thing in range(8):
        for background in range(2):
            name = f"{thing}_{background}.png"
            (tmp_path / name).write_bytes(pasted(thing, 10 * thing + background))
    audit = audited(tmp_path, reporter)
    found = {finding.kind: finding for finding in audit.findings}
    assert found["swapped_backgrounds"].count >= 4  # the deep pass is judged in deep/
    assert all(one.id[0] == one.detail[0] for one in found["swapped_backgrounds"].samples)
    assert audit.effective.samples == 16 - found["swapped_backgrounds"].count
    assert audit.taken == {"swapped_backgrounds": found["swapped_backgrounds"].count}


def test_what_is_known_before_the_deep_pass_is_told_before_it(tmp_path: Path, reporter: Remembering) -> None:
    for thing in range(3):
        (tmp_path / f"{thing}.png").write_bytes(pasted(thing, thing))
    audited(tmp_path, reporter)
    told = [data for kind, data in reporter.told if kind == "partial" and data["name"] == "audit"]
    assert len(told) == 1
    assert Audit.model_validate(told[0]["audit"]).effective.samples == 3


def test_pictures_too_small_to_have_a_background_are_left_out(tmp_path: Path, reporter: Remembering) -> None:
    for thing in range(6):
        (tmp_path / f"{thing}.png").write_bytes(pasted(thing, thing % 2, side=40))
    audit = audited(tmp_path, reporter)
    assert not {finding.kind for finding in audit.findings} & {"swapped_backgrounds", "uncheckable_images"}
    assert audit.effective.low == 6
