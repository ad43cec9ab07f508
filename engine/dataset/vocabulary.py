"""What names of folders tell: splits, roles of a pair, domains, classes, mere collections.

Names are looked at as tokens (``LR_bicubic`` → ``lr``, ``bicubic``), in English and Korean.
"""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["input", "target"]


def words(text: str) -> frozenset[str]:
    """The words of a line, as a set: how word lists are written here."""
    return frozenset(text.split())


SPLITS = words(
    "train training trn tr val valid validation vali dev eval evaluation test testing tst holdout"
    " 학습 훈련 검증 평가 테스트 시험 학습용 훈련용 검증용 테스트용"
)
_SPLIT_DOMAIN = re.compile(r"(train|test|val|valid|validation)[ _-]?([abxy])", re.IGNORECASE)

_FIRM: dict[Role, frozenset[str]] = {
    "input": words(
        "image images img imgs input inputs jpegimages photo photos picture pictures lr lq lowres frames rgb"
        " 이미지 영상 입력 사진 저해상도"
    ),
    "target": words(
        "label labels labeltxt mask masks annotation annotations ann anns gt groundtruth truth target"
        " targets output outputs hr hq highres seg segmentation segmentationclass trimap alpha caption"
        " captions box boxes bbox bboxes xml xmls json jsons 라벨 레이블 정답 마스크 출력 주석 고해상도"
    ),
}
_WEAK: dict[Role, frozenset[str]] = {
    "input": words("x low noisy noise blur blurred rain rainy hazy haze gray grey before source src a 전"),
    "target": words("y high clean sharp clear color colour after dest dst b 후"),
}
_DOMAIN_PAIRS = (
    ("a", "b"), ("x", "y"), ("source", "target"), ("src", "tgt"), ("src", "dst"), ("domaina", "domainb"),
    ("domain1", "domain2"), ("content", "style"), ("before", "after"), ("lr", "hr"), ("lowres", "highres"),
    ("noisy", "clean"), ("rain", "clean"), ("rainy", "clean"), ("hazy", "clear"), ("blur", "sharp"),
    ("원본", "목표"), ("소스", "타깃"), ("전", "후"), ("저해상도", "고해상도"),
)  # fmt: skip
_BEFORE_LETTERS = words("domain side set dataset img image images train test view style 도메인")
_ARTISTS = words("monet vangogh gogh cezanne ukiyoe picasso")
_MEDIA = words(
    "photo photos photograph photographs painting paintings paint art arts artwork artworks sketch sketches"
    " drawing drawings cartoon cartoons anime animes manga comic comics illustration illustrations render"
    " renders rendered cg cgi synthetic sim simulation simulated watercolor watercolour style styles map maps"
    " aerial satellite clipart avatar avatars emoji emojis webtoon"
    " 그림 회화 스케치 만화 애니 애니메이션 웹툰 아바타 초상화 캐릭터 합성"
)
_ORIGINALS = words(
    "face faces human humans person people real reals photo photos photograph photographs natural selfie"
    " selfies portrait portraits landscape landscapes 사람 인물 얼굴 실사 실제 사진 셀카"
)
_CLASS_PAIRS = (
    "ok ng", "ok defect", "ok defects", "ok nok", "ok fail", "ok bad", "good bad", "good defect",
    "good defective", "good ng", "pass fail", "normal abnormal", "normal defect", "normal anomaly",
    "normal fault", "normal pneumonia", "pos neg", "positive negative", "yes no", "true false", "real fake",
    "0 1", "1 2", "cat dog", "cats dogs", "day night", "benign malignant", "defect nodefect", "spam ham",
    "male female", "정상 불량", "정상 이상", "양품 불량", "양품 불량품", "합격 불합격", "긍정 부정",
    "개 고양이", "강아지 고양이", "주간 야간", "낮 밤", "남 여", "남성 여성", "남자 여자",
)  # fmt: skip
_GENERIC = words(
    "image images img imgs photo photos picture pictures data dataset base mixed misc all batch part raw"
    " folder new old set sample samples dump export exports upload uploads download downloads camera dcim"
    " copy backup archive tmp temp etc file files collection group album extra more query gallery"
    " 사진 이미지 데이터 새 폴더 원본 기타 모음 자료 파일 묶음 배치 추가 백업 복사본"
)
_ROUNDS = words(
    "cam camera session scene video seq sequence clip shot take run round patient subject user site line lot"
    " 카메라 촬영 회차 환자 라인 차수"
)
_DATE = re.compile(r"(19|20)\d\d[-_.]?(\d\d?([-_.]?\d\d?)?)?([-_T ]?\d{4,6})?")


def tokens(name: str) -> list[str]:
    """The words of a name in lower case: split at signs, camel humps kept whole."""
    return [token for token in re.split(r"[^\w]+|_+", name.lower()) if token]


def split_of(name: str) -> str | None:
    """The split that a folder stands for, or None."""
    lower = name.lower()
    if lower in SPLITS:
        return lower
    bare = re.sub(r"([ _-]?(set|data|dataset|images?|20\d\d|\d))$", "", lower)
    return bare if bare in SPLITS else None


def split_domain(name: str) -> tuple[str, str] | None:
    """``trainA`` → (``train``, ``A``): a split and a domain in one name."""
    match = _SPLIT_DOMAIN.fullmatch(name)
    return (match[1].lower(), match[2].upper()) if match else None


def role_of(parts: tuple[str, ...]) -> tuple[Role, bool] | None:
    """The side of a pair that a path of folders names, the deepest name first; and whether firmly."""
    for vocabulary, firm in ((_FIRM, True), (_WEAK, False)):
        for part in reversed(parts):
            named = tokens(part)
            target = any(_in(word, vocabulary["target"]) for word in named)
            source = any(_in(word, vocabulary["input"]) for word in named)
            if target and (not source or vocabulary is _FIRM):
                return "target", firm
            if source:
                return "input", firm
    return None


def are_domains(first: str, second: str, set_name: str) -> bool:
    """Whether two folders are named as two domains to translate between, without ties."""
    one, other = _what_differs(tokens(first), tokens(second))
    pair = (" ".join(one), " ".join(other))
    shared = set(tokens(first)) & set(tokens(second))
    if (pair in _DOMAIN_PAIRS or pair[::-1] in _DOMAIN_PAIRS) and shared <= _BEFORE_LETTERS:
        return True
    if _named_as_translation(first, second, set_name):
        return True
    return _are_media(set(one), set(other)) or _are_media(set(other), set(one))


def are_sides(first: str, second: str) -> bool:
    """Whether two folders are firmly named as the input and the target of pairs."""
    roles = role_of((first,)), role_of((second,))
    return (
        roles[0] is not None
        and roles[1] is not None
        and roles[0][0] != roles[1][0]
        and min(roles[0][1], roles[1][1])
    )


def are_known_classes(first: str, second: str) -> bool:
    """Whether two folders are a pair of classes that everybody sorts things into."""
    names = {" ".join(own) for own in _what_differs(tokens(first), tokens(second))}
    return any(set(pair.split()) == names for pair in _CLASS_PAIRS)


def are_collections(names: list[str]) -> bool:
    """Whether folders are mere heaps (``images 1``, ``2023-05``, ``batch_3``), not classes."""
    if all(_DATE.fullmatch(name) and len(name) >= 4 for name in names):
        return True
    return all(
        any(word.rstrip("0123456789") in _GENERIC for word in tokens(name))
        and all(word.rstrip("0123456789") in _GENERIC or word.isdigit() for word in tokens(name))
        for name in names
    )


def are_groupings(names: list[str]) -> bool:
    """Whether folders only say when or in which round a file was taken: no class is called so."""
    return all(
        name.isdecimal()
        or _DATE.fullmatch(name)
        or (re.search(r"\d$", name) and set(re.findall(r"[^\W\d_]+", name.lower())) & _ROUNDS)
        for name in names
    ) or are_collections(names)


def are_numbered(names: list[str]) -> bool:
    """Whether names are one word with numbers (``character01``): alike in different places by accident."""
    return all(re.fullmatch(r"\D*\d+", name) for name in names)


def _in(word: str, known: frozenset[str]) -> bool:
    return word in known or (word.rstrip("0123456789") in known and len(word) > 3)


def _what_differs(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """The words that only one of two names has: cat photos against dog photos is cat against dog."""
    return [word for word in one if word not in other], [word for word in other if word not in one]


def _are_media(one: set[str], other: set[str]) -> bool:
    """A work of some medium against originals or another medium (two painters are classes)."""
    return bool(one & _MEDIA and other & (_MEDIA | _ORIGINALS)) or bool(one & _ARTISTS and other & _ORIGINALS)


def _named_as_translation(first: str, second: str, set_name: str) -> bool:
    name = set_name.lower()
    if any(word in name for word in ("unpaired", "cyclegan", "cycle_gan")):
        return True
    bare = first.lower().rstrip("s"), second.lower().rstrip("s")
    for one, other in (bare, bare[::-1]):
        if re.search(f"{re.escape(one)}s?[ _-]?(2|to)[ _-]?{re.escape(other)}", name):
            return True
    return False
