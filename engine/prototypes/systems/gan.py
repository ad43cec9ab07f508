"""The plain GAN: pictures out of noise by networks without any idea of neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.prototypes.pictures.generation import LATENT, Generation, MakerPlan
from engine.prototypes.pictures.single_pictures import OnePicture
from engine.prototypes.split import Split
from engine.prototypes.system import Examples, Recipe

if TYPE_CHECKING:
    from engine.prototypes.learning import Learner

NAME = "gan"
WIDTHS = (256, 512)
CRITIC_WIDTHS = (512, 256)
DROPOUT = 0.2
SLOPE_PENALTY = 1.0
EVERY = 8


class Gan(Generation):
    """The first GAN: dense layers on both sides."""

    name = NAME

    def plans(self, examples: Examples[OnePicture], sides: Split) -> tuple[MakerPlan, ...]:
        """One way, which is cheap anyhow."""
        return (GanPlan(examples, sides),)


class GanPlan(MakerPlan):
    """Goodfellow et al. (2014), with the maker's loss that does not fade, and a slope penalty at every eighth
    step: without it the critic soon knows a few hundred pictures by heart, and the maker gets worse."""

    recipe = Recipe(
        rate=5e-4, batch=64, weight_decay=0.0, averaging=0.995, steps_wanted=2000, steps_enough=1000
    )

    def learner(self) -> Learner:
        """Two dense networks; the critic's dropout keeps the game going."""
        from engine.prototypes.adversarial import CLASSIC, Adversarial, Rules, real_slope_penalty
        from engine.prototypes.networks.generators import DenseCritic, DenseMaker

        channels = self.judge.channels
        maker = DenseMaker(LATENT, channels, WIDTHS)
        critic = DenseCritic(channels, CRITIC_WIDTHS, DROPOUT)
        penalty = real_slope_penalty(SLOPE_PENALTY)
        rules = Rules(game=CLASSIC, critic_rate=1.0, penalty=penalty, every=EVERY)
        return Adversarial(maker, critic, self.recipe, rules, self.play)
