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
TRAININGS = words("train training trn tr 학습 훈련 학습용 훈련용")
TESTS = SPLITS - TRAININGS
_FURTHER_SPLITS = words(
    "query gallery pred predict prediction unlabeled unlabelled unlabel extra 미분류 미라벨"
)
_SPLIT_DOMAIN = re.compile(
    r"(train|test|val|valid|validation)[ _-]?"
    r"([abxy]|annots?|annotations?|masks?|labels?|gts?|images?|imgs?|[hl]r|inputs?|targets?|seg)",
    re.IGNORECASE,
)

_SPLIT_SCALE = re.compile(
    r"(?:\w+?[ _-])?(train|test|val|valid|validation)[ _-]([hl]r)(?:[ _-]\w+)?", re.IGNORECASE
)
_FIRM: dict[Role, frozenset[str]] = {
    "input": words(
        "image images img imgs input inputs article articles"
        " jpegimages leftimg8bit photo photos picture pictures lr lq lowres frames rgb"
        " 이미지 영상 입력 사진 저해상도"
    ),
    "target": words(
        "label labels labeltxt mask masks annotation annotations"
        " ann anns annot annots gt groundtruth truth target"
        " gtfine gtcoarse targets output outputs hr hq highres"
        " seg segmentation segmentationclass segmentationobject trimap"
        " alpha caption captions"
        " summary summaries translation translations transcript transcripts"
        " box boxes bbox bboxes xml xmls json jsons 라벨 레이블 정답 마스크 출력 주석 고해상도"
    ),
}
_WEAK: dict[Role, frozenset[str]] = {
    "input": words(
        "x low noisy noise blur blurred rain rainy hazy haze gray grey before source src a"
        " 전 흑백 선화 저화질"
    ),
    "target": words("y high clean sharp clear color colour after dest dst b 후 컬러 칼라 채색 고화질"),
}
_DOMAIN_PAIRS = (
    ("a", "b"), ("x", "y"), ("source", "target"), ("src", "tgt"), ("src", "dst"), ("domaina", "domainb"),
    ("domain1", "domain2"), ("content", "style"), ("before", "after"), ("lr", "hr"), ("lowres", "highres"),
    ("noisy", "clean"), ("rain", "clean"), ("rainy", "clean"), ("hazy", "clear"), ("blur", "sharp"),
    ("원본", "목표"), ("소스", "타깃"), ("전", "후"), ("저해상도", "고해상도"),
)  # fmt: skip
STYLES = words("style styles painting paintings artwork artworks art 화풍 스타일 명화 그림체")
"""What pictures are called whose style others are to take on."""
POSES = words("pose poses skeleton skeletons openpose stickman stickfigure densepose 포즈 자세 골격 스켈레톤")
_THINGS = words("box boxes")
"""Of annotations; a folder of pictures that is called no more than that holds pictures of such things."""
_DOMAIN = words("도메인 스타일 domain style")
_BEFORE_LETTERS = words(
    "domain side set dataset img image images train test view style speaker voice speech 도메인 화자 음성"
)
_ARTISTS = words("monet vangogh gogh cezanne ukiyoe picasso")
_MEDIA = words(
    "photo photos photograph photographs painting paintings paint art arts artwork artworks sketch sketches"
    " drawing drawings cartoon cartoons anime animes manga comic comics illustration illustrations render"
    " renders rendered cg cgi synthetic sim simulation simulated watercolor watercolour style styles map maps"
    " aerial satellite clipart avatar avatars emoji emojis webtoon"
    " 그림 회화 스케치 만화 애니 애니메이션 웹툰 아바타 초상화 캐릭터 합성 화풍 명화"
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
_SOUND = words("good ok normal healthy intact 정상 양품 합격 양호")
"""What an inspection calls a thing without a fault: beside it any other name is a fault's."""
_GENERIC = words(
    "image images img imgs photo photos picture pictures data dataset base mixed misc all batch part raw"
    " folder new old set sample samples dump export exports upload uploads download downloads camera dcim"
    " screenshot screenshots received whatsapp kakaotalk 카메라 스크린샷 카카오톡"
    " copy backup archive tmp temp etc file files collection group album extra more query gallery"
    " 사진 이미지 데이터 새 폴더 원본 기타 모음 자료 파일 묶음 배치 추가 백업 복사본"
)
_ROUNDS = words(
    "cam camera session flight trip visit scene video seq sequence clip shot"
    " take run round patient subject user actor participant site line lot ch channel cctv nvr dvr drone"
    " speaker spk day week 화자 피험자 참가자 카메라 촬영 회차 환자 라인 차수 채널"
)
_DATE = re.compile(
    r"(19|20)\d\d[-_.]?(\d\d?([-_.]?\d\d?)?)?([-_T ]?\d{4,6})?"
    r"|((19|20)?\d\d년)?[ _]?(\d\d?월)?[ _]?(\d\d?일)?"
    r"|\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])"
    r"|(\d{1,4}[ _-])?(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?"
    r"|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)([ _-]\d{1,4})?",
    re.IGNORECASE,
)
_NTH_TIME = re.compile(r"(제 ?)?\d+ ?(차|회|회차|일차|주차|번째)( |_|$)")
_YEAR = re.compile(r"(19|20)\d\d년?")
_CAMERA_FOLDER = re.compile(r"[1-9]\d\d(?=.*[A-Z])[A-Z0-9_]{5}")  # 100CANON: how cameras name them (DCF)
_SHARD = re.compile(r"[0-9a-f]{2}")  # the first signs of a hash, by which stores spread files
_NEGATION = words("not no non without un 비 불 미 무")
_LANGUAGES = words(
    "en eng english ko kor korean kr ja jp jpn japanese zh cn chn chinese de ger german fr fra french es spa"
    " spanish ru rus russian vi vie vietnamese 영어 한국어 한글 일본어 중국어 독일어 프랑스어 스페인어"
)
_SENSORS = words(
    "ct mri mr pet t1 t2 flair xray ultrasound rgb ir infrared thermal visible nir sar optical lidar depth"
    " 적외선 열화상 가시광"
)


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


def splits_among(names: list[str]) -> dict[str, str]:
    """The split of each of some sibling folders, or none of them where one is no split.

    Beside plain names (``train``, ``test``) those that differ in that word only: ``seg_train`` and
    ``seg_test``, ``1.Training`` and ``2.Validation``; then a ``seg_pred`` or ``unlabeled`` is one more.
    """
    plain = {name: split_of(name) or ((domain := split_domain(name)) and domain[0]) for name in names}
    if all(plain.values()):
        return {name: split for name, split in plain.items() if split}
    known = SPLITS | _FURTHER_SPLITS
    named = [set(tokens(name)) for name in names if set(tokens(name)) & SPLITS]
    if len(named) == 1:
        named = [set(tokens(name)) for name in names if set(tokens(name)) & known]
    shared = set.intersection(*named) if len(named) > 1 else set()
    found: dict[str, str] = {}
    for name in names:
        rest = [word for word in tokens(name) if word not in shared and not word.isdecimal()]
        if len(rest) != 1 or rest[0] not in known:
            return {}
        found[name] = rest[0]
    return found if set(found.values()) & SPLITS else {}


def split_domain(name: str) -> tuple[str, str] | None:
    """``trainA`` → (``train``, ``A``): a split and a domain in one name; ``DIV2K_train_LR_bicubic`` too."""
    match = _SPLIT_DOMAIN.fullmatch(name) or _SPLIT_SCALE.fullmatch(name)
    if match is None:
        return None
    return match[1].lower(), match[2].upper() if len(match[2]) <= 2 else match[2].lower()


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


def holds_targets(parts: tuple[str, ...]) -> bool:
    """Whether a folder of pictures is firmly named as one of targets."""
    return role_of(parts) == ("target", True) and not any(part.lower() in _THINGS for part in parts)


def is_sound(name: str) -> bool:
    """Whether a class is what an inspection calls a thing without a fault."""
    return " ".join(_unnumbered(tokens(name))) in _SOUND


def lies_in_targets(parts: tuple[str, ...]) -> bool:
    """Whether a folder of pictures lies below one of targets (``ground_truth/scratch``)."""
    return len(parts) > 1 and holds_targets(parts[:1])


def are_domains(first: str, second: str, set_name: str) -> bool:
    """Whether two folders are named as two domains to translate between, without ties."""
    one, other = _what_differs(tokens(first), tokens(second))
    pair = (" ".join(one), " ".join(other))
    shared = set(tokens(first)) & set(tokens(second))
    if (pair in _DOMAIN_PAIRS or pair[::-1] in _DOMAIN_PAIRS) and shared <= _BEFORE_LETTERS:
        return True
    if named_as_translation(first, second, set_name):
        return True
    ends = {first[-1:].lower(), second[-1:].lower()}
    if first[:-1] == second[:-1] and ends == {"전", "후"}:
        return True
    if first[:-1] == second[:-1] and ends in ({"a", "b"}, {"1", "2"}) and first[:-1].strip(" _-") in _DOMAIN:
        return True
    if set(one) & _SENSORS and set(other) & _SENSORS:
        return True
    return _are_media(set(one), set(other)) or _are_media(set(other), set(one))


def are_languages(first: str, second: str) -> bool:
    """Whether two names are two languages: what has one name in both is a translation."""
    one, other = _what_differs(tokens(first), tokens(second))
    return bool(set(one) & _LANGUAGES and set(other) & _LANGUAGES)


def is_language(name: str) -> bool:
    """Whether a column or folder is called by a language."""
    return any(word in _LANGUAGES for word in tokens(name))


def runs_backwards(first: str, second: str, set_name: str) -> bool:
    """Whether of two domains the second is what goes in.

    The set's name tells (``zebra2horse``); else originals go in and works of a medium come out.
    """
    if _reads_as(second, first, set_name):
        return True
    named = _what_differs(tokens(first), tokens(second))
    pair = (" ".join(named[0]), " ".join(named[1]))
    if _reads_as(first, second, set_name) or pair in _DOMAIN_PAIRS:
        return False
    if pair[::-1] in _DOMAIN_PAIRS or (first[-1:], second[-1:]) == ("후", "전"):
        return True
    one, other = set(named[0]), set(named[1])
    works = (_MEDIA - _ORIGINALS) | _ARTISTS
    return bool(one & works and other & _ORIGINALS and not one & _ORIGINALS)


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
    names = {" ".join(_unnumbered(own)) for own in _what_differs(tokens(first), tokens(second))}
    if any(set(pair.split()) == names for pair in _CLASS_PAIRS):
        return True
    one, other = tokens(first), tokens(second)
    if is_sound(first) != is_sound(second):
        return True
    return _negates(one, other) or _negates(other, one)


def _unnumbered(own: list[str]) -> list[str]:
    """Words without the number before them: ``1_ok`` beside ``2_ng``."""
    return [word for word in own if not word.isdecimal()] or own


def are_collections(names: list[str]) -> bool:
    """Whether folders are mere heaps (``images 1``, ``2023-05``, ``batch_3``), not classes."""
    if len(names) >= 16 and all(map(_SHARD.fullmatch, names)) and not all(map(str.isdecimal, names)):
        return True
    return all(_is_date(name) or _CAMERA_FOLDER.fullmatch(name) or _is_generic(name) for name in names)


def are_date_trees(paths: list[tuple[str, ...]]) -> bool:
    """Whether paths end in a year, then months or days (``2024/05/01``)."""
    for path in paths:
        year = next((place for place, part in enumerate(path) if _YEAR.fullmatch(part)), len(path))
        after = path[year + 1 :]
        if not after or not all(part.isdecimal() or _is_date(part) for part in after):
            return False
    return True


def are_rounds(names: list[str]) -> bool:
    """Whether folders are numbered by who or what took the files (``cam1``, ``patient_07``)."""
    return all(
        _NTH_TIME.match(name)
        or (re.search(r"\d$", name) and set(re.findall(r"[^\W\d_]+", name.lower())) & _ROUNDS)
        for name in names
    )


def are_groupings(names: list[str]) -> bool:
    """Whether folders only say when or in which round a file was taken: no class is called so."""
    return all(name.isdecimal() or _is_date(name) or are_rounds([name]) for name in names) or (
        are_collections(names)
    )


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


def named_as_translation(first: str, second: str, set_name: str) -> bool:
    """Whether the name of the set says that one folder is to be turned into the other."""
    name = set_name.lower()
    if any(word in name for word in ("unpaired", "cyclegan", "cycle_gan")):
        return True
    return _reads_as(first, second, name) or _reads_as(second, first, name)


def _reads_as(one: str, other: str, set_name: str) -> bool:
    first, second = (re.escape(name.lower().rstrip("s")) for name in (one, other))
    return re.search(f"{first}s?[ _-]?(2|to)[ _-]?{second}", set_name.lower()) is not None


def _is_date(name: str) -> bool:
    return (len(name) >= 4 or not name.isascii()) and _DATE.fullmatch(name) is not None


def _is_generic(name: str) -> bool:
    bare = [word.rstrip("0123456789") for word in tokens(name)]
    return any(word in _GENERIC for word in bare) and all(not word or word in _GENERIC for word in bare)


def is_generic_word(word: str) -> bool:
    """Whether a word says no more than that there are files."""
    return word.lower().rstrip("0123456789") in _GENERIC


def _negates(one: list[str], other: list[str]) -> bool:
    """``without_mask`` is the class beside ``with_mask``, ``non_defect`` the one beside ``defect``."""
    rest = [word for word in one if word not in _NEGATION]
    return len(rest) < len(one) and bool(rest) and rest == [word for word in other if word != "with"]
