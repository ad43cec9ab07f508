"""Labels of masks are called as a file beside them says."""

from __future__ import annotations

import pytest

from engine.dataset.roots import open_tree
from engine.prototypes.pictures.mask_names import with_names
from engine.prototypes.pictures.masks import Legend

COLOURED = Legend(((0, 0, 0), (128, 0, 0), (0, 128, 0)), 0)
NUMBERED = Legend(((0, 0, 0), (1, 1, 1), (2, 2, 2)), 0)


@pytest.mark.parametrize(
    ("legend", "name", "text"),
    [
        (COLOURED, "class_dict.csv", "name,r,g,b\nvoid,0,0,0\nred car,128,0,0\nroad,0,128,0\n"),
        (COLOURED, "labelmap.txt", "# label:color_rgb\nvoid:0,0,0::\nred car:128,0,0::\nroad:0,128,0::"),
        (COLOURED, "label_colors.txt", "0 0 0\tvoid\n128 0 0\tred car\n0 128 0\troad\n64 64 0\tsky\n"),
        (NUMBERED, "classes.txt", "void\nred car\nroad\n"),
        (NUMBERED, "labels.txt", "0: void\n1: red car\n2: road\n"),
        (NUMBERED, "클래스.csv", "이름,번호\nvoid,0\nred car,1\nroad,2\n"),
    ],
)  # fmt: skip
def test_a_file_beside_names_the_labels(legend, name, text, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert with_names(legend, open_tree(tmp_path)).names == ("void", "red car", "road")


@pytest.mark.parametrize("text", ["void\nred car\n", "red car\nroad\nsky\n"])
def test_a_file_that_lacks_a_label_names_none(text, tmp_path):
    (tmp_path / "classes.txt").write_text(text)
    assert with_names(NUMBERED, open_tree(tmp_path)) == NUMBERED
