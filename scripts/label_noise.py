"""Known noise put into real and drawn labels: what is found of it, beside cleanlab on the same features.

``python -m scripts.label_noise [--seeds 2] [--sets digits …]`` prints a row a set and noise. Of cleanlab
(``pip install "cleanlab>=2.9"``) the better of its two usual scores is taken, self confidence and
normalised margin, on chances held out by logistic regression on the same features.
"""

from __future__ import annotations

import argparse
import io
import json
import time
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from rich.console import Console
from rich.table import Table

from engine.audit.doubt.features import picture_features, row_features, text_features
from engine.audit.doubt.held_out import Floats, Ints, hold_out
from engine.audit.doubt.sounds import sound_features
from engine.audit.doubt.wrong_share import wrong_share

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
NOISE = (
    ("none", 0.0),
    *(("uniform", share) for share in (0.05, 0.1, 0.2, 0.3)),
    *((kind, share) for kind in ("pairs", "by_class", "annotator") for share in (0.1, 0.2)),
)
Labelled = tuple[Floats, Ints]


@dataclass(frozen=True)
class Row:
    """One set with one noise. Areas under the curve are NaN where nothing is wrong; ``theirs_claim``:
    the share of wrong labels as cleanlab has it."""

    name: str
    noise: str
    seed: int
    truth: float
    ours: float
    theirs: float
    known: bool
    share: float
    low: float
    high: float
    theirs_claim: float
    seconds: float


def compare(name: str, features: Floats, labels: Ints, kind: str, share: float, seed: int) -> Row:
    """Both on the same noise."""
    noisy = with_noise(labels, kind, share, seed)
    wrong = noisy != labels
    began = time.process_time()
    held_out = hold_out(features, [f"{label:04}" for label in noisy])
    found = wrong_share(held_out)
    seconds = time.process_time() - began
    scores, claim = cleanlab_scores(features, noisy)
    theirs = max((_area(wrong, -score) for score in scores), default=float("nan"))
    said = f"{kind} {share:.2f}"
    return Row(name, said, seed, float(wrong.mean()), _area(wrong, -held_out.fit), theirs, found.known,
               found.share, found.low, found.high, claim, seconds)  # fmt: skip


def with_noise(labels: Ints, kind: str, share: float, seed: int) -> Ints:
    """``uniform``; ``pairs``: to the next class; ``by_class``: twice as much in every other class;
    ``annotator``: all of it among the fifth that one of five has labelled."""
    rng = numpy.random.default_rng([seed, round(share * 100)])
    classes = int(labels.max()) + 1
    odds = numpy.full(len(labels), share)
    if kind == "by_class":
        odds = numpy.where(labels % 2 == 0, share * 4 / 3, share * 2 / 3)
    if kind == "annotator":
        odds = numpy.where(rng.random(len(labels)) < 0.2, min(0.95, 5 * share), 0.0)
    hit = rng.random(len(labels)) < odds
    steps = numpy.ones(len(labels), int) if kind == "pairs" else rng.integers(1, classes, len(labels))
    return numpy.where(hit, (labels + steps) % classes, labels).astype(numpy.int64)


def cleanlab_scores(features: Floats, labels: Ints) -> tuple[list[Floats], float]:
    """The scores of each sample (low: doubtful), and the share of labels that cleanlab calls wrong."""
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=400))
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        coded = numpy.unique(labels, return_inverse=True)[1]
        chances = cross_val_predict(model, features, coded, cv=folds, method="predict_proba")
        kinds = ("self_confidence", "normalized_margin")
        scores = [get_label_quality_scores(coded, chances, method=kind) for kind in kinds]
        return scores, float(find_label_issues(coded, chances, n_jobs=1).mean())


def _area(wrong: numpy.ndarray, score: Floats) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(wrong, score)) if 0 < wrong.sum() < len(wrong) else float("nan")


# Sets


def scikit(name: str) -> Labelled:
    """A set of scikit-learn's: rows as tables have them; of digits the pixels."""
    from sklearn import datasets

    loaded = getattr(datasets, f"load_{name}")()
    if name == "digits":
        return loaded.data.astype(numpy.float32), loaded.target.astype(numpy.int64)
    rows = [dict(zip(map(str, loaded.feature_names), map(str, row), strict=True)) for row in loaded.data]
    return row_features(rows), loaded.target.astype(numpy.int64)


def greek() -> Labelled:
    """Twenty-four letters, twenty drawings each."""
    paths = sorted((DATA / "a_omniglot_greek/data").rglob("*.png"))
    return _pictures((path.read_bytes() for path in paths), [path.parent.name for path in paths])


def letters() -> Labelled:
    """Over a hundred letters of several alphabets, twenty drawings each."""
    with zipfile.ZipFile(DATA / "i_archives_A/data/images_background_small1.zip") as held:
        names = sorted(name for name in held.namelist() if name.endswith(".png") and "__MACOSX" not in name)
        return _pictures((held.read(name) for name in names), [name.rpartition("/")[0] for name in names])


def webcams() -> Labelled:
    """Day and night."""
    paths = sorted((DATA / "a_daynight_classes/data").rglob("*.jpg"))
    return _pictures((path.read_bytes() for path in paths), [path.parent.name for path in paths])


def cells() -> Labelled:
    """Three kinds of blood cells, cut out of micrographs; very uneven."""
    import defusedxml.ElementTree
    from PIL import Image

    shown, labels = [], []
    for path in sorted((DATA / "b_bccd60_voc/data/Annotations").glob("*.xml")):
        root = defusedxml.ElementTree.parse(path).getroot()
        whole = Image.open(DATA / "b_bccd60_voc/data/JPEGImages" / f"{path.stem}.jpg").convert("RGB")
        for thing in root.iter("object"):
            box = [int(thing.find(f"bndbox/{side}").text) for side in ("xmin", "ymin", "xmax", "ymax")]
            if box[2] - box[0] > 8 and box[3] - box[1] > 8:
                shown.append(picture_features(numpy.asarray(whole.crop(box))))
                labels.append(thing.find("name").text)
    return numpy.stack(shown).astype(numpy.float32), _coded(labels)


def defects(count: int = 600, seed: int = 0) -> Labelled:
    """Drawn metal sheets: clean, scratched, with a hole, stained, dented."""
    import cv2

    rng = numpy.random.default_rng(seed)
    labels = rng.integers(0, 5, count)
    shown = []
    for label in labels.tolist():
        sheet = rng.normal(rng.uniform(110, 170), 8, (96, 96, 3)).clip(0, 255).astype(numpy.uint8)
        sheet = numpy.ascontiguousarray(cv2.GaussianBlur(sheet, (0, 0), rng.uniform(0.6, 2)))
        x, y = (int(n) for n in rng.integers(24, 72, 2))
        tone = int(rng.integers(20, 90))
        if label == 1:
            turn = rng.uniform(0, numpy.pi)
            step = rng.uniform(18, 40) * numpy.array([numpy.cos(turn), numpy.sin(turn)])
            cv2.line(
                sheet,
                (int(x - step[0]), int(y - step[1])),
                (int(x + step[0]), int(y + step[1])),
                (tone,) * 3,
                2,
            )
        elif label == 2:
            cv2.circle(sheet, (x, y), int(rng.integers(6, 14)), (tone,) * 3, -1)
        elif label == 3:
            stain = numpy.zeros((96, 96), numpy.float32)
            cv2.ellipse(
                stain,
                (x, y),
                (int(rng.integers(14, 26)), int(rng.integers(8, 18))),
                rng.uniform(0, 180),
                0,
                360,
                1,
                -1,
            )
            stain = cv2.GaussianBlur(stain, (0, 0), 5)[:, :, None] * numpy.array([70, 50, 20])
            sheet = (sheet - stain).clip(0, 255).astype(numpy.uint8)
        elif label == 4:
            cv2.circle(sheet, (x, y), int(rng.integers(8, 18)), (tone,) * 3, 2)
            cv2.circle(sheet, (x + 2, y + 2), int(rng.integers(6, 16)), (220,) * 3, 2)
        shown.append(picture_features(sheet))
    return numpy.stack(shown).astype(numpy.float32), labels.astype(numpy.int64)


def spoken() -> Labelled:
    """Digits spoken by six people."""
    return _sounds("f_fsdd_flat/data", lambda path: path.stem.split("_")[0])


def speakers() -> Labelled:
    """The same recordings, by who speaks."""
    return _sounds("f_fsdd_flat/data", lambda path: path.stem.split("_")[1])


def machines(count: int = 500, seed: int = 0) -> Labelled:
    """Drawn sounds of four states of a machine: running, whining, knocking, hissing."""
    rng = numpy.random.default_rng(seed)
    labels = rng.integers(0, 4, count)
    heard = []
    for label in labels.tolist():
        rate = int(rng.choice([16_000, 22_050]))
        at = numpy.arange(int(rate * rng.uniform(1, 2.5))) / rate
        base = rng.uniform(90, 140)
        sound = sum(numpy.sin(2 * numpy.pi * base * n * at + rng.uniform(0, 6)) / n for n in range(1, 6))
        sound = sound + rng.normal(size=len(at)) * rng.uniform(0.1, 0.5)
        if label == 1:
            sound = sound + rng.uniform(0.2, 0.8) * numpy.sin(2 * numpy.pi * rng.uniform(2000, 3500) * at)
        elif label == 2:
            knocks = (at * rng.uniform(4, 8)) % 1 < 0.05
            sound = sound + knocks * rng.normal(size=len(at)) * rng.uniform(1.5, 3)
        elif label == 3:
            hiss = numpy.diff(rng.normal(size=len(at) + 1))
            sound = sound + hiss * rng.uniform(0.5, 1.2)
        heard.append(sound_features((sound * rng.uniform(0.02, 0.15)).astype(numpy.float32), rate))
    return numpy.stack(heard), labels.astype(numpy.int64)


def penguins() -> Labelled:
    """Species, by measures of the body."""
    rows = json.loads((DATA / "e_vega_tables_A/data/penguins.json").read_text())
    told = [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]
    return row_features([{k: v for k, v in row.items() if k != "Species"} for row in told]), _coded(
        [row["Species"] for row in told]
    )


def weather() -> Labelled:
    """Sun, rain, fog …, by measures of the day that don't quite tell it."""
    import csv

    with (DATA / "e_vega_tables_A/data/seattle-weather.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    kept = [{k: v for k, v in row.items() if k not in ("weather", "date")} for row in rows]
    return row_features(kept), _coded([row["weather"] for row in rows])


def opinions() -> Labelled:
    """Korean film reviews, good or bad: too short for their pieces to tell."""
    path = next((DATA / "d_nsmc_tsv/data").iterdir())
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    told = [line for line in lines if len(line) == 3]
    return text_features([line[1] for line in told]), _coded([line[2] for line in told])


_TOPICS = {
    "배송": "배송이 택배가 기사님이 도착이 물건이 상자가 출고가"
    "|늦어요 아직 안 왔어요 빨라요 언제 오나요 지연됐어요 분실된 것 같아요",
    "환불": "환불을 취소를 반품을 카드 승인을 결제를 입금을"
    "|요청합니다 해 주세요 언제 되나요 아직 안 됐어요 처리 부탁드려요",
    "품질": "바느질이 색상이 재질이 마감이 두께가 냄새가"
    "|엉망이에요 사진과 달라요 좋아요 얇아요 심해요 만족스러워요",
    "계정": "로그인이 비밀번호가 인증번호가 아이디가 회원 탈퇴가 문자가"
    "|안 돼요 오지 않아요 기억이 안 나요 잠겼어요 틀렸대요",
    "크기": "사이즈가 허리가 소매가 기장이 발볼이 품이"
    "|작아요 커요 길어요 딱 맞아요 좁아요 평소보다 한 치수 커요",
}
_FILLERS = (
    "",
    "안녕하세요",
    "정말",
    "그런데",
    "어제부터",
    "문의드립니다",
    "ㅠㅠ",
    "감사합니다",
    "제가 산",
    "이번에도",
    "주문한 지 사흘인데",
)


def inquiries(count: int = 600, seed: int = 0) -> Labelled:
    """Drawn inquiries to a shop, in Korean, about five things."""
    rng = numpy.random.default_rng(seed)
    labels = rng.integers(0, len(_TOPICS), count)
    words = [[part.split(" ") for part in topic.split("|")] for topic in _TOPICS.values()]

    def said(label: int) -> str:
        pieces = [
            str(rng.choice(_FILLERS)),
            *(str(rng.choice(part)) for _ in range(2) for part in words[label]),
        ]
        return " ".join([*pieces, str(rng.choice(_FILLERS))])

    return text_features([said(label) for label in labels.tolist()]), labels.astype(numpy.int64)


def clouds(apart: float, count: int, classes: int = 10, seed: int = 0) -> Labelled:
    """Round clouds in 30 dimensions; the closer, the less can be told."""
    rng = numpy.random.default_rng(seed)
    middles = rng.normal(size=(classes, 30)) * apart / 30**0.5 * 2
    labels = rng.integers(0, classes, count)
    return (middles[labels] + rng.normal(size=(count, 30))).astype(numpy.float32), labels


def some(made: Labelled, count: int, seed: int = 0) -> Labelled:
    """A part of a set, at random."""
    chosen = numpy.random.default_rng(seed).permutation(len(made[1]))[:count]
    return made[0][chosen], numpy.unique(made[1][chosen], return_inverse=True)[1].astype(numpy.int64)


SETS: dict[str, Callable[[], Labelled]] = {
    "digits": lambda: scikit("digits"),
    "digits 400": lambda: some(scikit("digits"), 400),
    "digits 150": lambda: some(scikit("digits"), 150),
    "wine": lambda: scikit("wine"),
    "breast cancer": lambda: scikit("breast_cancer"),
    "iris": lambda: scikit("iris"),
    "penguins": penguins,
    "weather": weather,
    "greek": greek,
    "letters": letters,
    "webcams": webcams,
    "cells": cells,
    "defects": defects,
    "spoken": spoken,
    "speakers": speakers,
    "machines": machines,
    "inquiries": inquiries,
    "opinions": opinions,
    "clouds far": lambda: clouds(2.2, 1500),
    "clouds near": lambda: clouds(1.2, 1500),
    "clouds mixed": lambda: clouds(0.6, 1000),
    "two clouds": lambda: clouds(1.2, 600, 2),
    "forty clouds": lambda: clouds(2.0, 2000, 40),
}
"""Every set by name."""


def _pictures(data: Iterator[bytes], labels: Sequence[str]) -> Labelled:
    from PIL import Image

    shown = []
    for one in data:
        image = Image.open(io.BytesIO(one))
        shown.append(
            picture_features(numpy.asarray(image.convert("L" if image.mode in ("1", "L") else "RGB")))
        )
    return numpy.stack(shown).astype(numpy.float32), _coded(labels)


def _sounds(where: str, label_of: Callable[[Path], str]) -> Labelled:
    import soundfile

    paths = sorted((DATA / where).glob("*.wav"))
    heard = [sound_features(*soundfile.read(path, dtype="float32")) for path in paths]
    return numpy.stack(heard), _coded([label_of(path) for path in paths])


def _coded(labels: Sequence[str]) -> Ints:
    return numpy.unique(numpy.asarray(labels), return_inverse=True)[1].astype(numpy.int64)


# The table


def main() -> None:
    """Print a row a set and noise, and what they come to."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seeds", type=int, default=1)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--sets", nargs="*", choices=list(SETS), default=list(SETS))
    asked.add_argument("--brief", action="store_true", help="one row a set")
    said = asked.parse_args()
    rows = []
    for name in said.sets:
        features, labels = SETS[name]()
        features = numpy.nan_to_num(features)
        for seed in range(said.first, said.first + said.seeds):
            rows += [compare(name, features, labels, *noise, seed) for noise in NOISE]
    console = Console(width=130)
    console.print(_by_set(rows) if said.brief else _every(rows))
    for line in _summary(rows):
        console.print(line)


def _every(rows: Sequence[Row]) -> Table:
    table = Table("set", "noise", "seed", "AUROC ours", "cleanlab", "claimed", "truth", "cleanlab claims")
    for row in rows:
        claimed = (
            f"{row.share:.3f} [{row.low:.2f}, {row.high:.2f}]"
            if row.known
            else f"abstained (≤ {row.high:.2f})"
        )
        table.add_row(row.name, row.noise, str(row.seed), f"{row.ours:.4f}", _marked(row), claimed,
                      f"{row.truth:.3f}", f"{row.theirs_claim:.3f}")  # fmt: skip
    return table


def _marked(row: Row) -> str:
    return f"[red]{row.theirs:.4f}" if row.theirs > row.ours else f"{row.theirs:.4f}"


def _by_set(rows: Sequence[Row]) -> Table:
    table = Table(
        "set",
        "ours",
        "cleanlab",
        "worst difference",
        "below",
        "claimed",
        "worst miss",
        "cleanlab's",
        "seconds",
    )
    for name in dict.fromkeys(row.name for row in rows):
        own = [row for row in rows if row.name == name]
        noisy = [row for row in own if row.truth]
        known = [abs(row.share - row.truth) for row in own if row.known]
        apart = [row.ours - row.theirs for row in noisy]
        table.add_row(
            name,
            f"{numpy.mean([row.ours for row in noisy]):.4f}",
            f"{numpy.mean([row.theirs for row in noisy]):.4f}",
            f"{min(apart):+.4f}",
            f"{sum(one < 0 for one in apart)}/{len(apart)}",
            f"{len(known)}/{len(own)}",
            f"{max(known):.3f}" if known else "-",
            f"{max(abs(row.theirs_claim - row.truth) for row in own):.3f}",
            f"{max(row.seconds for row in own):.1f}",
        )
    return table


def _summary(rows: Sequence[Row]) -> Iterator[str]:
    noisy = [row for row in rows if row.truth]
    better = sum(row.ours >= row.theirs for row in noisy)
    yield f"AUROC at least cleanlab's in {better} of {len(noisy)}"
    known = [row for row in rows if row.known]
    near = sum(abs(row.share - row.truth) <= 0.02 for row in known)
    yield f"claimed {len(known)} of {len(rows)}, within .02 of the truth in {near}"
    held = sum(row.low <= row.truth <= row.high for row in rows)
    yield f"the truth lies between low and high in {held} of {len(rows)}"
    groups: dict[str, list[float]] = defaultdict(list)
    for row in noisy:
        groups[row.noise].append(row.ours - row.theirs)
    worst = "; ".join(
        f"{noise} {min(apart):+.4f} (mean {numpy.mean(apart):+.4f})" for noise, apart in groups.items()
    )
    yield f"ours less cleanlab's, at worst: {worst}"


if __name__ == "__main__":
    main()
