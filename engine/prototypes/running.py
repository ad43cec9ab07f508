"""The job that runs a model of ours on a file, a folder or an archive, and writes or shows what it said."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from onnxruntime import NodeArg

from engine.dataset import open_dataset
from engine.dataset.corrections import corrections_in
from engine.dataset.types import Dataset
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.gallery import png
from engine.prototypes.own_picture import own_picture
from engine.prototypes.registry import find_system
from engine.prototypes.showing import answers_of, predicted
from engine.prototypes.system import Codec, Outputs, Prepared, Unread
from engine.runtime.model import RUN_ERRORS, open_session, read_card
from engine.runtime.types import Prediction, Seen, worst_first

FILES = ("predictions.json", "predictions.csv", "pictures")
FORMULA_STARTS = ("=", "+", "-", "@")
LOT = 64
MOST_PICTURES = 200
"""As many results are drawn at most when they are written to a folder."""


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """Run ``model`` (an ONNX file of ours) on ``path``; write the predictions into the folder ``out``
    unless that is None.

    ``corrections`` (optional): what the user said of the set where it was guessed wrong;
    ``previews``: of how many predictions the result has ``pictures``, id → PNG as base64.
    Returns ``{"predictions": [Prediction …], "unreadable": [{"path", "reason"} …],
    "pictures": {…}}``, wrong ones first; a file that can't be read stops nothing. Raises UserError
    when the model or the path as a whole is unusable, or when there is nothing to run on.
    """
    out = None if params.get("out") is None else Path(str(params["out"]))
    if out is not None and out.exists() and not out.is_dir():
        raise UserError("out_not_folder", path=str(out))
    if out is not None and any((out / name).exists() for name in FILES):
        raise UserError("out_not_empty", path=str(out))
    reporter.emit("stage", name="reading")
    model = OpenedModel(Path(str(params["model"])))
    dataset = open_dataset(Path(str(params["path"])), corrections_in(params))
    reporter.emit("stage", name="running")
    previews = params.get("previews", 0)
    wanted = MOST_PICTURES if out is not None else previews if isinstance(previews, int) else 0
    predictions, unreadable, pictures = model.run_on(dataset, wanted, reporter)
    if not predictions and not unreadable:
        raise UserError("nothing_to_run_on", name=dataset.name)
    if out is not None:
        predictions = tuple(
            one.model_copy(update={"picture": f"{place:03d}.png"}) if one.id in pictures else one
            for place, one in enumerate(predictions, start=1)
        )
    listed: list[Json] = [prediction.model_dump(mode="json") for prediction in predictions]
    result: dict[str, Json] = {"predictions": listed, "unreadable": unreadable}
    if out is not None:
        drawn = {f"pictures/{one.picture}": pictures[one.id] for one in predictions if one.picture}
        _write_all(
            out,
            {
                "predictions.json": json.dumps(result, ensure_ascii=False, indent=1).encode(),
                "predictions.csv": _csv(predictions).encode("utf-8-sig"),
                **drawn,
            },
        )
        return result
    return {**result, "pictures": {key: base64.b64encode(data).decode() for key, data in pictures.items()}}


class OpenedModel:
    """A file of ours with the codec that it asks for. Raises UserError for any other file."""

    def __init__(self, path: Path) -> None:
        self.session = open_session(path)
        self.card = read_card(self.session, path.name)
        system = find_system(self.card.system)
        try:
            codec: Codec[Prepared] = system.codec(dict(self.card.settings))
        except (ValueError, TypeError, KeyError) as error:
            raise UserError("model_metadata_broken", name=path.name) from error
        self.codec, self._name = codec, path.name
        if [node.name for node in self._nodes()] != [port.name for port in (*codec.inputs, *codec.outputs)]:
            raise self._misfit()

    def run_on(
        self, dataset: Dataset, wanted: int, reporter: Reporter
    ) -> tuple[tuple[Prediction, ...], list[Json], dict[str, bytes]]:
        """Every sample of the data set: what the model says of it, what couldn't be read, and the first
        ``wanted`` results drawn."""
        unreadable: list[Json] = [{"path": file.path, "reason": file.reason} for file in dataset.ignored()]
        predictions: list[Prediction] = []
        pictures: dict[str, bytes] = {}
        lot: list[Prepared] = []
        for done, one in enumerate(self.codec.read_all(dataset), start=1):
            if isinstance(one, Unread):
                unreadable.append({"path": one.path, "reason": one.reason})
            else:
                lot.append(one)
            if len(lot) == LOT:
                predictions += self._answer(lot, dataset, wanted, pictures)
                lot = []
            reporter.progress(done, dataset.recognition.expected, "running")
        predictions += self._answer(lot, dataset, wanted, pictures)
        return worst_first(predictions), unreadable, pictures

    def outputs(self, lot: Sequence[Prepared]) -> list[tuple[Prepared, Outputs]]:
        """Each sample with the file's outputs for it. Raises UserError where its shapes are not those that
        it tells of itself."""
        try:
            return answers_of(self.codec, lot, self.session)
        except RUN_ERRORS as error:
            raise self._misfit() from error

    def _predicted(self, one: Prepared, outputs: Outputs, seen: Seen) -> Prediction:
        try:
            return predicted(self.codec, one, outputs, seen, None)
        except (IndexError, ValueError) as error:
            raise self._misfit() from error

    def _misfit(self) -> UserError:
        wanted = [port.name for port in (*self.codec.inputs, *self.codec.outputs)]
        found = [f"{node.name} {node.shape}" for node in self._nodes()]
        return UserError(
            "model_wrong_shape", name=self._name, found=", ".join(found), wanted=", ".join(wanted)
        )

    def _nodes(self) -> list[NodeArg]:
        return [*self.session.get_inputs(), *self.session.get_outputs()]

    def _answer(
        self, lot: list[Prepared], dataset: Dataset, wanted: int, pictures: dict[str, bytes]
    ) -> list[Prediction]:
        said: list[Prediction] = []
        for one, outputs in self.outputs(lot):
            seen: Seen = "fitted" if one.fingerprint in self.card.fitted else "new"
            said.append(self._predicted(one, outputs, seen))
            if len(pictures) < wanted:
                drawn = self.codec.draw(one, outputs)
                data = own_picture(dataset, one.id) if drawn is None else png(drawn)
                if data is not None:
                    pictures[one.id] = data
        return said


def _csv(predictions: tuple[Prediction, ...]) -> str:
    """A table that spreadsheets open: a row a sample; a name can't become a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["id", "truth", "predicted", "score", "right", "seen", "picture"])
    for prediction in predictions:
        texts = [prediction.id, prediction.truth or "", prediction.predicted]
        right = "" if prediction.right is None else str(prediction.right).lower()
        score = "" if prediction.score is None else f"{prediction.score:.4f}"
        writer.writerow([*map(_plain, texts), score, right, prediction.seen, prediction.picture or ""])
    return buffer.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _write_all(out: Path, files: dict[str, bytes]) -> None:
    """Write each file whole or not at all. Raises UserError where the folder can't be written to."""
    try:
        for name, data in files.items():
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f".{target.name}.partial")
            partial.write_bytes(data)
            partial.replace(target)
    except OSError as error:
        raise UserError("out_not_writable", path=str(out), reason=error.strerror or str(error)) from error
