from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from hand_made_models import CARD, plain, save_tint_model

from engine.errors import UserError
from engine.prototypes.classes import softmax
from engine.prototypes.running import OpenedModel, run
from engine.runtime import Prediction, worst_first


def test_the_card_comes_back_as_it_was_written(tint_model):
    assert OpenedModel(tint_model).card == CARD


def test_softmax_bears_large_logits():
    scores = softmax(np.array([[1000, 0, -1000], [0, 0, 0]], np.float32))
    np.testing.assert_allclose(scores, [[1, 0, 0], [1 / 3] * 3], atol=1e-12)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"drop": "jjak.system"}, "model_not_ours"),
        ({"drop": "jjak.version"}, "model_metadata_broken"),
        ({"drop": "jjak.settings"}, "model_metadata_broken"),
        ({"metadata": {"jjak.version": "99"}}, "model_too_new"),
        ({"metadata": {"jjak.version": "one"}}, "model_metadata_broken"),
        ({"metadata": {"jjak.settings": "[1, 2"}}, "model_metadata_broken"),
        ({"metadata": {"jjak.settings": "7"}}, "model_metadata_broken"),
        ({"settings": {"classes": ["one"]}}, "model_metadata_broken"),
        ({"settings": {"std": [0, 1]}}, "model_metadata_broken"),
        ({"settings": {"std": [0, 1, 1]}}, "model_metadata_broken"),
        ({"settings": {"colour": "bgr"}}, "model_metadata_broken"),
        ({"metadata": {"jjak.system": "mind_reading"}}, "prototype_unknown"),
        ({"metadata": {"jjak.fitted": "***"}}, "model_metadata_broken"),
        ({"metadata": {"jjak.fitted": "AAAA"}}, "model_metadata_broken"),
        ({"settings": {"image_size": 32}}, "model_wrong_shape"),
        ({"outputs": 2}, "model_wrong_shape"),
        ({"side": 8}, "model_wrong_shape"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(tmp_path, change, code):
    path = save_tint_model(tmp_path / "spoilt.onnx", **change)
    picture = tmp_path / "one.png"
    plain((200, 0, 0)).save(picture)
    with pytest.raises(UserError) as caught:
        run({"model": str(path), "path": str(picture), "out": None}, RecordingReporter())
    assert caught.value.code == code
    assert caught.value.sentence("ko")
    assert code == "prototype_unknown" or "spoilt.onnx" in caught.value.sentence("en")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "model_empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "model_lfs_pointer"),
        (b"\xff\xd8\xff\xe0 a photograph", "model_not_onnx"),
        (b"PK\x03\x04 an archive", "model_not_onnx"),
    ],
)
def test_what_is_no_model_is_refused(tmp_path, content, code):
    path = tmp_path / "some.onnx"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        OpenedModel(path)
    assert caught.value.code == code


def test_half_a_model_and_no_model(tmp_path, tint_model):
    half = tmp_path / "half.onnx"
    data = tint_model.read_bytes()
    half.write_bytes(data[: len(data) // 2])
    for path, code in (
        (half, "model_not_onnx"),
        (tmp_path, "model_not_found"),
        (tmp_path / "x", "model_not_found"),
    ):
        with pytest.raises(UserError) as caught:
            OpenedModel(path)
        assert caught.value.code == code


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("silero_vad_op18_ifless_noexternal.onnx", "model_external_data"),
        ("supres_contrib_ops.onnx", "model_custom_op"),
        ("photo_renamed.onnx", "model_not_onnx"),
        ("mnist_truncated.onnx", "model_not_onnx"),
        ("zero.onnx", "model_empty"),
        ("det_lfs_pointer.onnx", "model_lfs_pointer"),
    ],
)
def test_real_bad_files_each_get_their_own_sentence(real_data, name, code):
    with pytest.raises(UserError) as caught:
        OpenedModel(real_data / "i_onnx_bad_A" / "data" / name)
    assert caught.value.code == code


@pytest.mark.real
def test_strangers_models_are_not_ours(real_data):
    for path in sorted((real_data / "k_models_A" / "data").rglob("*.onnx")):
        with pytest.raises(UserError) as caught:
            OpenedModel(path)
        assert caught.value.code in {"model_not_ours", "model_external_data"}, path.name


def test_running_needs_no_torch():
    code = (
        "import sys; import engine.prototypes.running; from engine.prototypes import list_systems;"
        "list_systems();"
        "heavy = {'torch', 'sklearn', 'onnx'} & set(sys.modules);"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def prediction(name: str, truth: str | None, predicted: str, score: float) -> Prediction:
    return Prediction(id=name, truth=truth, predicted=predicted, score=score, scores={}, seen="new")


def test_the_surest_mistake_comes_first():
    ordered = worst_first(
        [
            prediction("sure and right", "a", "a", 0.9),
            prediction("unknown", None, "a", 0.3),
            prediction("unsure and right", "a", "a", 0.4),
            prediction("unsure and wrong", "a", "b", 0.4),
            prediction("sure and wrong", "a", "b", 0.9),
        ]
    )
    assert [one.id for one in ordered] == [
        "sure and wrong",
        "unsure and wrong",
        "unsure and right",
        "sure and right",
        "unknown",
    ]


def test_by_figure_the_worst_comes_first():
    measured = [
        Prediction(id=name, truth=None, predicted="", seen="new", figure=figure)
        for name, figure in (("good", 30.0), ("bad", 12.0), ("fair", 20.0))
    ]
    assert [one.id for one in worst_first(measured)] == ["bad", "fair", "good"]
    assert [one.id for one in worst_first(measured, higher_is_better=False)] == ["good", "fair", "bad"]
