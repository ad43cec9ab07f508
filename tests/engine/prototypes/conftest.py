"""What lies beside the tests can be imported by them; a hand-made model of ours needs no training."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def tint_model(tmp_path_factory) -> Path:
    """Says red, green or blue: whichever channel is the brightest."""
    from hand_made_models import save_tint_model

    return save_tint_model(tmp_path_factory.mktemp("models") / "tint.onnx")
