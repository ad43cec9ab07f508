"""WGAN: pictures out of noise, by a critic that measures how far apart two crowds are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.prototypes.pictures.generation import LATENT, Generation, MakerPlan
from engine.prototypes.pictures.single_pictures import OnePicture
from engine.prototypes.split import Split
from engine.prototypes.system import Examples, Recipe

if TYPE_CHECKING:
    from engine.prototypes.learning import Learner

NAME = "wgan"
WIDTHS = (64, 48, 32, 16)
CRITIC_WIDTHS = (16, 32, 64)
BATCH = 32
CLIPPED_TO = 0.03


class Wgan(Generation):
    """The Wasserstein game, with the gradient penalty or, where steps are dear, with clipped weights."""

    name = NAME

    def plans(self, examples: Examples[OnePicture], sides: Split) -> tuple[MakerPlan, ...]:
        """The penalty learns more a step; clipping, as the first WGAN did, takes half the time."""
        return PenaltyPlan(examples, sides), ClippingPlan(examples, sides)


class PenaltyPlan(MakerPlan):
    """WGAN-GP (Gulrajani et al. 2017), the penalty at every fourth step of the critic."""

    recipe = Recipe(
        rate=1e-3, batch=BATCH, weight_decay=0.0, averaging=0.99, steps_wanted=700, steps_enough=500
    )
    cost = 2.0

    def learner(self) -> Learner:
        """A maker of 80,000 weights; the critic takes two steps for each of its own."""
        from engine.prototypes.adversarial import WASSERSTEIN, Adversarial, Rules, gradient_penalty
        from engine.prototypes.networks.generators import PictureCritic, PictureMaker

        rules = Rules(
            game=WASSERSTEIN, critic_rate=1.0, critic_steps=2, penalty=gradient_penalty(), betas=(0.0, 0.9)
        )
        channels = self.judge.channels
        maker, critic = PictureMaker(LATENT, channels, WIDTHS), PictureCritic(channels, CRITIC_WIDTHS)
        return Adversarial(maker, critic, self.recipe, rules, self.play)


class ClippingPlan(PenaltyPlan):
    """The first WGAN (Arjovsky et al. 2017): no weight of the critic above a small one."""

    recipe = Recipe(
        rate=1e-3, batch=BATCH, weight_decay=0.0, averaging=0.99, steps_wanted=900, steps_enough=600
    )
    cost = 1.0

    def learner(self) -> Learner:
        """The same networks, a step of the critic for each of the maker's."""
        from engine.prototypes.adversarial import WASSERSTEIN, Adversarial, Rules
        from engine.prototypes.networks.generators import PictureCritic, PictureMaker

        rules = Rules(game=WASSERSTEIN, critic_rate=1.0, clip=CLIPPED_TO, betas=(0.0, 0.9))
        channels = self.judge.channels
        maker, critic = PictureMaker(LATENT, channels, WIDTHS), PictureCritic(channels, CRITIC_WIDTHS)
        return Adversarial(maker, critic, self.recipe, rules, self.play)
