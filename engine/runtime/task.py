"""The job that runs a model on a file, a folder or an archive, and writes what it said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from engine.dataset import UnreadableFileError, load_picture, open_dataset
from engine.dataset.corrections import corrections_in
from engine.dataset.types import Dataset, Sample
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.runtime.classifier import BATCH, Classifier
from engine.runtime.preprocess import fingerprint
from engine.runtime.types import ClassScores, Prediction, wrong_first

FILES = ("predictions.json", "predictions.csv")
FORMULA_STARTS = ("=", "+", "-", "@")


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """Run ``model`` (an ONNX file of ours) on ``path``; write the predictions into the folder ``out``
    unless that is None.

    ``corrections`` (optional): what the user said of the set where it was guessed wrong.
    Returns ``{"predictions": [Prediction …], "unreadable": [{"path", "reason"} …]}``, wrong
    ones first; a file that can't be read stops nothing. Raises UserError when the model or
    the path as a whole is unusable, or when there is no picture to run on.
    """
    out = None if params.get("out") is None else Path(str(params["out"]))
    if out is not None and out.exists() and not out.is_dir():
        raise UserError("out_not_folder", path=str(out))
    if out is not None and any((out / name).exists() for name in FILES):
        raise UserError("out_not_empty", path=str(out))
    reporter.emit("stage", name="reading")
    classifier = Classifier.open(Path(str(params["model"])))
    dataset = open_dataset(Path(str(params["path"])), corrections_in(params))
    reporter.emit("stage", name="running")
    predictions, unreadable = run_on(classifier, dataset, reporter)
    if not predictions and not unreadable:
        raise UserError("no_pictures", name=dataset.name)
    result: dict[str, Json] = {
        "predictions": [prediction.model_dump(mode="json") for prediction in predictions],
        "unreadable": unreadable,
    }
    if out is not None:
        _write_all(
            out,
            {
                "predictions.json": json.dumps(result, ensure_ascii=False, indent=1).encode(),
                "predictions.csv": _csv(predictions).encode("utf-8-sig"),
            },
        )
    return result


def run_on(
    classifier: Classifier, dataset: Dataset, reporter: Reporter
) -> tuple[tuple[Prediction, ...], list[Json]]:
    """Every picture of the data set: what the model says of it, and what couldn't be read."""
    samples = [sample for sample in dataset.samples() if sample.input.modality == "image"]
    unreadable: list[Json] = [{"path": file.path, "reason": file.reason} for file in dataset.ignored()]
    predictions: list[Prediction] = []
    for start in range(0, len(samples), BATCH):
        batch = list(_load(samples[start : start + BATCH], dataset, unreadable))
        answers = classifier.predict([picture for _, picture in batch])
        for (sample, picture), answer in zip(batch, answers, strict=True):
            predictions.append(_prediction(sample, picture, answer, classifier))
        reporter.progress(min(start + BATCH, len(samples)), len(samples), "running")
    return wrong_first(predictions), unreadable


def _load(
    samples: list[Sample], dataset: Dataset, unreadable: list[Json]
) -> Iterator[tuple[Sample, Image.Image]]:
    for sample in samples:
        path = sample.input.path
        if path is None:
            continue
        try:
            yield sample, load_picture(dataset.tree.read(path))
        except UnreadableFileError as error:
            unreadable.append({"path": path, "reason": error.reason})


def _prediction(
    sample: Sample, picture: Image.Image, answer: ClassScores, classifier: Classifier
) -> Prediction:
    target = sample.target
    # A folder that is not one of the classes ("batch 3") says nothing about the truth.
    known = target is not None and target.modality == "category" and target.value in classifier.classes
    return Prediction(
        id=sample.id,
        truth=str(target.value) if target is not None and known else None,
        predicted=answer.predicted,
        score=answer.score,
        scores=answer.scores,
        seen="fitted" if fingerprint(picture) in classifier.card.fitted else "new",
    )


def _csv(predictions: tuple[Prediction, ...]) -> str:
    """A table that spreadsheets open: a row a picture; a name can't become a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["id", "truth", "predicted", "score", "right", "seen"])
    for prediction in predictions:
        texts = [prediction.id, prediction.truth or "", prediction.predicted]
        right = "" if prediction.right is None else str(prediction.right).lower()
        writer.writerow([*map(_plain, texts), f"{prediction.score:.4f}", right, prediction.seen])
    return buffer.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _write_all(out: Path, files: dict[str, bytes]) -> None:
    """Write each file whole or not at all. Raises UserError where the folder can't be written to."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            partial = out / f".{name}.partial"
            partial.write_bytes(data)
            partial.replace(out / name)
    except OSError as error:
        raise UserError("out_not_writable", path=str(out), reason=error.strerror or str(error)) from error
