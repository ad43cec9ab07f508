"""The game of maker and critic."""

from __future__ import annotations

import pytest
import torch

from engine.prototypes.adversarial import (
    CLASSIC,
    HINGE,
    LEAST_SQUARES,
    WASSERSTEIN,
    Adversarial,
    Round,
    Rules,
    gradient_penalty,
    real_slope_penalty,
)
from engine.prototypes.blocks import PatchCritic, UNet
from engine.prototypes.system import Recipe

GAMES = {"classic": CLASSIC, "least_squares": LEAST_SQUARES, "hinge": HINGE, "wasserstein": WASSERSTEIN}


class Mean(torch.nn.Module):
    """A critic whose slope is known: twice the mean of a picture."""

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return 2 * pictures.flatten(1).mean(1)


@pytest.mark.parametrize("game", GAMES.values(), ids=GAMES)
def test_a_critic_is_better_off_telling_and_a_maker_being_believed(game):
    high, low = torch.full((4, 1), 2.0), torch.full((4, 1), -2.0)
    assert game.critic(high if game is not LEAST_SQUARES else high / 2, low * (game is not LEAST_SQUARES)) < (
        game.critic(low, high)
    )
    assert game.maker(high / 2) < game.maker(low)


def test_penalties_measure_the_slope():
    pictures = torch.rand(3, 1, 4, 4)
    random = torch.Generator().manual_seed(0)
    slope = 2 / 16**0.5
    assert gradient_penalty(10)(Mean(), pictures, pictures + 1, (), random).item() == pytest.approx(
        10 * (slope - 1) ** 2, rel=1e-3
    )
    assert real_slope_penalty(1)(Mean(), pictures, pictures, (), random).item() == pytest.approx(
        slope**2 / 2, rel=1e-3
    )


def learner(rules: Rules, network: torch.nn.Module | None = None) -> Adversarial:
    torch.manual_seed(0)
    target = torch.rand(4, 3, 16, 16)

    def play(indices, generator) -> Round:
        return Round((target,), 1 - target, (target,), lambda outputs: (outputs[0] - 1 + target).abs().mean())

    return Adversarial(network or UNet(3, 3, (4, 8)), PatchCritic(6, (4, 8)), Recipe(rate=1e-2), rules, play)


def weights(network: torch.nn.Module) -> torch.Tensor:
    return torch.cat([one.detach().flatten().clone() for one in network.parameters()])


def test_before_the_game_begins_only_the_maker_learns():
    one = learner(Rules(begin=0.5))
    random = torch.Generator().manual_seed(0)
    before = weights(one.critic), weights(one.network)
    one.step([0], 1.0, 0.1, random)
    assert torch.equal(weights(one.critic), before[0])
    assert not torch.equal(weights(one.network), before[1])
    one.step([0], 1.0, 0.6, random)
    assert not torch.equal(weights(one.critic), before[0])


def test_the_clip_bounds_the_critic_and_the_likeness_goes_down():
    one = learner(Rules(WASSERSTEIN, weight=0.01, clip=0.01, critic_steps=2))
    random = torch.Generator().manual_seed(0)
    losses = [one.step([0], 1.0, 0.5, random) for _ in range(12)]
    assert weights(one.critic).abs().max() <= 0.01
    assert losses[-1] < losses[0]
    assert all(weight.requires_grad for weight in one.critic.parameters())


@pytest.mark.parametrize("fold", [1, 2])
def test_a_u_net_keeps_the_size(fold):
    net = UNet(3, 5, (4, 8, 8), fold).eval()
    assert net(torch.rand(2, 3, 16, 24)).shape == (2, 5, 16, 24)
