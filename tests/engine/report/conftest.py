"""A small rule book and a case written by hand, so that these tests need no other room to work."""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path as FilePath

import pytest
from PIL import Image, ImageDraw

from engine.advice.compare import Differences
from engine.advice.types import (
    Advice,
    AdviceLine,
    Assessment,
    Cell,
    GuideLine,
    MatrixCell,
    Ruling,
    TaskFraming,
    TodayLine,
    Trace,
)
from engine.audit.types import Audit, Counts, Effective, Evidence, Finding, FindingSample, ModalityPair
from engine.case.types import CaseState, PrototypeRecord, SampleRecord
from engine.interview.types import UNKNOWN, Answer, Fact, Measurement, Path, Step
from engine.prototypes.types import Prediction, PrototypeResult, Score
from engine.report import build_report
from engine.report.types import Edition, Report
from engine.rulebook.library import Card, CaseCard, Claim, Library, SelfMade
from engine.rulebook.types import (
    Cut,
    DecisionTable,
    Framing,
    FramingRow,
    Guide,
    Mark,
    NeverSay,
    Option,
    Pack,
    Question,
    RuleBook,
    Section,
    Shape,
    Source,
    TodayRow,
    VerdictRow,
)
from engine.texts import Language, Text

sys.path.append(str(FilePath(__file__).parent))  # what lies beside the tests can be imported by them

TODAY = datetime.date(2026, 11, 20)


def both(ko: str, en: str) -> Text:
    return Text(ko=ko, en=en)


DECK = Source(
    id="deck2020",
    kind="fact",
    title=both("AI 컨설턴트 교육 자료", "Training deck for AI consultants"),
    locator=both("데이터의 양", "How much is a lot"),
)
PAPER = Source(
    id="northcutt2021",
    kind="extension",
    title=both("테스트 세트의 라벨 오류에 관한 논문", "Paper on label errors in test sets"),
    url="https://arxiv.org/abs/2103.14749",
    seen="2026-11-01",
)


def question(identifier: str, section: str, ko: str, en: str, *options: tuple[str, str, str]) -> Question:
    return Question(
        id=identifier,
        section=section,
        kind="amount" if identifier == "volume" else "choice" if options else "text",
        text=both(ko, en),
        why=both("답에 따라 할 수 있는 일이 달라집니다.", "What can be done depends on it."),
        example=both("예: 사진과 이름표", "For example photos and their tags"),
        ask=both(f"고객에게 확인: {ko}", f"Ask the client: {en}"),
        options=tuple(Option(value=value, text=both(k, e)) for value, k, e in options),
        decides=identifier in ("form", "volume", "labels"),
        measured=identifier in ("form", "volume", "labels"),
    )


QUESTIONS = (
    question("wish", "wish", "무엇을 하고 싶으신가요?", "What do you wish for?"),
    question(
        "form",
        "data",
        "입력 하나마다 나와야 할 답이 묶여 있나요?",
        "Is every input tied to the answer it should give?",
        ("paired", "예, 쌍으로 있습니다", "Yes, in pairs"),
        ("unpaired", "따로따로 많습니다", "Two heaps without ties"),
        ("input_only", "입력만 있습니다", "Inputs only"),
    ),
    question(
        "volume",
        "data",
        "샘플이 몇 개나 있나요?",
        "How many samples are there?",
        ("many", "10,000개 이상", "10,000 or more"),
        ("few", "1,000개 이상", "1,000 or more"),
        ("too_few", "1,000개 미만", "Fewer than 1,000"),
    ),
    question(
        "labels",
        "data",
        "라벨을 믿을 수 있나요?",
        "Can the labels be trusted?",
        ("good", "믿을 만합니다", "They can be trusted"),
        ("disordered", "뒤죽박죽입니다", "They are in disorder"),
    ),
    question(
        "share",
        "data",
        "보여 주신 샘플이 전부인가요?",
        "Is the sample everything there is?",
        ("all", "전부입니다", "Everything"),
        ("part", "일부입니다", "A part of it"),
    ),
    question("budget", "means", "라벨을 다는 데 쓸 예산이 있나요?", "Is there a budget for labelling?"),
)


@pytest.fixture(scope="session")
def book() -> RuleBook:
    row = VerdictRow(
        id="V-05",
        when={},
        verdict="prepare",
        short=both("데이터 보강", "Add data"),
        headline=both("비슷한 공개 데이터를 더해야 합니다", "Add public data of a similar task first"),
        because=both("쌍은 있지만 양이 적습니다.", "The pairs are there, but they are few."),
        source=("deck2020",),
    )
    return RuleBook(
        version="2026.11",
        digest="0123456789abcdef" * 4,
        enough=0.8,
        packs={pack.id: pack for pack in PACKS},
        sources={source.id: source for source in (DECK, PAPER)},
        sections=(
            Section(id="wish", title=both("바라는 것", "The wish")),
            Section(id="data", title=both("데이터", "The data")),
            Section(id="means", title=both("여건", "The means")),
        ),
        questions=QUESTIONS,
        cuts=(
            Cut(value="many", least=10_000, title=both("많음", "Many"), source=("deck2020",)),
            Cut(value="few", least=1_000, title=both("적음", "Few"), source=("deck2020",)),
            Cut(value="too_few", least=0, title=both("부족", "Too few"), source=("deck2020",)),
        ),
        verdicts=DecisionTable[VerdictRow](
            id="verdict", title=both("판단", "Verdict"), hit_policy="unique", inputs={}, rows=(row,)
        ),
        today=DecisionTable[TodayRow](
            id="today", title=both("오늘", "Today"), hit_policy="unique", inputs={}, rows=(TODAY_ROW,)
        ),
        framing=Framing(
            id="framing",
            title=both("과제", "Task"),
            hit_policy="unique",
            inputs={},
            rows=(FRAMING_ROW,),
            shapes=(SHAPE,),
        ),
        guides=(GUIDE,),
        advice=(),
        never_say=(NEVER,),
    )


def pack(identifier: str, ko: str, en: str, switchable: bool = False) -> Pack:
    return Pack(id=identifier, title=both(ko, en), text=both(ko, en), switchable=switchable)


PACKS = (
    pack("deck2020", "교육 자료 2020", "Deck of 2020"),
    pack("ours", "짝의 보충", "Jjak's own"),
    pack("today", "오늘의 방법 2026", "Methods of 2026", switchable=True),
    pack("hanbit", "한빛 컨설팅 규칙", "Rules of Hanbit Consulting", switchable=True),
)
TODAY_ROW = TodayRow(
    id="TD-04",
    when={},
    outlook="start",
    headline=both("미리 배운 모델을 옮겨 옵니다", "Carry over a pretrained model"),
    text=both("처음부터 배우지 않고 맞춥니다.", "Fit it rather than learn from scratch."),
    need=both("종류마다 열 개면 시험할 수 있습니다.", "Ten of each kind are enough to try."),
    because=both("특징을 빌려 쓰기 때문입니다.", "Because the features are borrowed."),
    source=("northcutt2021",),
    pack="today",
)
SHAPE = Shape(
    id="encoder",
    title=both("인코더", "Encoder"),
    text=both("읽어 모읍니다.", "It reads and gathers."),
    source=("deck2020",),
)
FRAMING_ROW = FramingRow(
    id="FR-01",
    when={},
    direction="many_to_one",
    shape="encoder",
    task=both("그림 분류", "Sorting pictures"),
    systems=("image_classification", "object_detection"),
    because=both("그림을 종류로 모읍니다.", "A picture is gathered into a category."),
    source=("deck2020",),
)
GUIDE = Guide(
    id="G-01",
    systems=("image_classification",),
    task=both("그림 분류 (어느 서비스)", "Sorting pictures (some service)"),
    unit=both("종류마다 그림", "pictures per class"),
    start=Mark(least=10, source="northcutt2021", date="2026-11"),
    works=Mark(least=1_234, source="deck2020", date="2026-10"),
    note=both("고르게 모읍니다.", "Gather them evenly."),
)


def card(system: str, ko: str, en: str, *forms: str) -> Card:
    return Card(
        id=system,
        title=both(ko, en),
        family="image",
        x=both("그림", "a picture"),
        y=both("종류", "its kind"),
        direction="many_to_one",
        shape="encoder",
        forms=forms,  # type: ignore[arg-type]
        pair=both(f"{ko}의 한 쌍", f"one pair of {en}"),
        unit=both("종류마다 그림", "pictures per class"),
        preprocessing=(both("크기를 맞춥니다", "Bring them to one size"),),
        self_made=SelfMade(possible="no", text=both("사람이 달아야 합니다.", "People have to tag them.")),
        headline=(
            Claim(text=both("널리 쓰입니다.", "It is widely used."), source=("deck2020",), checked=True),
            Claim(text=both("3.57 %였습니다.", "It was 3.57 %."), source=("northcutt2021",), checked=False),
        ),
        risks=tuple(both(f"위험 {n} {ko}", f"Risk {n} of {en}") for n in range(5)),
        source=("deck2020",),
    )


CASE_CARD = CaseCard(
    id="sorting_case",
    title=both("부품 선별", "Sorting parts by eye"),
    system="image_classification",
    goal=both("나사를 고릅니다.", "Pick the screws."),
    x=both("사진", "a photo"),
    y=both("부품", "a part"),
    needed=both("이름표가 붙은 사진", "photos with tags"),
    preprocessing=(),
    model=both("작은 인코더", "a small encoder"),
    facts=(),
    risks=(both("빛이 다릅니다", "The light differs"),),
    client=(),
    source=("deck2020",),
)
LIBRARY = Library(
    digest="0123456789abcdef" * 4,
    sources={source.id: source for source in (DECK, PAPER)},
    cards=(
        card("image_classification", "그림 분류기", "Picture sorter", "unpaired"),
        card("object_detection", "물체 찾기", "Thing finder", "paired"),
    ),
    cases=(CASE_CARD,),
    topics=(),
    notes=(),
)

NEVER = NeverSay(
    id="N-01",
    promise=both("강화학습으로 할 수 있습니다", "Reinforcement learning can do it"),
    instead=both("정답이 있는 데이터부터 찾아보겠습니다", "Let us look for data that has answers first"),
    because=both(
        "정답이 없으면 보상도 정할 수 없습니다.", "Without a right answer nobody can write the reward."
    ),
    patterns={"ko": ("강화 ?학습",), "en": ("reinforcement learning",)},
    source=("deck2020",),
)


def trace(
    rule: str, ko: str, en: str, *cells: Cell, source: tuple[Source, ...] = (DECK,), of: str = "deck2020"
) -> Trace:
    return Trace(rule, "verdict", of, both(ko, en), cells, source)


def line(kind: str, rule: str, ko: str, en: str, *source: Source, of: str = "deck2020") -> AdviceLine:
    reason = trace(
        rule, f"{ko[:6]}… 그래야 다음이 쉬워집니다.", "It makes the next step easier.", source=source, of=of
    )
    return AdviceLine(kind, both(ko, en), reason)  # type: ignore[arg-type]


LINES = (
    line(
        "step", "S-01", "비슷한 과제의 공개 데이터를 찾습니다", "Look for public data of a similar task", DECK
    ),
    line(
        "step",
        "S-02",
        "합성 데이터를 쓸 수 있는지 확인합니다",
        "See whether synthetic data would do",
        DECK,
        PAPER,
    ),
    line(
        "step",
        "S-03",
        "라벨 200건을 두 사람이 따로 답니다",
        "Have two people label 200 samples",
        PAPER,
        of="hanbit",
    ),
    line("question", "LW-01", "표시해야 하나요?", "Does it have to be marked?", PAPER, of="today"),
    line(
        "step", "S-04", "나머지 데이터를 받아 다시 잽니다", "Get the rest of the data and measure again", DECK
    ),
    line(
        "condition",
        "C-01",
        "사진을 쓸 권리를 문서로 받습니다",
        "Get the right to use the photos in writing",
        DECK,
    ),
    line(
        "caution",
        "K-01",
        "데이터가 적어 성능을 말할 수 없습니다",
        "So few samples allow no word on performance",
        DECK,
    ),
)


def picture(number: int) -> bytes:
    image = Image.new("RGB", (96, 72), (90, 100 + number * 6 % 120, 140))
    ImageDraw.Draw(image).ellipse((20, 10, 70, 60), fill=(220, 200, 60 + number * 9 % 150))
    written = BytesIO()
    image.save(written, format="PNG")
    return written.getvalue()


def audit() -> Audit:
    return Audit(
        name="부품 사진 $#*_@[x].zip",
        path="/data/parts.zip",
        form="paired",
        confidence=0.97,
        layout="class_folders",
        evidence=(Evidence(key="evidence_from_another_version", values={"count": 3}),),
        modality=ModalityPair(input="image", target="category"),
        counts=Counts(inputs=598, pairs=598, unmatched_inputs=0, unmatched_targets=2, classes=3),
        class_sizes={"bolt": 210, "nut": 198, "washer": 190},
        findings=(
            Finding(
                kind="unreadable",
                severity="warning",
                count=2,
                samples=(FindingSample(id="nut/broken.jpg", detail="damaged_image"),),
            ),
            Finding(
                kind="kind_from_another_version",
                severity="note",
                count=2,
                samples=(FindingSample(id="x.jpg"),),
            ),
            Finding(
                kind="exact_duplicates",
                severity="serious",
                count=24,
                samples=tuple(
                    FindingSample(id=f"bolt/IMG_2026_11_{n:03}.jpg", detail="nut/1.jpg") for n in range(9)
                ),
            ),
        ),
        effective=Effective(samples=540, low=480, high=574),
        volume="too_few",
    )


def result() -> PrototypeResult:
    predictions = tuple(
        Prediction(
            id=f"bolt/{number}.jpg",
            truth="nut" if number % 5 == 0 else "bolt",
            predicted="bolt",
            score=0.5 + number / 100,
            scores={"bolt": 0.5, "nut": 0.5},
            seen="new" if number < 12 else "fitted",
            picture=f"{number}.png",
        )
        for number in range(24)
    )
    return PrototypeResult(
        system="image_classification",
        data="parts",
        metric="accuracy",
        model=Score(name="model", value=0.917, low=0.852, high=0.955),
        baselines=(
            Score(name="majority", value=0.35, low=0.27, high=0.44),
            Score(name="logistic_regression", value=0.742, low=0.657, high=0.812),
        ),
        outcome="better",
        train_samples=360,
        validation_samples=60,
        test_samples=120,
        classes=("bolt", "nut", "washer"),
        confusion=((38, 2, 0), (1, 37, 2), (3, 2, 35)),
        seconds=29.6,
        steps=612,
        parameters=174_000,
        image_size=64,
        finished="budget",
        parity=2.4e-6,
        model_bytes=712_000,
        milliseconds_per_sample=1.7,
        seed=7,
        curve=(),
        predictions=predictions,
    )


@dataclass(frozen=True)
class Case:
    """Everything that build_report wants, ready to be varied."""

    state: CaseState
    assessment: Assessment
    book: RuleBook
    blobs: dict[str, bytes]
    library: Library | None = LIBRARY
    differences: Differences | None = None

    def report(self, language: Language = "ko", edition: Edition = "internal") -> Report:
        def blob(key: str) -> bytes:
            return self.blobs[key]

        return build_report(
            self.state,
            self.assessment,
            self.book,
            blob,
            edition,
            language,
            TODAY,
            self.library,
            self.differences,
        )

    def but(self, **changes: object) -> Case:
        """The same case with other fields of its state."""
        return replace(self, state=replace(self.state, **changes))

    def answering(self, identifier: str, value: str, note: str = "") -> Case:
        """The same case with one more answer, on the path as well."""
        given = Answer(value, 99, note=note)
        steps = tuple(
            Step(step.question, "unknown" if value == UNKNOWN else "answered", given, step.found)
            if step.question.id == identifier
            else step
            for step in self.assessment.path.steps
        )
        path = Path(steps, self.assessment.path.sections)
        changed = replace(self, assessment=replace(self.assessment, path=path))
        return changed.but(answers={**self.state.answers, identifier: given})

    def advising(self, **changes: object) -> Case:
        """The same case with other fields of its advice."""
        advice = replace(self.assessment.advice, **changes)
        return replace(self, assessment=replace(self.assessment, advice=advice))


def matrix() -> tuple[MatrixCell, ...]:
    shorts = {
        "many": ("start", both("시작", "Start")),
        "few": ("prepare", both("보강", "Add data")),
        "too_few": ("push_back", both("수집", "Collect")),
    }
    return tuple(
        MatrixCell(form, volume, *shorts[volume], lit=(form, volume) == ("paired", "few"))  # type: ignore[arg-type]
        for volume in ("many", "few", "too_few")
        for form in ("paired", "unpaired", "input_only")
    )


@pytest.fixture(scope="session")
def full(book: RuleBook) -> Case:
    """A case with everything in it: answers, a sample that disagrees, a prototype with pictures."""
    answers = {
        "wish": Answer("부품을 사진으로 나누고 싶습니다 <b>꼭</b>", 1, note="부장님 말씀"),
        "form": Answer("paired", 2, origin="sample"),
        "volume": Answer(12_000, 3),
        "labels": Answer("good", 4),
        "share": Answer("part", 5),
        "budget": Answer(UNKNOWN, 6),
    }
    measured = {"form": Measurement("paired", 7), "volume": Measurement(540, 7)}
    facts = {
        "form": Fact("paired", "sample"),
        "volume": Fact("many", "client"),
        "labels": Fact("good", "client"),
        "share": Fact("part", "client"),
    }
    steps = tuple(
        Step(
            q,
            "unknown" if answers[q.id].value == UNKNOWN else "answered",
            answers[q.id],
            measured.get(q.id),
        )
        for q in QUESTIONS
    )
    row = book.verdicts.rows[0]
    cells = (Cell("form", "paired", "sample"), Cell("volume", "few", "client"))
    ruling = Ruling("prepare", row.short, row.headline, trace("V-05", row.because.ko, row.because.en, *cells))
    today = TODAY_ROW
    found_today = TodayLine(
        today.outlook,
        today.headline,
        today.text,
        today.need,
        trace("TD-04", today.because.ko, today.because.en, source=(PAPER,), of="today"),
        {},
    )
    framed = trace("FR-01", FRAMING_ROW.because.ko, FRAMING_ROW.because.en)
    advice = Advice(
        facts=facts,
        without=frozenset(),
        today=(found_today,),
        framing=TaskFraming("many_to_one", SHAPE, FRAMING_ROW.task, FRAMING_ROW.systems, framed, False),
        guides=(GuideLine(GUIDE, (PAPER, DECK), 190, "start"),),
        ruling=ruling,
        lines=LINES,
        never_say=(NEVER,),
        ask_client=(QUESTIONS[-1],),
        matrix=matrix(),
        deciding=(3, 3),
        decide_next=None,
    )
    found = result()
    state = CaseState(
        name="부품 분류",
        client="나사 제조사",
        created="2026-11-20T09:00:00Z",
        language="ko",
        answers=answers,
        measured=measured,
        sample=SampleRecord("/data/parts.zip", audit(), 7),
        prototypes=(PrototypeRecord(found, "model", {f"{n}.png": f"blob-{n}" for n in range(24)}, 8),),
        rulebook_digest=book.digest,
        revision=42,
        undo=None,
        redo=None,
    )
    path = Path(steps, tuple((section, "done") for section in book.sections))
    blobs = {f"blob-{number}": picture(number) for number in range(24)}
    return Case(state, Assessment(path, advice), book, blobs)


@pytest.fixture(scope="session")
def empty(full: Case) -> Case:
    """A case just made: nothing answered, no sample, no prototype."""
    steps = tuple(Step(q, "open", None, None) for q in QUESTIONS)
    path = Path(steps, tuple((section, "open") for section in full.book.sections))
    cells = tuple(replace(cell, lit=False) for cell in matrix())
    advice = Advice(
        facts={},
        without=frozenset(),
        ruling=None,
        today=(),
        framing=None,
        guides=(),
        lines=(),
        never_say=(NEVER,),
        ask_client=(),
        matrix=cells,
        deciding=(0, 3),
        decide_next=QUESTIONS[1],
    )
    state = replace(
        full.state, name="새 상담", client="", answers={}, measured={}, sample=None, prototypes=(), revision=1
    )
    return Case(state, Assessment(path, advice), full.book, {})
