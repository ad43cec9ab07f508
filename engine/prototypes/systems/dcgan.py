"""DCGAN: pictures out of noise by convolutions, taught by a critic that tells made from real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.prototypes.pictures.generation import LATENT, Generation, MakerPlan
from engine.prototypes.pictures.single_pictures import OnePicture
from engine.prototypes.split import Split
from engine.prototypes.system import Examples, Recipe

if TYPE_CHECKING:
    from engine.prototypes.learning import Learner

NAME = "dcgan"
WIDTHS = (64, 48, 32, 16)
CRITIC_WIDTHS = (24, 48, 96)
SLOPE_PENALTY = 1.0
EVERY = 8


class Dcgan(Generation):
    """The classic game played by convolutional networks."""

    name = NAME

    def plans(self, examples: Examples[OnePicture], sides: Split) -> tuple[MakerPlan, ...]:
        """One: a cheaper one learns nothing worth showing."""
        return (DcganPlan(examples, sides),)


class DcganPlan(MakerPlan):
    """Radford et al. (2016), kept in balance by a slope penalty at every eighth step (Mescheder et al. 2018)
    instead of normalisation in the critic."""

    recipe = Recipe(
        rate=1e-3, batch=32, weight_decay=0.0, averaging=0.99, steps_wanted=1000, steps_enough=600
    )

    def learner(self) -> Learner:
        """A maker of some 80,000 weights against a critic of some 95,000."""
        from engine.prototypes.adversarial import CLASSIC, Adversarial, Rules, real_slope_penalty
        from engine.prototypes.networks.generators import PictureCritic, PictureMaker

        rules = Rules(game=CLASSIC, critic_rate=1.0, penalty=real_slope_penalty(SLOPE_PENALTY), every=EVERY)
        channels = self.judge.channels
        maker, critic = PictureMaker(LATENT, channels, WIDTHS), PictureCritic(channels, CRITIC_WIDTHS)
        return Adversarial(maker, critic, self.recipe, rules, self.play)
