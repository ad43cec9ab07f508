"""A network that makes and one that judges: the games they play, and the learner that plays them.

A critic is any module ``critic(pictures, *beside) -> scores``, high for what it takes to be real.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.learning import Learner, as_tuple, channels_last, descend, optimiser
from engine.prototypes.system import Recipe

BETAS = (0.5, 0.99)  # of a game's optimisers: the other side moves, so the past says less


@dataclass(frozen=True)
class Game:
    """``critic``: scores of real and of made pictures → what the critic brings down; ``maker``: scores of
    made ones → what the maker brings down."""

    critic: Callable[[Tensor, Tensor], Tensor]
    maker: Callable[[Tensor], Tensor]


CLASSIC = Game(
    lambda real, made: functional.softplus(-real).mean() + functional.softplus(made).mean(),
    lambda made: functional.softplus(-made).mean(),
)
"""The first GAN's, with the maker's loss that doesn't fade (Goodfellow et al. 2014, section 3)."""
LEAST_SQUARES = Game(
    lambda real, made: (real - 1).square().mean() + made.square().mean(),
    lambda made: (made - 1).square().mean(),
)
"""LSGAN, as CycleGAN takes it."""
HINGE = Game(
    lambda real, made: functional.relu(1 - real).mean() + functional.relu(1 + made).mean(),
    lambda made: -made.mean(),
)
WASSERSTEIN = Game(lambda real, made: made.mean() - real.mean(), lambda made: -made.mean())
"""WGAN; the critic must be kept smooth: by :func:`gradient_penalty` or by ``clip``."""

Penalty = Callable[[nn.Module, Tensor, Tensor, tuple[Tensor, ...], torch.Generator], Tensor]
"""Critic, real, made, what stands beside them, generator → a scalar."""


@dataclass(frozen=True)
class Round:
    """One batch of the game.

    ``inputs``: the maker's. ``real``: what it should have made, or what it must not be told from.
    ``beside``: what the critic sees beside either. ``likeness``: of the maker's outputs, what is to be
    brought down besides the game (the distance to the truth); None: the game alone.
    """

    inputs: tuple[Tensor, ...]
    real: Tensor
    beside: tuple[Tensor, ...] = ()
    likeness: Callable[[tuple[Tensor, ...]], Tensor] | None = None


@dataclass(frozen=True)
class Rules:
    """How the game is played.

    ``weight``: of the game beside the likeness. ``begin``: the fraction of the run from which it is
    played; before, the likeness alone is learnt. ``critic_rate``: the critic's learning rate beside
    the maker's; ``critic_steps``: its steps a step of the maker's. ``penalty``: what keeps the critic
    smooth, taken ``every`` so many of its steps and counted as often. ``clip``: the largest weight
    the critic may have (the first WGAN's way).
    """

    game: Game = HINGE
    weight: float = 1.0
    begin: float = 0.0
    critic_rate: float = 0.5
    critic_steps: int = 1
    penalty: Penalty | None = None
    every: int = 4
    clip: float | None = None
    betas: tuple[float, float] = field(default=BETAS)


class Adversarial(Learner):
    """A maker and its critic. The maker's first output is what the critic judges."""

    def __init__(
        self,
        network: nn.Module,
        critic: nn.Module,
        recipe: Recipe,
        rules: Rules,
        play: Callable[[Sequence[int], torch.Generator], Round],
    ) -> None:
        """``play``: a batch of training examples → a round; asked again for each step of the critic."""
        self.network = channels_last(network).train()
        self.critic = channels_last(critic).train()
        self._recipe, self._rules, self._play = recipe, rules, play
        self._maker = optimiser(self.network, recipe, rules.betas)
        self._judge = optimiser(self.critic, recipe, rules.betas)
        self._judged = 0

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """The critic's steps, then one of the maker's; the maker's loss."""
        rules = self._rules
        playing = fraction >= rules.begin
        if playing:
            for _ in range(rules.critic_steps - 1):
                extra = self._play(indices, generator)
                with torch.no_grad():
                    made = as_tuple(self.network(*extra.inputs))[0]
                self._teach_critic(extra, made, rate, generator)
        turn = self._play(indices, generator)
        outputs = as_tuple(self.network(*turn.inputs))
        loss = outputs[0].new_zeros(()) if turn.likeness is None else turn.likeness(outputs)
        if playing:
            self._teach_critic(turn, outputs[0].detach(), rate, generator)
            frozen(self.critic, True)
            loss = loss + rules.weight * rules.game.maker(self.critic(outputs[0], *turn.beside))
        descend(self._maker, loss, self._recipe, rate)
        frozen(self.critic, False)
        return loss.item()

    def _teach_critic(self, turn: Round, made: Tensor, rate: float, generator: torch.Generator) -> None:
        rules = self._rules
        both = self.critic(torch.cat([turn.real, made]), *(torch.cat([one, one]) for one in turn.beside))
        loss = rules.game.critic(both[: len(made)], both[len(made) :])
        if rules.penalty is not None and self._judged % rules.every == 0:
            penalty = rules.penalty(self.critic, turn.real, made, turn.beside, generator)
            loss = loss + rules.every * penalty
        self._judged += 1
        descend(self._judge, loss, self._recipe, rate * rules.critic_rate)
        if rules.clip is not None:
            clip_weights(self.critic, rules.clip)


def gradient_penalty(weight: float = 10.0) -> Penalty:
    """WGAN-GP's: between real and made pictures the slope is to be 1 (Gulrajani et al. 2017)."""

    def penalty(
        critic: nn.Module, real: Tensor, made: Tensor, beside: tuple[Tensor, ...], generator: torch.Generator
    ) -> Tensor:
        share = torch.rand((len(real), *[1] * (real.dim() - 1)), generator=generator)
        between = torch.lerp(real, made, share).requires_grad_()
        return weight * (_slopes(critic, between, beside).sqrt() - 1).square().mean()

    return penalty


def real_slope_penalty(weight: float = 1.0) -> Penalty:
    """R1: at real pictures the slope is to be 0 (Mescheder et al. 2018)."""

    def penalty(
        critic: nn.Module, real: Tensor, _made: Tensor, beside: tuple[Tensor, ...], _random: torch.Generator
    ) -> Tensor:
        return weight / 2 * _slopes(critic, real.detach().clone().requires_grad_(), beside).mean()

    return penalty


@torch.no_grad()
def clip_weights(network: nn.Module, most: float) -> None:
    """No weight beyond ``most`` on either side of zero."""
    for weights in network.parameters():
        weights.clamp_(-most, most)


def frozen(network: nn.Module, still: bool) -> None:
    """Whether gradients reach the network's weights; they pass through it either way."""
    for weights in network.parameters():
        weights.requires_grad_(not still)


def _slopes(critic: nn.Module, pictures: Tensor, beside: tuple[Tensor, ...]) -> Tensor:
    """The squared length of the scores' gradient at each picture, [n]."""
    scores = critic(pictures, *beside).sum()
    (slope,) = torch.autograd.grad(scores, pictures, create_graph=True)
    return slope.square().flatten(1).sum(1) + 1e-12
