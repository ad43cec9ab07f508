"""What a training and its result say of weights that others made."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from desktop.widgets.result_view import ResultView
from desktop.widgets.training_view import TrainingView
from engine.jobs import Event
from engine.prototypes.types import Borrowed, PrototypeResult, Score


@pytest.fixture
def training(qtbot):
    view = TrainingView()
    qtbot.addWidget(view)
    yield view
    view.stop()


@pytest.fixture
def view(qtbot):
    view = ResultView(SimpleNamespace())
    qtbot.addWidget(view)
    yield view
    view.stop()


def test_a_weight_file_that_was_passed_over_is_named_until_the_next_training(training):
    training.begin(60)
    training.take_event(Event("weights_ignored", {"file": "resnet18-00000000.pth", "reason": "damaged"}))
    training.take_event(Event("calibrated", {"enough": False, "steps_expected": 40, "seconds_per_step": 1.0}))
    assert "resnet18-00000000.pth" in training.warning.text()
    assert "40" in training.warning.text()
    training.begin(60)
    training.take_event(Event("stage", {"name": "features"}))
    assert training.warning.isHidden()


def test_the_facts_of_a_result_tell_the_terms_of_borrowed_weights(view):
    result = RESULT.model_copy(
        update={
            "borrowed": Borrowed(
                name="resnet18", file="resnet18-f37072fd.pth", licence="licence_torchvision_imagenet"
            )
        }
    )
    view.show_run(SimpleNamespace(result=result, pictures={}))
    assert "resnet18-f37072fd.pth" in view.facts.text()
    assert "ImageNet" in view.facts.text()
    view.show_run(SimpleNamespace(result=RESULT, pictures={}))
    assert "ImageNet" not in view.facts.text()


RESULT = PrototypeResult(
    system="image_classification",
    data="parts",
    metric="accuracy",
    model=Score(name="model", value=0.9, low=0.8, high=1),
    baselines=(Score(name="majority", value=0.5, low=0.4, high=0.6),),
    outcome="better",
    train_samples=10,
    validation_samples=4,
    test_samples=4,
    classes=("bolt", "nut"),
    confusion=((2, 0), (0, 2)),
    seconds=30,
    steps=600,
    parameters=1000,
    image_size=224,
    finished="budget",
    parity=0,
    model_bytes=4000,
    milliseconds_per_sample=1,
    seed=0,
    curve=(),
    predictions=(),
)
