"""Conditional GAN: pictures of the class that is asked for, out of noise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.appearance import Pictures, raw_features
from engine.prototypes.pictures.generation import (
    LATENT,
    GaussianPictures,
    Judge,
    LatentSettings,
    LatentToPicture,
    MakerPlan,
)
from engine.prototypes.pictures.single_pictures import CLASS_LAYOUTS, OnePicture, latent_of, read_singles
from engine.prototypes.split import LEAST_GROUPS, Split, group_counts
from engine.prototypes.system import (
    Answer,
    Baseline,
    Examples,
    Feeds,
    Outputs,
    Port,
    Recipe,
    System,
)
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.adversarial import Round
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "conditional_gan"
WIDTHS = (64, 48, 32, 16)
CRITIC_WIDTHS = (24, 48, 96)
MOST_CLASSES = 100
STRENGTH = 0.1  # of the judge's C


class LatentAndClass(LatentToPicture):
    """Numbers and a class in, a picture of that class out."""

    inputs = (Port("latent"), Port("label"))

    def feeds(self, some: Sequence[OnePicture]) -> Feeds:
        """[n, latent], and [n, classes]: 1 at the class that is asked for."""
        labels = np.zeros((len(some), len(self.said.classes)), np.float32)
        labels[np.arange(len(some)), [self._wanted(one) for one in some]] = 1
        return {**super().feeds(some), "label": labels}

    def answer(self, one: OnePicture, outputs: Outputs) -> Answer:
        """The class that was asked for."""
        return Answer(self.said.classes[self._wanted(one)])

    def _wanted(self, one: OnePicture) -> int:
        """The class of the sample; where it has none of ours, one that its fingerprint draws."""
        classes = self.said.classes
        return classes.index(one.label) if one.label in classes else one.fingerprint % len(classes)


class ClassJudge:
    """Compares made pictures of classes with real ones, and says which class a picture shows.

    A share of right classes alone would be won by one good picture a class; so what counts is the
    distance of the crowds of pictures with their classes beside them (DeVries et al. 2019), to which
    a wrong class, a broken picture and a lack of variety all add.
    """

    def __init__(self, examples: Examples[OnePicture], sides: Split) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        self.crowd = Judge(examples, sides)
        self.classes = _classes(examples)
        numbers = {label: number for number, label in enumerate(self.classes)}
        self.labels = np.asarray([numbers[one.label] for one in examples.prepared], dtype=np.int64)
        self.train_labels = self.labels[list(sides.train)]
        shares = np.bincount(self.train_labels) / len(self.train_labels)
        self._weight = self.crowd.spread / np.sqrt(max(1 - np.square(shares).sum(), 1e-3))
        self._model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=300))
        self._model.fit(raw_features(self.crowd.train), self.train_labels)

    def evidence(self, made: Pictures, indices: Sequence[int]) -> list[Evidence]:
        """Rows [made | real] of features and class, which weighs as much as all features together."""
        told = self._weight * np.eye(len(self.classes))[self.labels[list(indices)]]
        crowd = self.crowd.evidence(made, indices)
        return [np.concatenate([rows, [row, row]], axis=1) for rows, row in zip(crowd, told, strict=True)]

    def right(self, made: Pictures, indices: Sequence[int]) -> NDArray[np.bool_]:
        """Whether each picture shows the class of its example."""
        said = self._model.predict(raw_features(np.clip(made, 0, 1)))
        return np.asarray(said == self.labels[list(indices)])

    def spread(self, made: Pictures, indices: Sequence[int]) -> float:
        """How much pictures of one class differ among each other, as a share of how much real ones do."""
        labels = self.labels[list(indices)]
        shares = []
        for label in np.unique(labels):
            real = self.crowd.train[self.train_labels == label]
            own = made[labels == label]
            if len(own) > 1 and len(real) > 1:
                shares.append(own.std(0).mean() / max(float(real.std(0).mean()), 1e-6))
        return float(np.mean(shares)) if shares else 0.0


class ClassSampler(Baseline):
    """Pictures drawn along the main components, of each class's own pictures or of all."""

    def __init__(self, examples: Examples[OnePicture], judge: ClassJudge, own: bool) -> None:
        self.name = "class_pca_sampler" if own else "pca_sampler"
        self._examples, self._judge = examples, judge
        train, labels = judge.crowd.train, judge.train_labels
        self._pictures = [
            GaussianPictures(train[labels == label] if own else train)
            for label in (range(len(judge.classes)) if own else (0,))
        ]

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Blurred crossings of real pictures, of the right class or of any."""
        made = [self._one(index) for index in indices]
        return self._judge.evidence(np.concatenate(made), indices)

    def _one(self, index: int) -> Pictures:
        label = int(self._judge.labels[index]) % len(self._pictures)
        return self._pictures[label].draw(latent_of(self._examples.prepared[index], LATENT)[None])


class ConditionalGan(System[OnePicture]):
    """Class folders in, a maker of any of the classes out."""

    example_count = 3000

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=CLASS_LAYOUTS,
            metric="class_frechet_distance",
            baseline="class_pca_sampler",
            targets=("category",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[OnePicture]:
        """Every picture that has a class. Raises UserError for fewer than two classes, too many, or one with
        too few distinct pictures."""
        examples = read_singles(dataset, seed, reporter, labelled=True)
        counts = group_counts(examples.keys)
        if len(counts) < 2:
            raise UserError("prototype_one_class", count=len(counts))
        if len(counts) > MOST_CLASSES:
            raise UserError("prototype_many_classes", count=len(counts), most=MOST_CLASSES)
        smallest = min(counts, key=lambda label: (counts[label], label))
        if counts[smallest] < LEAST_GROUPS:
            raise UserError(
                "prototype_class_too_small", label=smallest, count=counts[smallest], least=LEAST_GROUPS
            )
        return examples

    def baselines(self, examples: Examples[OnePicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """Drawing along the main components, whatever the class; and along those of each class."""
        judge = ClassJudge(examples, sides)
        return ClassSampler(examples, judge, own=False), ClassSampler(examples, judge, own=True)

    def plans(self, examples: Examples[OnePicture], sides: Split) -> tuple[MakerPlan, ...]:
        """One: a cheaper one learns nothing worth showing."""
        return (ClassMakerPlan(examples, sides),)

    def codec(self, settings: dict[str, Json]) -> LatentAndClass:
        """As the file says. Raises ValueError without classes."""
        said = LatentSettings.model_validate(settings)
        if not said.classes:
            raise ValueError("a maker of classes has classes")
        return LatentAndClass(said)

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Stamped digits of many hands, a folder each."""
        from engine.prototypes.drawings.glyphs import DIGITS, write_glyphs

        some = DIGITS[: min(10, max(2, count // 5))]
        write_glyphs(folder, seed, count, some, some, signs_of_a_hand=1)


class ClassMakerPlan(MakerPlan):
    """WGAN-GP that is told the class on both sides."""

    recipe = Recipe(
        rate=1e-3, batch=40, weight_decay=0.0, averaging=0.99, steps_wanted=1200, steps_enough=800
    )

    def __init__(self, examples: Examples[OnePicture], sides: Split) -> None:
        self._classes = ClassJudge(examples, sides)
        self.judge = self._classes.crowd
        said = LatentSettings(latent=LATENT, channels=self.judge.channels, classes=self._classes.classes)
        self.codec = LatentAndClass(said, self.judge.train)

    def learner(self) -> Learner:
        """The critic takes two steps for each of the maker's."""
        from engine.prototypes.adversarial import WASSERSTEIN, Adversarial, Rules, gradient_penalty
        from engine.prototypes.networks.generators import ClassPictureCritic, ClassPictureMaker

        rules = Rules(
            game=WASSERSTEIN, critic_rate=1.0, critic_steps=2, penalty=gradient_penalty(), betas=(0.0, 0.9)
        )
        channels, classes = self.judge.channels, len(self._classes.classes)
        maker = ClassPictureMaker(LATENT, classes, channels, WIDTHS)
        critic = ClassPictureCritic(channels, classes, CRITIC_WIDTHS)
        return Adversarial(maker, critic, self.recipe, rules, self.play)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Features of the made pictures beside those of the real ones, with their class."""
        return self._classes.evidence(outputs["picture"], indices)

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """How many show the class asked for, whether it repeats itself, and whether it copies."""
        made = outputs["picture"]
        return {
            "label_accuracy": float(self._classes.right(made, indices).mean()),
            "class_spread": self._classes.spread(made, indices),
            **super().beside(outputs, indices),
        }

    def play(self, indices: Sequence[int], generator: torch.Generator) -> Round:
        """Real pictures with their classes, and the same classes asked of the maker."""
        import torch
        from torch.nn import functional

        from engine.prototypes.adversarial import Round
        from engine.prototypes.learning import tensors

        chosen = torch.randint(len(self.judge.train), (len(indices),), generator=generator).numpy()
        labels = torch.from_numpy(self._classes.train_labels[chosen])
        told = functional.one_hot(labels, len(self._classes.classes)).float()
        (real,) = tensors({"picture": self.judge.train[chosen]})
        return Round((torch.randn(len(chosen), LATENT, generator=generator), told), real, beside=(told,))


def _classes(examples: Examples[OnePicture]) -> tuple[str, ...]:
    return tuple(sorted({one.label for one in examples.prepared}))
