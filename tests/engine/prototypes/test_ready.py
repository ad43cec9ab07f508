from __future__ import annotations

import json

import pytest

from engine.errors import UserError
from engine.prototypes import list_systems
from engine.prototypes.ready import ready_systems, show
from engine.prototypes.registry import find_system
from tests.engine.prototypes.bench_reporter import RecordingReporter


def test_every_system_has_a_model_ready_but_those_that_learn_who_is_who():
    portable = {card.name for card in list_systems() if find_system(card.name).portable}
    assert set(ready_systems()) == portable


@pytest.mark.parametrize("system", ready_systems())
def test_a_ready_model_answers_fresh_examples(system):
    result = show({"system": system}, RecordingReporter())
    assert isinstance(result, dict)
    assert not result["unreadable"]
    said = result["predictions"]
    assert len(said) >= 3
    assert all(one["seen"] == "new" for one in said), "none of these was learnt from"
    assert result["pictures"] or all(one["predicted"] for one in said)


def test_what_it_said_is_written_where_it_is_wanted(tmp_path):
    show({"system": "bert", "out": str(tmp_path / "out")}, RecordingReporter())
    written = json.loads((tmp_path / "out" / "predictions.json").read_text(encoding="utf-8"))
    assert written["predictions"]


def test_what_has_no_ready_model_is_told():
    with pytest.raises(UserError) as caught:
        show({"system": "recommender"}, RecordingReporter())
    assert caught.value.code == "prototype_not_ready"
