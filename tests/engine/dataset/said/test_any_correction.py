"""Whatever is said of whatever set: it opens as said, or a sentence says why not."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset import open_dataset
from engine.dataset.corrections import Corrections
from engine.errors import UserError
from engine.texts import catalogue

SETS = ("classes", "pairs", "domains", "voc", "table", "texts", "heap", "names", "mixed")
COLUMNS = ("번호", "리뷰", "별점", "label", "a.b", "{x}")
FOLDERS = (
    "cat",
    "dog",
    "images",
    "masks",
    "annotations",
    "A",
    "B",
    "one",
    "one/masks",
    "pos",
    ".",
    "/",
    "..",
)
NAMES = st.one_of(st.sampled_from((*COLUMNS, *FOLDERS)), st.text(max_size=6))
USES = st.sampled_from(("input", "target", "ignore"))
SOURCES = (
    "none", "parts", "as_found", "folder:0", "folder:1", "folder:path", "name:0", "name:1", "name:9",
    "sidecar:xml", "pairs:paired_folders", "column:별점", "column:", "list:", "folder:-1", "name:²",
)  # fmt: skip
LABELS = st.one_of(st.sampled_from(SOURCES), st.text(max_size=8))
CODECS = ("utf-8", "cp949", "utf-16", "latin-1", "cp037", "hz", "utf-7", "rot13", "zlib", "idna", "mbcs")
ENCODINGS = st.one_of(st.sampled_from(CODECS), st.text(max_size=5))
SAID = st.builds(
    Corrections,
    columns=st.dictionaries(NAMES, USES, max_size=2),
    folders=st.dictionaries(NAMES, USES, max_size=2),
    pairing=st.one_of(st.none(), st.sampled_from(("names", "numbers", "order", "none"))),
    encoding=st.one_of(st.none(), st.none(), ENCODINGS),
    labels=st.one_of(st.none(), LABELS),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(SETS), said=SAID)
def test_a_correction_is_taken_or_refused_in_words(
    made: dict[str, Path], name: str, said: Corrections
) -> None:
    try:
        dataset = open_dataset(made[name], said)
    except UserError as error:
        refused = error
    else:
        refused = None
    if refused is not None:
        assert refused.sentence("ko") != refused.sentence("en")
        return
    recognition = dataset.recognition
    samples = list(dataset.samples())
    tied = sum(sample.target is not None for sample in samples)
    lone = list(dataset.unmatched_targets())
    list(dataset.ignored())
    assert len({sample.id for sample in samples}) == len(samples)
    assert not tied or recognition.form == "paired"
    assert not lone or recognition.form != "input_only"
    if said.labels == "none":
        assert (tied, recognition.form) == (0, "input_only")
    words = catalogue("findings")
    for key, values in recognition.evidence:
        assert words.say(key, "ko", **values)
    for choice in recognition.choices:
        assert len({option.id for option in choice.options}) == len(choice.options) > 1
        assert {choice.chosen, choice.guessed} <= {option.id for option in choice.options}
        assert all(words.say(option.key, "en", **option.values) for option in choice.options)
