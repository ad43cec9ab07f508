"""Audits made up for the data page's tests and pictures: a table, a mixed set, and a very large one.

``look`` stands in for the audit's job: it says the same again, as it was corrected.
"""

from __future__ import annotations

import base64
import io
import json
import time
from pathlib import Path

from PIL import Image, ImageDraw

from engine.audit.types import (
    Audit,
    ChoiceSaid,
    Counts,
    Effective,
    Evidence,
    Finding,
    FindingSample,
    ModalityPair,
    OptionSaid,
    PartSaid,
    Preview,
)
from engine.dataset.corrections import Corrections
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter

USES = tuple(OptionSaid(id=use, key=f"use_{use}") for use in ("input", "target", "ignore"))
SLOW = "slow"  # a sample of this name takes long to look at


def look(params: dict[str, Json], reporter: Reporter) -> Json:
    """The audit that lies in the file at ``path`` (for a folder a mixed set), as it is corrected."""
    path = Path(str(params["path"]))
    reporter.progress(1, 4, "examining")
    while path.stem == SLOW:
        time.sleep(0.01)
    audit = mixed_audit() if path.is_dir() else Audit.model_validate_json(path.read_text(encoding="utf-8"))
    corrections = Corrections.model_validate(params.get("corrections", {}))
    if not set(corrections.columns) <= set(audit.columns):
        raise UserError("path_missing", path="a column")
    answer: Json = json.loads(corrected(audit, corrections).model_dump_json())
    return answer


def corrected(audit: Audit, corrections: Corrections) -> Audit:
    """The audit as it is with corrections."""
    choices = []
    for choice in audit.choices:
        said = getattr(corrections, choice.kind)
        said = said.get(choice.subject) if isinstance(said, dict) else said
        choices.append(choice.model_copy(update={"chosen": said or choice.guessed}))
    return audit.model_copy(update={"choices": tuple(choices), "corrections": corrections})


def table_audit(columns: int = 6) -> Audit:
    """A table in which the target, the source of labels and the encoding are left open."""
    names = (
        "고객 등급",
        "방문 횟수",
        "age",
        "label",
        "memo",
        "region",
        *(f"feature_{n}" for n in range(columns)),
    )
    names = names[:columns]
    return Audit(
        name="customers.csv",
        path="/client/customers.csv",
        form="paired",
        confidence=0.64,
        layout="table",
        evidence=(
            Evidence(key="table_read", values={"columns": columns, "files": 1}),
            Evidence(key="target_column_guessed", values={"column": "label"}),
            Evidence(key="other_columns_possible"),
        ),
        modality=ModalityPair(input="table", target="category"),
        counts=Counts(inputs=480, pairs=470, unmatched_inputs=10, unmatched_targets=0, classes=3),
        class_sizes={"yes": 301, "no": 168, "아주 긴 이름이 붙은, 끝까지 다 보이지 않을 수도 있는 분류": 1},
        findings=(Finding(kind="missing_values", severity="note", count=12),),
        effective=Effective(samples=455, low=380, high=470),
        volume="too_few",
        previews=tuple(_row(number, names) for number in range(8)),
        columns=names,
        systems=("image_classification",),
        choices=(
            *(_column(name, "target" if name == "label" else "input") for name in names),
            _labels(),
            _encoding(),
        ),
    )


def ratings_audit(path: Path) -> Audit:
    """What the engine says of the table that the tests make, as far as it matters here."""
    names = ("age", "visits", "label")
    cells = "age: 0\nvisits: 20"
    return table_audit().model_copy(
        update={
            "path": str(path),
            "columns": names,
            "previews": (Preview(id=f"{path.name}#1", input_text=cells, target_text="no"),),
            "choices": tuple(_column(name, "target" if name == "label" else "input") for name in names),
        }
    )


def mixed_audit(parts: int = 3, classes: int = 5) -> Audit:
    """A set of several parts, in folders with long Korean names."""
    return Audit(
        name="현장 자료",
        path="/client/현장 자료",
        form="paired",
        confidence=0.81,
        layout="mixed",
        evidence=(Evidence(key="sets_in_folders", values={"count": parts, "names": "사진, 도면, 기록"}),),
        modality=ModalityPair(input="mixed", target="mixed"),
        counts=Counts(
            inputs=12_480, pairs=9_120, unmatched_inputs=3_360, unmatched_targets=41, classes=classes
        ),
        class_sizes={f"불량 유형 {number:05}": 1 + 7_000 // (number + 1) for number in range(classes)},
        findings=(
            Finding(
                kind="unreadable",
                severity="serious",
                count=2,
                samples=(
                    FindingSample(id="사진/2019년 하반기 현장 점검/깨진 사진.jpg", detail="damaged_image"),
                    FindingSample(id="사진/빈 파일.png", detail="empty_file"),
                ),
            ),
            Finding(kind="exact_duplicates", severity="warning", count=310),
        ),
        effective=Effective(samples=11_200, low=9_800, high=12_100),
        volume="many",
        previews=tuple(_sight(number) for number in range(10)),
        systems=("image_classification", "pix2pix"),
        splits={"train": 10_000, "test": 2_480},
        parts=tuple(_part(number) for number in range(parts)),
        choices=(
            _folder("사진/2019년 하반기 현장 점검 결과 (최종본) 복사본", "input"),
            _folder("도면", "target"),
            _pairing(),
        ),
    )


def _row(number: int, names: tuple[str, ...]) -> Preview:
    cells = "\n".join(f"{name}: {number * 7 + place}" for place, name in enumerate(names) if name != "label")
    return Preview(id=f"customers.csv#{number}", input_text=cells, target_text="yes" if number % 3 else "no")


def _sight(number: int) -> Preview:
    """A pair of pictures, a sound with its words, a text with its picture, by turns."""
    kind = number % 3
    if kind == 0:
        return Preview(
            id=f"사진/{number}.png",
            input_image=draw_sight(number, False),
            target_image=draw_sight(number, True),
        )
    if kind == 1:
        words = "오늘 점검한 설비에는 이상이 없었고, 다음 점검은 석 달 뒤에 합니다."
        return Preview(id=f"기록/{number}.wav", input_image=draw_sight(number, False), target_text=words)
    return Preview(
        id=f"도면/{number}.txt", input_text="밸브 두 개가 달린 관", target_image=draw_sight(number, True)
    )


def draw_sight(number: int, edges: bool = False) -> str:
    """A small picture, base64."""
    picture = Image.new("RGB", (160, 120), "white" if edges else (90 + 9 * number, 140, 190))
    pen = ImageDraw.Draw(picture)
    pen.ellipse(
        (30 + 3 * number, 20, 110, 100), outline="black", fill=None if edges else (230, 190, 60), width=3
    )
    file = io.BytesIO()
    picture.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode("ascii")


def _part(number: int) -> PartSaid:
    inputs_only = number % 3 == 2
    return PartSaid(
        name=f"{('사진', '도면', '기록')[number % 3]} {number}/2019년 하반기 현장 점검 결과 원본 자료 모음",
        form="input_only" if inputs_only else "paired",
        confidence=0.62 if inputs_only else 0.93,
        layout="flat_folder" if inputs_only else "class_folders",
        modality=ModalityPair(input="image", target=None if inputs_only else "category"),
        counts=Counts(
            inputs=4_160,
            pairs=0 if inputs_only else 4_100,
            unmatched_inputs=4_160 if inputs_only else 60,
            unmatched_targets=0,
            classes=0 if inputs_only else 5,
        ),
        systems=("colourisation", "image_generator") if inputs_only else ("image_classification",),
        evidence=(
            Evidence(key="flat_heap", values={"files": 4_160})
            if inputs_only
            else Evidence(key="folders_name_classes", values={"classes": 5, "files": 4_160}),
        ),
    )


def _column(name: str, guess: str) -> ChoiceSaid:
    why = Evidence(key="target_column_guessed", values={"column": name}) if guess == "target" else None
    return ChoiceSaid(kind="columns", subject=name, options=USES, chosen=guess, guessed=guess, why=why)


def _folder(name: str, guess: str) -> ChoiceSaid:
    return ChoiceSaid(kind="folders", subject=name, options=USES, chosen=guess, guessed=guess)


def _labels() -> ChoiceSaid:
    options = (
        OptionSaid(id="column:label", key="layout_table", covers=480),
        OptionSaid(id="name", key="layout_named_files", covers=212),
        OptionSaid(id="none", key="no_target_column"),
    )
    why = Evidence(key="target_column_named", values={"column": "label"})
    return ChoiceSaid(kind="labels", options=options, chosen="column:label", guessed="column:label", why=why)


def _encoding() -> ChoiceSaid:
    options = (
        OptionSaid(id="utf-8", key="encoding_utf", values={"sample": "고객 등급,방문 횟수,age"}, covers=1),
        OptionSaid(
            id="cp949", key="encoding_cp949", values={"sample": "怨좉컼 �벑湲�,諛⑸Ц �슏�닔,age"}, covers=1
        ),
    )
    return ChoiceSaid(kind="encoding", options=options, chosen="utf-8", guessed="utf-8")


def _pairing() -> ChoiceSaid:
    options = (
        OptionSaid(id="names", key="layout_text_pairs", covers=9_120),
        OptionSaid(id="none", key="names_do_not_meet"),
    )
    return ChoiceSaid(kind="pairing", options=options, chosen="names", guessed="names")
