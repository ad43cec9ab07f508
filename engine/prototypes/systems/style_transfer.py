"""Style transfer: a photograph in, the same as painted in one style out; the style is one picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.domains import TwoHeaps, structure_kept, with_statistics
from engine.prototypes.pictures.pair_plan import mirrored, sources_of
from engine.prototypes.pictures.picture_pairs import PicturePair, planes
from engine.prototypes.pictures.styling import (
    PhotoToPainting,
    StyleSettings,
    encoded,
    palette_of,
    read_styled,
    styles_of,
)
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.runtime.preprocess import Pixels
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "style_transfer"
TAUGHT_BY, JUDGED_BY = 1, 2  # seeds of filters: who teaches does not judge
STYLE_WEIGHT, CONTENT_WEIGHT = 10.0, 1.2
RECIPE = Recipe(rate=3e-3, batch=4, weight_decay=0.0, clip=1.0, steps_wanted=350, steps_enough=150)


class StyleTransfer(System[PicturePair]):
    """Photographs and one style (of a picture or a few), learnt by a feed-forward network."""

    example_count = 240

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("two_domains", "flat_folder", "class_folders"),
            metric="style_distance",
            baseline="colour_statistics",
            targets=("", "image", "category"),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[PicturePair]:
        """Photographs and style. Raises UserError where either is missing."""
        return read_styled(dataset, seed, reporter)

    def baselines(self, examples: Examples[PicturePair], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The photograph as it is, and with the style's mean colour and contrast."""
        styles = np.concatenate([one.reshape(-1, 3) for one in styles_of(_heaps(examples))])
        return (
            Filtered("unchanged_picture", lambda one: one, examples),
            Filtered("colour_statistics", lambda one: with_statistics(one, styles), examples),
        )

    def plans(self, examples: Examples[PicturePair], sides: Split) -> tuple[Plan[PicturePair], ...]:
        """A wide network, and a narrow one for slow machines."""
        return tuple(StylePlan(examples, widths, cost) for widths, cost in (((24, 48), 1.0), ((16, 32), 0.6)))

    def codec(self, settings: dict[str, Json]) -> PhotoToPainting:
        """As the file says."""
        return PhotoToPainting(StyleSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Landscapes and a painting."""
        from engine.prototypes.drawings.paintings import write_style_set

        write_style_set(folder, seed, count)


class Filtered(Baseline):
    """A rule from a photograph to another picture, [h, w, 3] both."""

    def __init__(self, name: str, rule: Callable[[Pixels], Pixels], examples: Examples[PicturePair]) -> None:
        self.name = name
        self._rule, self._examples = rule, examples

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How far each is from the style."""
        made = np.stack([self._rule(one) for one in sources_of(self._examples, indices)])
        return distances(planes(made), _heaps(self._examples))


class StylePlan(Plan[PicturePair]):
    """One network."""

    recipe = RECIPE

    def __init__(self, examples: Examples[PicturePair], widths: tuple[int, int], cost: float) -> None:
        high, wide = examples.prepared[0].source.shape[:2]
        shown = encoded(styles_of(_heaps(examples))[0])
        self.codec = PhotoToPainting(StyleSettings(height=high, width=wide, style=shown))
        self.cost, self.size = cost, max(high, wide)
        self._examples, self._widths = examples, widths

    def learner(self) -> Learner:
        """The photograph painted anew, towards the style and not away from what it shows."""
        import torch

        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.style import Style, Stylist

        styles = styles_of(_heaps(self._examples))
        style = Style(torch.from_numpy(planes(np.stack(styles))), TAUGHT_BY)
        return Supervised(
            Stylist(palette_of(styles), *self._widths),
            self.recipe,
            paired=lambda indices, generator: self._varied(indices, generator, style.distance),
        )

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How far each painting is from the style."""
        return distances(outputs["output"], _heaps(self._examples))

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """How far they still show what the photographs do: the style alone could be had by forgetting it."""
        sources = planes(sources_of(self._examples, indices))
        return {"structure_kept": structure_kept(sources, outputs["output"])}

    def _varied(
        self,
        indices: Sequence[int],
        generator: torch.Generator,
        distance: Callable[[torch.Tensor], torch.Tensor],
    ) -> tuple[tuple[torch.Tensor, ...], Callable[[tuple[torch.Tensor, ...]], torch.Tensor]]:
        import torch

        from engine.prototypes.learning import tensors
        from engine.prototypes.networks.style import layout

        (photos,) = tensors({"input": planes(sources_of(self._examples, indices))})
        photos = mirrored(photos, torch.rand(len(indices), generator=generator) < 0.5)
        shown = layout(photos)

        def loss(outputs: tuple[torch.Tensor, ...]) -> torch.Tensor:
            content = (layout(outputs[0]) - shown).abs().mean()
            return STYLE_WEIGHT * distance(outputs[0]).mean() + CONTENT_WEIGHT * content

        return (photos,), loss


def distances(made: np.ndarray[tuple[int, ...], np.dtype[np.float32]], heaps: TwoHeaps) -> list[Evidence]:
    """Of each picture [n, 3, h, w] from the style, as filters see it that nobody learnt from."""
    import torch

    from engine.prototypes.networks.style import Style

    with torch.no_grad():
        style = Style(torch.from_numpy(planes(np.stack(styles_of(heaps)))), JUDGED_BY)
        found = style.distance(torch.from_numpy(np.ascontiguousarray(made))).numpy().astype(np.float64)
    return list(found[:, None])


def _heaps(examples: Examples[PicturePair]) -> TwoHeaps:
    """Raises TypeError for examples of another kind."""
    if not isinstance(examples, TwoHeaps):
        raise TypeError("not two heaps")
    return examples
