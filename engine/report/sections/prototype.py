"""Prototype results: the metric beside its baselines, and what the model said of pictures."""

from __future__ import annotations

from engine.case.types import PrototypeRecord
from engine.prototypes.comparing import best_of_their_kind
from engine.prototypes.figures import bars, figure, with_interval
from engine.prototypes.origin import began_from
from engine.prototypes.types import Prediction, PrototypeResult
from engine.report.pictures import readable_picture
from engine.report.quoting import Quoting, joined
from engine.report.sections.material import Material
from engine.report.sections.more_data import more_data
from engine.report.types import (
    Bars,
    Block,
    Paragraph,
    Picture,
    PictureGrid,
    ReportSection,
    Subheading,
    Table,
)
from engine.report.words import size

PICTURES = 20
FOR_CLIENT = 5
CONFUSION_CLASSES = 8


def prototype_section(material: Material) -> ReportSection:
    """The newest run of each system, the newest first; then whether more data would help."""
    words = material.words
    newest = {record.result.system: record for record in sorted(material.state.prototypes, key=order)}
    blocks: list[Block] = []
    for record in sorted(newest.values(), key=order, reverse=True):
        blocks += run(material, record, first=not blocks)
    if len(material.state.prototypes) > 1 and not material.for_client:
        blocks += [Subheading(words.say("runs_heading")), all_runs(material)]
    for measured in material.state.more_data:
        blocks += more_data(material, measured.found)
    if not blocks:
        blocks.append(Paragraph(material.empty("prototype_none")))
    return ReportSection(words.say("section_prototype"), tuple(blocks), id="prototype")


def order(record: PrototypeRecord) -> int:
    """When the run was recorded."""
    return record.order


def run(material: Material, record: PrototypeRecord, *, first: bool) -> list[Block]:
    """One run: outcome in words, bars, pictures, how it was trained; the ``first`` explains the words too."""
    words, result = material.words, record.result
    best = next(iter(result.ranked()), None)
    blocks: list[Block] = []
    if best is not None:
        meaning = words.say(
            f"outcome_{result.outcome}_means",
            count=f"{result.test_samples:,}",
            metric=words.lookup("prototypes", result.metric),
            model=figure(result.model.value, result.unit),
            baseline=words.lookup("prototypes", best.name),
            value=figure(best.value, result.unit),
        )
        system = words.lookup("prototypes", result.system)
        outcome = words.say(f"outcome_{result.outcome}")
        blocks += [Subheading(words.say("run_heading", system=system, outcome=outcome)), Paragraph(meaning)]
    scores = (result.model, *result.baselines)
    hint = "bars_hint" if result.higher_is_better else "bars_hint_lower"
    rows = tuple(
        (words.lookup("prototypes", bar.name), bar.value, bar.low, bar.high, bar.words)
        for bar in bars(scores, result.unit)
    )
    blocks += [
        Bars(rows),
        Paragraph(words.say(hint, metric=words.lookup("prototypes", result.metric)), hint=True),
        Paragraph(judged(material, result), hint=True),
    ]
    if first:
        blocks += [
            Paragraph(words.say("seen_explained")),
            Paragraph(words.say("prototype_caution"), hint=True),
        ]
    pictures = grid(material, record)
    if pictures:
        shown, everything = f"{len(pictures)}", f"{len(result.predictions):,}"
        blocks += [
            Subheading(words.say("pictures_heading")),
            Paragraph(words.say("pictures_hint", shown=shown, all=everything), hint=True),
            PictureGrid(pictures),
        ]
    if material.for_client:
        return blocks
    if 0 < len(result.classes) <= CONFUSION_CLASSES:
        blocks += [Subheading(words.say("confusion_heading")), confusion(material, result)]
    blocks += [Subheading(words.say("training_heading")), training(material, result)]
    return blocks


def all_runs(material: Material) -> Table:
    """Every run that the case keeps, in its order; of those that can be compared the best is named."""
    words = material.words
    results = [record.result for record in material.state.prototypes]
    best = best_of_their_kind(results)
    rows = []
    for place, result in enumerate(results):
        model, simple = with_interval(result.model, result.unit), next(iter(result.ranked()), None)
        rows.append(
            (
                words.lookup("prototypes", result.system),
                Quoting(result.data),
                words.lookup("prototypes", result.metric),
                words.say("runs_best", figure=model) if place in best else model,
                words.say("nothing") if simple is None else figure(simple.value, result.unit),
                words.say(f"outcome_{result.outcome}"),
                words.say("row_time_value", seconds=f"{result.seconds:.0f}", steps=f"{result.steps:,}"),
            )
        )
    names = ("run", "data", "metric", "model", "simple", "outcome", "time")
    header = tuple(words.say("row_data" if name == "data" else f"column_{name}") for name in names)
    return Table(header, tuple(rows), widths=(4, 3, 3, 5, 3, 4, 4), fine=True)


def judged(material: Material, result: PrototypeResult) -> str:
    """The difference, the further figures, in how many splits it was judged, from what weights it started."""
    words = material.words
    sentences = []
    if result.difference is not None:
        ends = {
            name: figure(getattr(result.difference, name), result.unit, signed=True)
            for name in ("value", "low", "high")
        }
        sentences.append(words.say("prototype_difference", **ends))
    if result.beside:
        told = [
            f"{words.lookup('prototypes', name)} {figure(value, 'number')}"
            for name, value in result.beside.items()
        ]
        sentences.append(words.say("prototype_beside", figures=", ".join(told)))
    if result.repeats > 1:
        sentences.append(words.say("prototype_repeats", count=f"{result.repeats:,}"))
    sentences.append(began_from(result, words.language))
    return " ".join(sentences)


def grid(material: Material, record: PrototypeRecord) -> tuple[Picture, ...]:
    """Pictures with what was said of them: wrong ones first, but room is kept for others."""
    found: list[tuple[Prediction, bytes]] = []
    wrong = [prediction for prediction in record.result.predictions if prediction.right is False]
    others = [prediction for prediction in record.result.predictions if prediction.right is not False]
    whole = FOR_CLIENT if material.for_client else PICTURES
    room = max(whole // 2, whole - len(others))
    for predictions, most in ((wrong, room), (others, whole)):
        for prediction in predictions:
            key = record.pictures.get(prediction.picture or "")
            data = None if key is None or len(found) >= most else readable_picture(material.blob, key)
            if data is not None:
                found.append((prediction, data))
    return tuple(Picture(data, caption(material, p, record.result), p.right) for p, data in found)


def caption(material: Material, prediction: Prediction, result: PrototypeResult) -> str:
    """Right or wrong, fitted or new; then what was predicted and what is true."""
    words = material.words
    seen = words.say(f"seen_{prediction.seen}")
    if prediction.score is None:
        return _measured(prediction, seen, result)
    mark = {True: "mark_right", False: "mark_wrong", None: "mark_open"}[prediction.right]
    head = words.say("picture_head", mark=words.say(mark), seen=seen)
    predicted = words.say(
        "picture_predicted", predicted=Quoting(prediction.predicted), score=f"{prediction.score:.2f}"
    )
    if prediction.truth is None:
        return joined("\n", (head, predicted))
    return joined("\n", (head, predicted, words.say("picture_truth", truth=Quoting(prediction.truth))))


def _measured(prediction: Prediction, seen: str, result: PrototypeResult) -> str:
    """Of an answer that is neither right nor wrong: the metric of this sample alone, and its words if any."""
    head = seen if prediction.figure is None else f"{figure(prediction.figure, result.unit)} · {seen}"
    return joined("\n", (head, Quoting(prediction.predicted))) if prediction.predicted else head


def confusion(material: Material, result: PrototypeResult) -> Table:
    """Test samples by truth (rows) and prediction (columns)."""
    header = (material.words.say("confusion_corner"), *(Quoting(name) for name in result.classes))
    rows = tuple(
        (Quoting(name), *(f"{count:,}" for count in counts))
        for name, counts in zip(result.classes, result.confusion, strict=True)
    )
    return Table(header, rows, widths=(3, *(2 for _ in result.classes)))


def training(material: Material, result: PrototypeResult) -> Table:
    """What was trained, on what, for how long."""
    words = material.words
    counts = {"train": result.train_samples, "validation": result.validation_samples}
    split = {name: f"{count:,}" for name, count in {**counts, "test": result.test_samples}.items()}
    time = "row_time_early" if result.finished == "finish_now" else "row_time_value"
    model = words.say(
        "row_model_value",
        parameters=f"{result.parameters:,}",
        size=size(result.model_bytes),
        milliseconds=f"{result.milliseconds_per_sample:.1f}",
    )
    rows = (
        ("row_data", Quoting(result.data)),
        ("row_split", words.say("row_split_value", **split)),
        ("row_time", words.say(time, seconds=f"{result.seconds:.0f}", steps=f"{result.steps:,}")),
        ("row_model", model),
        ("row_parity", f"{result.parity:.1e}"),
    )
    header = (words.say("column_item"), words.say("column_value"))
    return Table(header, tuple((words.say(key), value) for key, value in rows), widths=(2, 5))
