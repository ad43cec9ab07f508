"""The plan of a judged set: which pictures it holds, and which of them are one content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from scripts.audit_sets import changes
from scripts.audit_sets.objects import Cutout, cut_out, moved, paste, smooth_object
from scripts.audit_sets.photos import Photos
from scripts.audit_sets.textures import Picture, ground, leaves, page, scene, surface, wall

ORIGINAL = "original"
SWAPS = ("swap_same", "swap_moved", "swap_mirrored")


@dataclass(frozen=True)
class Planted:
    """One picture of the set. ``content``: equal for pictures that show the same thing;
    ``kind``: how it was made; ``camera``: pictures of one fixed camera share it."""

    picture: Picture
    content: int
    kind: str
    quality: int = 90
    camera: int = -1


class Maker:
    """Draws pictures and counts contents. Photos are used up before a tile comes twice."""

    def __init__(self, seed: int, photos: Photos | None, photo_share: float = 0.5) -> None:
        self.rng = np.random.default_rng(seed)
        self._contents = 0
        self._cameras = 0
        tiles = photos.tiles() if photos else []
        order = self.rng.permutation(len(tiles))
        self._tiles = [tiles[place][1] for place in order]
        self._share = photo_share

    def content(self) -> int:
        """A new content's number."""
        self._contents += 1
        return self._contents

    def size(self) -> tuple[int, int]:
        """Width and height of a new picture."""
        return int(self.rng.integers(232, 320)), int(self.rng.integers(232, 300))

    def fresh(self) -> Picture:
        """A picture that nobody has seen: a tile of a photo, else a drawn scene."""
        if self._tiles and self.rng.random() < self._share:
            return self._tiles.pop()
        return scene(self.rng, *self.size())

    def background(self, width: int, height: int) -> Picture:
        """A new background of this size: mostly a scene, else plain or a gradient."""
        if self.rng.random() < 0.3:
            return ground(self.rng, width, height)
        return cv2.resize(self.fresh(), (width, height), interpolation=cv2.INTER_AREA)

    def camera(self) -> int:
        """A new fixed camera's number."""
        self._cameras += 1
        return self._cameras

    def object(self, smooth: bool = False) -> Cutout:
        """A new object on its own picture, feathered."""
        if smooth:
            return smooth_object(self.rng, *self.size())
        for _ in range(20):
            cutout = cut_out(self.rng, self.fresh())
            if textured(cutout):
                return cutout
        wide, high = self.size()
        return cut_out(self.rng, leaves(self.rng, wide, high, 260))


def textured(cutout: Cutout) -> bool:
    """Whether edges fill enough of the object: half of its places have one within 4 px."""
    edges = cv2.Canny(cv2.cvtColor(cutout.picture, cv2.COLOR_BGR2GRAY), 60, 140).astype(np.float32)
    inside = cv2.erode(cutout.mask, np.ones((5, 5), np.uint8)) > 0.9
    cells = cv2.boxFilter(edges * inside, -1, (8, 8)) > 0
    return bool(cells[inside].mean() > 0.5) if inside.mean() > 0.05 else False


def planted(maker: Maker, size: int) -> Iterator[Planted]:
    """The set of all common defects, in the shares of the study's ``set3k``."""
    rng = maker.rng
    plain = [Planted(maker.fresh(), maker.content(), ORIGINAL) for _ in range(int(size * 0.38))]
    yield from plain
    for place in rng.integers(0, len(plain), int(size * 0.08)):
        yield Planted(plain[place].picture, plain[place].content, "exact")
    for number in range(int(size * 0.15)):
        kind = changes.NEAR[number % len(changes.NEAR)]
        source = plain[int(rng.integers(0, len(plain)))]
        changed, quality = changes.near(rng, source.picture, kind)
        yield Planted(changed, source.content, kind, quality)
    yield from swaps(maker, int(size * 0.07))
    yield from bait(maker, int(size * 0.22))


def swaps(maker: Maker, objects: int) -> Iterator[Planted]:
    """Objects in their own picture and once to four times on another background."""
    rng = maker.rng
    for number in range(objects):
        cutout, content = maker.object(), maker.content()
        yield Planted(cutout.picture, content, ORIGINAL)
        for again in range(int(rng.choice([1, 1, 1, 2, 2, 4]))):
            kind = SWAPS[(number + again) % 7 // 3]
            yield Planted(_swapped(maker, cutout, kind), content, kind)


def _swapped(maker: Maker, cutout: Cutout, kind: str) -> Picture:
    rng = maker.rng
    high, wide = cutout.picture.shape[:2]
    if kind == "swap_moved":
        shift = (rng.uniform(-0.16, 0.16) * wide, rng.uniform(-0.16, 0.16) * high)
        cutout = moved(cutout, rng.uniform(0.75, 1.2), rng.uniform(-6, 6), shift, False, (wide, high))
    elif kind == "swap_mirrored":
        cutout = Cutout(
            np.ascontiguousarray(cutout.picture[:, ::-1]), np.ascontiguousarray(cutout.mask[:, ::-1])
        )
    return paste(cutout, maker.background(wide, high))


def hard(
    maker: Maker, each: int, kinds: tuple[str, ...] = (*changes.HARDER, "small", "smooth")
) -> Iterator[Planted]:
    """Pairs whose both sides are composites, ``each`` of every kind, and as much bait."""
    rng = maker.rng
    for kind in kinds:
        for _ in range(each):
            content, (wide, high) = maker.content(), maker.size()
            cutout = maker.object(smooth=kind == "smooth")
            first = moved(cutout, 1.0, 0.0, (0.0, 0.0), False, (wide, high))
            yield Planted(paste(first, maker.background(wide, high)), content, "base_of_pair")
            scale, angle, reach = float(rng.uniform(0.75, 1.2)), float(rng.uniform(-6, 6)), 0.14
            if kind == "rotation":
                angle = float(rng.uniform(15, 40) * rng.choice([-1, 1]))
            elif kind == "scale":
                scale = float(rng.choice([rng.uniform(0.5, 0.75), rng.uniform(1.2, 1.6)]))
            elif kind == "small":
                scale, reach = float(rng.uniform(0.33, 0.5)), 0.25
            shift = (rng.uniform(-reach, reach) * wide, rng.uniform(-reach, reach) * high)
            second = moved(cutout, scale, angle, shift, False, (wide, high))
            changed, quality = changes.harder(rng, paste(second, maker.background(wide, high)), kind)
            yield Planted(changed, content, kind, quality)
    yield from bait(maker, each * 4)


def bait(maker: Maker, size: int) -> Iterator[Planted]:
    """Pictures that look alike and are not: none of them may be merged."""
    yield from fixed_cameras(maker, size * 2 // 5)
    yield from marks(maker, size // 7)
    yield from walls(maker, size // 7)
    yield from pages(maker, size // 7)
    yield from look_alikes(maker, size // 7)
    yield from symmetric(maker, size // 14)


def fixed_cameras(maker: Maker, size: int, visits: int = 5) -> Iterator[Planted]:
    """One background, other objects: grain and light differ a little, as between two shots."""
    rng = maker.rng
    for _ in range(size // visits):
        place, camera = maker.fresh(), maker.camera()
        high, wide = place.shape[:2]
        for _ in range(visits):
            cutout = maker.object()
            shift = (rng.uniform(-0.2, 0.2) * wide, rng.uniform(-0.15, 0.15) * high)
            seen = moved(cutout, rng.uniform(0.6, 1.2), 0.0, shift, False, (wide, high))
            shot = changes.gained(paste(seen, place), float(rng.uniform(0.92, 1.08)))
            noisy = np.clip(shot + rng.normal(0, 2, shot.shape), 0, 255).astype(np.uint8)
            yield Planted(noisy, maker.content(), "fixed_camera", camera=camera)


def marks(maker: Maker, size: int, sharing: int = 10) -> Iterator[Planted]:
    """Different pictures under one watermark, at the same place."""
    rng = maker.rng
    for first in range(0, size, sharing):
        text = f"(c){rng.integers(1990, 2030)} {''.join(chr(65 + int(x)) for x in rng.integers(0, 26, 7))}"
        place, opaque = (float(rng.random()), float(rng.choice([0.02, 0.5, 0.97]))), bool(rng.random() < 0.5)
        for _ in range(min(sharing, size - first)):
            picture = changes.watermarked(cv2.resize(maker.fresh(), (288, 256)), text, place, opaque)
            yield Planted(picture, maker.content(), "watermark")


def walls(maker: Maker, size: int, sharing: int = 6) -> Iterator[Planted]:
    """Other objects on one repeated wallpaper, which itself is shifted."""
    rng = maker.rng
    for first in range(0, size, sharing):
        wide, high = maker.size()
        paper = wall(rng, wide + 64, high + 64)
        for _ in range(min(sharing, size - first)):
            left, top = rng.integers(0, 64, 2)
            part = np.ascontiguousarray(paper[top : top + high, left : left + wide])
            seen = moved(maker.object(), float(rng.uniform(0.7, 1.2)), 0.0, (0.0, 0.0), False, (wide, high))
            yield Planted(paste(seen, part), maker.content(), "wallpaper")


def pages(maker: Maker, size: int) -> Iterator[Planted]:
    """Texts and diagrams in few fonts and words."""
    for _ in range(size):
        yield Planted(page(maker.rng, *maker.size()), maker.content(), "page")


def look_alikes(maker: Maker, size: int) -> Iterator[Planted]:
    """Two things of one make: the same outline and colours, another surface; never the same thing."""
    rng = maker.rng
    for _ in range(size // 2):
        wide, high = maker.size()
        seed, paper = int(rng.integers(1 << 31)), int(rng.integers(1 << 31))
        for _ in range(2):
            shape = cut_out(np.random.default_rng(seed), np.zeros((high, wide, 3), np.uint8))
            body = leaves(np.random.default_rng(paper), wide, high, 6)
            grain = surface(rng, wide, high)[..., None] * 40
            skin = leaves(rng, wide, high, 60).astype(np.float32)
            filled = np.clip(0.6 * body + 0.4 * skin + grain, 0, 255).astype(np.uint8)
            yield Planted(
                paste(Cutout(filled, shape.mask), maker.background(wide, high)), maker.content(), "look_alike"
            )


def symmetric(maker: Maker, size: int) -> Iterator[Planted]:
    """Pictures whose right half mirrors the left one: they match themselves mirrored."""
    for _ in range(size):
        picture = maker.fresh()
        half = picture[:, : picture.shape[1] // 2]
        yield Planted(np.ascontiguousarray(np.hstack([half, half[:, ::-1]])), maker.content(), "symmetric")


def fresh_only(maker: Maker, size: int) -> Iterator[Planted]:
    """Nothing but different pictures, for speed and false alarms."""
    for _ in range(size):
        yield Planted(maker.fresh(), maker.content(), ORIGINAL)


def repeated(maker: Maker, size: int, objects: int = 30) -> Iterator[Planted]:
    """A set plentiful in files and poor in content: few objects, each on very many backgrounds."""
    rng = maker.rng
    cutouts = [(maker.object(), maker.content()) for _ in range(objects)]
    for number in range(size):
        cutout, content = cutouts[number % objects]
        kind = SWAPS[int(rng.integers(0, 2))]
        yield Planted(_swapped(maker, cutout, kind), content, kind)
