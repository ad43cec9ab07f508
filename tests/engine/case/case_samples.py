"""Real, small audits and training runs for the tests of the case room."""

from __future__ import annotations

from pathlib import Path

from engine.audit.types import Audit
from engine.prototypes.types import PrototypeResult

AUDIT = Audit.model_validate(
    {
        "name": "부품 사진",
        "path": "/data/부품 사진",
        "form": "paired",
        "confidence": 0.9,
        "layout": "class_folders",
        "evidence": [{"key": "class_folders", "values": {"classes": 2, "name": "볼트"}}],
        "modality": {"input": "image", "target": "category"},
        "counts": {
            "inputs": 600,
            "pairs": 598,
            "unmatched_inputs": 2,
            "unmatched_targets": 0,
            "classes": 2,
        },
        "class_sizes": {"볼트": 300, "너트": 300},
        "findings": [
            {"kind": "exact_duplicates", "severity": "warning", "count": 3, "samples": [{"id": "a/1.png"}]}
        ],
        "effective": {"samples": 570, "low": 500, "high": 590},
        "volume": "too_few",
        "previews": [{"id": "볼트/1.png", "input_image": "iVBORw0KGgo=", "target_text": "볼트"}],
    }
)


def prototype(steps: int = 100) -> PrototypeResult:
    """A result; two with other ``steps`` differ. Its last loss is not a number, which happens."""
    return PrototypeResult.model_validate(
        {
            "system": "image_classification",
            "data": "부품 사진",
            "metric": "accuracy",
            "model": {"name": "model", "value": 0.9, "low": 0.8, "high": 0.95},
            "baselines": [{"name": "majority", "value": 0.5, "low": 0.4, "high": 0.6}],
            "outcome": "better",
            "train_samples": 400,
            "validation_samples": 100,
            "test_samples": 100,
            "classes": ["볼트", "너트"],
            "confusion": [[45, 5], [5, 45]],
            "seconds": 30.5,
            "steps": steps,
            "parameters": 70000,
            "image_size": 64,
            "finished": "budget",
            "parity": 1e-6,
            "model_bytes": 280000,
            "milliseconds_per_sample": 1.5,
            "seed": 0,
            "curve": [{"seconds": 1.0, "step": 1, "loss": 0.7}],
            "predictions": [
                {
                    "id": "볼트/1.png",
                    "truth": "볼트",
                    "predicted": "너트",
                    "score": 0.6,
                    "scores": {"볼트": 0.4, "너트": 0.6},
                    "seen": "new",
                    "picture": "0.png",
                }
            ],
        }
    )


def run_folder(
    folder: Path, model: bytes = b"onnx" * 50, pictures: tuple[bytes, ...] = (b"p0", b"p1")
) -> Path:
    """A folder as training leaves it."""
    (folder / "pictures").mkdir(parents=True)
    (folder / "model.onnx").write_bytes(model)
    for index, picture in enumerate(pictures):
        (folder / "pictures" / f"{index}.png").write_bytes(picture)
    return folder
