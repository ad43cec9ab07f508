"""Texts, boxes, masks and classes: what single ones lack is told, and nothing of clean ones."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable

import numpy
import pytest
from PIL import Image

from engine.audit.checks import all_checks
from engine.audit.marks import doubled, tiny
from engine.audit.measuring import measure
from engine.audit.quality.wording import GARBLED, garbled_share, wording
from engine.audit.types import Audit
from engine.dataset.types import Mark, Marked
from engine.texts import catalogue

Audited = Callable[..., Audit]
KOREAN = "배송이 너무 늦게 와서 조금 실망했지만 상품은 정말 좋았어요"
FRENCH = "Très bonne qualité, l’été à la plage « déjà vu », naïve café über größe"


def named(audit: Audit) -> dict[str, set[str]]:
    return {finding.kind: {sample.id for sample in finding.samples} for finding in audit.findings}


def test_every_kind_of_finding_has_words_in_both_languages() -> None:
    words = catalogue("findings")
    kinds = {kind for check in all_checks() for kind in check.ABOUT.reports}
    assert len(kinds) > 50
    for key in (*kinds, *(f"chip_{kind}" for kind in kinds)):
        korean, english = words.say(key, "ko"), words.say(key, "en")
        assert korean != english, key


# texts

GARBLINGS: dict[str, str] = {
    "utf-8 as cp1252": KOREAN.encode().decode("cp1252", "replace"),
    "utf-8 as latin-1": FRENCH.encode().decode("latin-1"),
    "utf-8 as cp949": KOREAN.encode().decode("cp949", "replace"),
    "cp949 as utf-8": KOREAN.encode("cp949").decode("utf-8", "replace"),
}


@pytest.mark.parametrize("text", GARBLINGS.values(), ids=GARBLINGS)
def test_garbled(text: str) -> None:
    assert garbled_share(text) > GARBLED


@pytest.mark.parametrize(
    "text",
    [
        KOREAN,
        FRENCH,
        "日本語のとても長い文章です。",
        "ㅋㅋㅋㅋ 대박……",
        "Grüße aus Köln",
        "what??? really???",
        "“Привет” — «мир»",
        "El niño comió piñas; así será, ¿no?",
    ],
)
def test_not_garbled(text: str) -> None:
    assert garbled_share(text) == 0


def test_stock_phrases_are_told_from_texts_that_use_their_words() -> None:
    for text in (
        "[deleted]",
        "삭제된 댓글입니다.",
        "This comment has been removed",
        "내용 없음",
        "테스트입니다",
    ):
        assert dict(wording(text)).get("text_stock") == 1, text
    for text in (
        "댓글이 삭제된 이유를 모르겠어요 정말",
        "no comment on this one, it is simply great",
        "테스트 결과가 정말 좋네요",
    ):
        assert "text_stock" not in wording(text), text


def reviews(count: int) -> list[str]:
    draw = random.Random(1)
    words = (
        KOREAN
        + " 색상이 사진과 달라서 아쉽네요 포장 상태가 깔끔하고 냄새도 없고 튼튼합니다 아이가 매우 좋아해서"
    ).split()
    return [" ".join(draw.sample(words, 9)) for _ in range(count)]


def test_texts_of_a_table(audited: Audited) -> None:
    texts = [*reviews(60), GARBLINGS["utf-8 as cp1252"].replace(",", ""), "...", "[deleted]"]
    lines = [f"{n},{text},{n % 2}" for n, text in enumerate(texts)]
    told = named(audited({"reviews.csv": "\n".join(["id,text,label", *lines])}))
    assert told["garbled_texts"] == {"reviews.csv#61"}
    assert told["short_texts"] == {"reviews.csv#62"}
    assert told["stock_texts"] == {"reviews.csv#63"}


def test_short_texts_among_short_ones_are_ordinary(audited: Audited) -> None:
    draw = random.Random(2)
    words = [f"{draw.choice('가나다라마')}{draw.choice('바사아자')}" for _ in range(80)] + ["가"] * 3
    told = named(audited({f"{n}.txt": word for n, word in enumerate(words)}))
    assert "short_texts" not in told


# boxes


def boxes(*said: tuple[float, float, float, float]) -> Marked:
    return Marked(tuple(Mark("cat", box) for box in said))


def test_doubled_and_tiny_boxes() -> None:
    assert doubled(boxes((10, 10, 60, 60), (10, 10, 60, 61), (12, 30, 60, 90))) == 1
    assert doubled(boxes((10, 10, 60, 60), (30, 10, 80, 60))) == 0
    two = Marked((Mark("cat", (10, 10, 60, 60)), Mark("dog", (10, 10, 60, 60))))
    assert doubled(two) == 0
    assert tiny(boxes((10, 10, 12, 40), (10, 10, 60, 60)), (100, 100)) == 1
    assert tiny(Marked((Mark("cat", (0.1, 0.1, 0.11, 0.5)),), relative=True), (200, 200)) == 1
    assert tiny(Marked((Mark("cat", (0.1, 0.1, 0.11, 0.5)),), relative=True), (2000, 2000)) == 0


def picture(seed: int, side: int = 96) -> Image.Image:
    noise = Image.frombytes("L", (24, 24), random.Random(seed).randbytes(576))
    return noise.resize((side, side), Image.Resampling.BICUBIC).convert("RGB")


def saved(image: Image.Image, form: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def test_boxes_of_a_set(audited: Audited) -> None:
    said: list[dict[str, object]] = []
    for image in range(12):
        if image != 3:
            said.append({"id": len(said), "image_id": image, "category_id": 1, "bbox": [8, 8, 40, 40]})
    said.append({"id": 90, "image_id": 5, "category_id": 1, "bbox": [8, 8, 40, 40]})
    said.append({"id": 91, "image_id": 6, "category_id": 1, "bbox": [60, 60, 2, 20]})
    coco = {
        "images": [{"id": n, "file_name": f"{n}.png", "width": 96, "height": 96} for n in range(12)],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": said,
    }
    files: dict[str, bytes | str] = {f"images/{n}.png": saved(picture(n)) for n in range(12)}
    told = named(audited(files | {"annotations.json": json.dumps(coco)}))
    assert told["boxes_doubled"] == {"images/5.png"}
    assert told["boxes_tiny"] == {"images/6.png"}
    assert told.get("images_without_boxes", told.get("unmatched_inputs")) == {"images/3.png"}


# masks


def mask(seed: int, side: int = 96, top: int = 255) -> Image.Image:
    grid = numpy.array(picture(seed, side).convert("L"))
    return Image.fromarray(((grid > 150) * top).astype(numpy.uint8))


def test_masks(audited: Audited) -> None:
    files = {f"images/{n}.png": saved(picture(n)) for n in range(30)}
    clean = files | {f"masks/{n}.png": saved(mask(n)) for n in range(30)}
    kinds = {"mask_sizes", "empty_masks", "mask_values"}
    assert not kinds & set(named(audited(clean, name="clean")))
    planted = clean | {
        "masks/4.png": saved(mask(4, 64)),
        "masks/5.png": saved(Image.new("L", (96, 96))),
        "masks/6.png": saved(mask(6, top=1)),
    }
    told = named(audited(planted, name="planted"))
    assert {kind: told.get(kind) for kind in kinds} == {
        "mask_sizes": {"images/4.png"},
        "empty_masks": {"images/5.png"},
        "mask_values": {"images/6.png"},
    }


# classes


def test_a_class_seen_once_and_the_rarest_without_its_copies(audited: Audited) -> None:
    files = {f"cat/{n}.png": saved(picture(n)) for n in range(12)}
    files |= {f"dog/{n}.png": saved(picture(50 + n % 4)) for n in range(12)}
    files |= {"dgo/1.png": saved(picture(90))}
    audit = audited(files)
    assert named(audit)["labels_once"] == {"dgo"}
    assert audit.class_sizes == {"cat": 12, "dog": 12, "dgo": 1}
    assert audit.distinct_classes == {"cat": 12, "dog": 4, "dgo": 1}
    assert measure(audit)["per_unit"] == 1
