from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import UserError
from engine.prototypes import list_systems
from engine.prototypes.registry import find_system


def test_image_classification_is_listed_in_both_languages():
    card = next(card for card in list_systems() if card.name == "image_classification")
    assert "class_folders" in card.takes
    assert card.metric == "accuracy"
    assert card.title.ko != card.title.en


def test_an_unknown_system_names_those_there_are():
    with pytest.raises(UserError) as caught:
        find_system("mind_reading")
    assert "image_classification" in caught.value.sentence("ko")


def test_listing_imports_nothing_heavy():
    code = (
        "import sys; from engine.prototypes import list_systems; assert list_systems();"
        "heavy = {'torch', 'sklearn', 'scipy', 'onnx', 'onnxruntime', 'pandas'} & set(sys.modules);"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
