"""What systems share that make pictures out of nothing but numbers: codec, judge, simple ways, plan.

Each sample stands for one picture to be made, from numbers that its fingerprint draws. The network never
sees held-out pictures: they are the real crowd that the made one is compared with.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.appearance import Appearance, Pictures, nearest
from engine.prototypes.pictures.picture_pairs import beside, pixels_of
from engine.prototypes.pictures.single_pictures import (
    LAYOUTS,
    OnePicture,
    as_planes,
    channels_of,
    latent_of,
    read_one,
    read_singles,
)
from engine.prototypes.split import Split
from engine.prototypes.system import (
    Answer,
    Baseline,
    Codec,
    Examples,
    Feeds,
    Outputs,
    Plan,
    Port,
    System,
)
from engine.prototypes.types import SystemCard
from engine.runtime.preprocess import Pixels
from engine.runtime.types import Model
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.adversarial import Round
    from engine.prototypes.metrics import Evidence

LATENT = 32
COMPONENTS = 32  # of the simple way: as many numbers as the networks get


class LatentSettings(Model):
    """What the file says: how many numbers a picture is made of, whether it is grey, and the classes that
    may be asked for."""

    latent: int = Field(ge=1, le=1024)
    channels: Literal[1, 3]
    classes: tuple[str, ...] = ()


class LatentToPicture(Codec[OnePicture]):
    """Numbers in, a picture out. ``known``: training pictures, of which the nearest is drawn beside."""

    inputs: tuple[Port, ...] = (Port("latent"),)
    outputs: tuple[Port, ...] = (Port("picture"),)

    def __init__(self, said: LatentSettings, known: Pictures | None = None) -> None:
        self.said, self._known = said, known

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> OnePicture | None:
        """Any picture: its fingerprint draws the numbers."""
        return read_one(dataset.tree, sample)

    def feeds(self, some: Sequence[OnePicture]) -> Feeds:
        """[n, latent]."""
        return {"latent": np.stack([latent_of(one, self.said.latent) for one in some])}

    def answer(self, one: OnePicture, outputs: Outputs) -> Answer:
        """Nothing in words: the picture is the answer."""
        return Answer()

    def draw(self, one: OnePicture, outputs: Outputs) -> NDArray[np.uint8]:
        """The picture made; on the bench, the nearest training picture too, so that a copy would show."""
        made = outputs["picture"]
        shown: list[Pixels] = [pixels_of(made)]
        if self._known is not None:
            apart = np.square(self._known - made).sum((1, 2, 3))
            shown.append(pixels_of(self._known[int(apart.argmin())]))
        return beside(shown)


class Judge:
    """Compares made pictures with real ones by their :class:`Appearance`."""

    def __init__(self, examples: Examples[OnePicture], sides: Split) -> None:
        self.channels = channels_of(examples, sides.train)
        self.train = as_planes([examples.prepared[index] for index in sides.train], self.channels)
        self._appearance = Appearance(self.train)
        self.spread = self._appearance.spread
        held = [*sides.validation, *sides.test]
        rows = self.rows(as_planes([examples.prepared[index] for index in held], self.channels))
        self._real = dict(zip(held, rows, strict=True))

    def rows(self, pictures: Pictures) -> NDArray[np.float64]:
        """The features of pictures [n, channels, side, side]."""
        return self._appearance.rows(np.clip(pictures, 0, 1))

    def evidence(self, made: Pictures, indices: Sequence[int]) -> list[Evidence]:
        """Rows [made | real] of each held-out example; for a training example, the made one twice."""
        rows = self.rows(made)
        return [np.stack([row, self._real.get(index, row)]) for index, row in zip(indices, rows, strict=True)]

    def novelty(self, made: Pictures, indices: Sequence[int]) -> float:
        """How far made pictures are from the nearest training picture, as a share of how far new real ones
        are: near 0 are copies, about 1 is as new as a real one."""
        held = [self._real[index] for index in indices if index in self._real]
        if not held:
            return 1.0
        known = self.rows(self.train)
        new = np.median(nearest(np.stack(held), known)[1])
        return float(np.median(nearest(self.rows(made), known)[1]) / max(new, 1e-9))


class PixelNoise(Baseline):
    """Each pixel out of another training picture."""

    name = "pixel_noise"

    def __init__(self, examples: Examples[OnePicture], judge: Judge) -> None:
        self._examples, self._judge = examples, judge

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Noise in which every pixel by itself is as bright as in real pictures."""
        train = self._judge.train
        flat = train.reshape(len(train), -1)
        made = np.stack([self._one(flat, self._examples.prepared[index]) for index in indices])
        return self._judge.evidence(made.reshape(-1, *train.shape[1:]), indices)

    def _one(self, flat: NDArray[np.float32], one: OnePicture) -> NDArray[np.float32]:
        random = np.random.default_rng(one.fingerprint)
        drawn = flat[random.integers(0, len(flat), flat.shape[1]), np.arange(flat.shape[1])]
        return np.asarray(drawn, dtype=np.float32)


class GaussianPictures:
    """Pictures drawn from the normal distribution along the main directions of variation (PCA)."""

    def __init__(self, pictures: Pictures) -> None:
        from sklearn.decomposition import PCA

        self._shape = pictures.shape[1:]
        count = min(COMPONENTS, len(pictures))
        self._pca = PCA(count, svd_solver="randomized", random_state=0).fit(
            pictures.reshape(len(pictures), -1)
        )

    def draw(self, latents: NDArray[np.float32]) -> Pictures:
        """[n, at least as many numbers as there are directions] → [n, channels, side, side]."""
        spread = np.sqrt(self._pca.explained_variance_)
        flat = (latents[:, : len(spread)] * spread) @ self._pca.components_ + self._pca.mean_
        return np.asarray(np.clip(flat, 0, 1).reshape(-1, *self._shape), dtype=np.float32)


class GaussianSampler(Baseline):
    """What :class:`GaussianPictures` makes of the same numbers."""

    name = "pca_sampler"

    def __init__(self, examples: Examples[OnePicture], judge: Judge) -> None:
        self._examples, self._judge = examples, judge
        self._pictures = GaussianPictures(judge.train)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Blurred crossings of real pictures."""
        latents = np.stack([latent_of(self._examples.prepared[index], LATENT) for index in indices])
        return self._judge.evidence(self._pictures.draw(latents), indices)


class MakerPlan(Plan[OnePicture]):
    """Base of a network that makes pictures: all but its learner."""

    size = 32

    def __init__(self, examples: Examples[OnePicture], sides: Split) -> None:
        self.judge = Judge(examples, sides)
        said = LatentSettings(latent=LATENT, channels=3 if self.judge.channels == 3 else 1)
        self.codec: LatentToPicture = LatentToPicture(said, self.judge.train)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Features of the made pictures beside those of the real ones."""
        return self.judge.evidence(outputs["picture"], indices)

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """Whether it copies."""
        return {"novelty": self.judge.novelty(outputs["picture"], indices)}

    def play(self, indices: Sequence[int], generator: torch.Generator) -> Round:
        """A batch of the game, as many as there are indices: fresh numbers for the maker, and each time
        other real pictures."""
        import torch

        from engine.prototypes.adversarial import Round
        from engine.prototypes.learning import tensors

        count = len(indices)
        chosen = torch.randint(len(self.judge.train), (count,), generator=generator).numpy()
        (real,) = tensors({"picture": self.judge.train[chosen]})
        return Round((torch.randn(count, LATENT, generator=generator),), real)


class Generation(System[OnePicture]):
    """Base of the systems that make pictures like those of a set, whichever they are."""

    name: str
    example_count = 2000

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=self.name,
            title=catalogue("prototypes").texts[self.name],
            takes=LAYOUTS,
            metric="frechet_distance",
            baseline="pca_sampler",
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[OnePicture]:
        """Every picture, whatever else the set says of it."""
        return read_singles(dataset, seed, reporter)

    def baselines(self, examples: Examples[OnePicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """Noise of the right brightness, and the normal distribution along the main directions."""
        judge = Judge(examples, sides)
        return PixelNoise(examples, judge), GaussianSampler(examples, judge)

    @abstractmethod
    def plans(self, examples: Examples[OnePicture], sides: Split) -> tuple[MakerPlan, ...]:
        """The games that it may learn by."""

    def codec(self, settings: Mapping[str, Json]) -> LatentToPicture:
        """As the file says."""
        return LatentToPicture(LatentSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Stamped threes and sevens of many hands, in one folder."""
        from engine.prototypes.drawings.glyphs import write_glyphs

        write_glyphs(folder, seed, count, "37", signs_of_a_hand=1)
