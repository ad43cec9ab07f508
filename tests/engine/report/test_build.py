"""What stands in a report, and what never may."""

from __future__ import annotations

import string
from dataclasses import replace
from io import BytesIO
from itertools import product

import pytest
from PIL import Image

from engine.advice import ForbiddenAdviceError, assess
from engine.audit.types import ExtentSaid, Finding, LabelsSaid, RuleSaid
from engine.interview.types import UNKNOWN, Answer, Fact, Measurement, Path
from engine.report.pictures import readable_picture
from engine.report.quoting import Quoting, joined, own_part, printable, texts_of
from engine.report.types import Bars, Light, Matrix, PictureGrid, Table
from engine.rulebook import load_rule_book
from engine.texts import LANGUAGES, Text, catalogue

PLANTED = Text(ko="강화학습으로 할 수 있습니다", en="Reinforcement learning can do it")


PICTURES = [("CMYK", "JPEG", 50), ("RGB", "BMP", 50), ("RGB", "PNG", 900)]


def section(report, identifier):
    return next(section for section in report.sections if section.id == identifier)


def block(report, identifier, kind):
    return next(block for block in section(report, identifier).blocks if isinstance(block, kind))


def words(report):
    return "\n".join(texts_of(report.sections))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_advice_is_there_with_rule_and_source(full, language) -> None:
    report = full.report(language)
    told = words(report)
    advice = full.assessment.advice
    assert advice.ruling is not None
    for text in (advice.ruling.headline, advice.ruling.trace.because, *(line.text for line in advice.lines)):
        assert text.say(language) in told
    for rule in ("V-05", "S-01", "S-02", "S-03", "S-04", "C-01", "K-01"):
        assert rule in told
    sources = texts_of((section(report, "sources"),))
    assert any("arxiv.org/abs/2103.14749" in text for text in sources)
    assert len(report.sources) == 2


def test_the_steps_keep_their_order(full) -> None:
    steps = [line.text.en for line in full.assessment.advice.lines if line.kind == "step"]
    listed = texts_of((section(full.report("en"), "steps"),))
    assert [text for text in listed if text in steps] == steps


def test_the_light_has_a_word_for_every_verdict(full, empty) -> None:
    seen = set()
    for verdict in ("start", "prepare", "push_back"):
        ruling = replace(full.assessment.advice.ruling, verdict=verdict)
        light = block(full.advising(ruling=ruling).report("en"), "summary", Light)
        assert light.verdict == verdict
        seen.add(light.word)
    grey = block(empty.report("en"), "summary", Light)
    assert grey.verdict is None
    assert len(seen | {grey.word}) == 4
    assert "Is every input tied" in grey.headline


def test_what_disagrees_stands_in_the_report_with_what_counts(full) -> None:
    rows = {row[0]: row[1:] for row in block(full.report("en"), "compared", Table).rows}
    assert rows["Form"] == ("Paired", "Paired", "agree", "both")
    assert rows["Volume"] == ("Many (12,000 samples)", "Too few (540 samples)", "differ", "claimed")
    assert rows["Labels"][2:] == ("one side only", "claimed")
    measured = full.advising(facts={"volume": Fact("too_few", "sample")})
    rows = {row[0]: row[1:] for row in block(measured.report("en"), "compared", Table).rows}
    assert rows["Volume"][2:] == ("differ", "measured")


def test_amounts_of_the_same_volume_agree(full) -> None:
    near = full.but(measured={"volume": Measurement(10_400, 9)})
    rows = {row[0]: row[1:] for row in block(near.report("en"), "compared", Table).rows}
    assert rows["Volume"][2] == "agree"


def test_a_part_speaks_against_no_larger_claim(full) -> None:
    """As the interview judges it: 540 of a sample that is a part do not contradict 12,000 in all."""
    path = full.assessment.path
    steps = tuple(replace(step, agrees=True) if step.question.id == "volume" else step for step in path.steps)
    case = replace(full, assessment=replace(full.assessment, path=Path(steps, path.sections)))
    report = case.report("en")
    rows = {row[0]: row[1:] for row in block(report, "compared", Table).rows}
    assert rows["Volume"][2:] == ("a part measured", "claimed")
    assert "while the sample shows" not in "\n".join(texts_of((section(report, "summary"),)))
    assert "while the sample shows" in "\n".join(texts_of((section(full.report("en"), "summary"),)))


def test_what_is_for_the_consultant_stays_out_of_the_clients_edition(full) -> None:
    advice = full.assessment.advice
    ruling = replace(advice.ruling, verdict="push_back")
    lines = tuple(replace(line, audience="consultant") for line in advice.lines)
    matrix = tuple(replace(cell, verdict="push_back") for cell in advice.matrix)
    case = full.advising(ruling=ruling, lines=lines, matrix=matrix)
    client, internal = case.report("en", "client"), case.report("en", "internal")
    for line in lines:
        assert line.text.en in words(internal)
        assert line.text.en not in words(client)
    assert block(internal, "summary", Light).word == "Push back"
    assert block(client, "summary", Light).word == "Not as it stands"
    fields = [field.label for _, row in block(client, "summary", Matrix).rows for field in row]
    assert all(label.startswith("Not as is") for label in fields)


def test_an_answer_of_dont_know_is_no_claim(full) -> None:
    unsure = full.answering("volume", UNKNOWN)
    rows = {row[0]: row[1:] for row in block(unsure.report("en"), "compared", Table).rows}
    assert rows["Volume"] == ("-", "Too few (540 samples)", "one side only", "measured")
    nobody_knows = unsure.advising(facts={})
    rows = {row[0]: row[1:] for row in block(nobody_knows.report("en"), "compared", Table).rows}
    assert rows["Volume"][3] == "neither yet"


def test_an_answer_off_the_path_is_no_claim(full) -> None:
    path = full.assessment.path
    off = Path(tuple(step for step in path.steps if step.question.id != "labels"), path.sections)
    case = replace(full, assessment=replace(full.assessment, path=off))
    rows = {row[0]: row[1:] for row in block(case.report("en"), "compared", Table).rows}
    assert rows["Labels"][0] == "-"


def test_answers_say_who_said_them_and_mark_dont_know(full) -> None:
    table = block(full.report("en"), "answers", Table)
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Is every input tied to the answer it should give?"] == (
        "Yes, in pairs",
        "found in the sample",
    )
    assert rows["How many samples are there?"] == ("12,000 samples", "said by the client")
    unsure = next(i for i, row in enumerate(table.rows) if row[0].startswith("Is there a budget"))
    assert table.rows[unsure][1].startswith("Don't know")
    assert unsure in table.emphasis
    assert [table.rows[index][0] for index in sorted(table.groups)] == ["The wish", "The data", "The means"]


def test_findings_come_worst_first_with_counts(full) -> None:
    tables = [b for b in section(full.report("en"), "sample").blocks if isinstance(b, Table)]
    assert [row[2] for row in tables[1].rows] == ["serious", "warning", "note"]
    assert tables[1].rows[0][3] == "24"
    assert "bolt/IMG_2026_11_000.jpg = nut/1.jpg" in tables[1].rows[0][4]
    assert tables[1].rows[1][4] == "nut/broken.jpg (the image is damaged or cut off)"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", ["client", "internal"])
def test_the_sample_tells_of_the_claim_of_what_was_taken_away_and_of_the_labels(
    full, language, edition
) -> None:
    sample = full.state.sample
    rules = [
        RuleSaid(kind="spelling", label=f"Bolt{n}", becomes="bolt", count=n, support=1) for n in range(5)
    ]
    rules[1] = RuleSaid(kind="swap", label="nut", becomes="bolt", count=31, support=1, where=("site", "B"))
    labels = LabelsSaid(
        verdict="repairable",
        weighed=598,
        known=True,
        share=0.081,
        low=0.06,
        high=0.1,
        changed=0.05,
        rules=tuple(rules),
    )
    extent = ExtentSaid(claimed=12_000, samples=4018, low=3100, high=5200, least="few", most="few")
    doubtful = Finding(kind="doubtful_labels", severity="warning", count=17)
    taken = {"unusable": 3, "exact_duplicates": 24, "swapped_backgrounds": 11}
    more = {"extent": extent, "labels": labels, "taken": taken, "findings": (doubtful,)}
    audit = sample.audit.model_copy(update=more)
    told = words(full.but(sample=replace(sample, audit=audit)).report(language, edition))
    for number in ("12,000", "3,100", "5,200", "8.1", "24", "11", "17", "31"):
        assert number in told
    assert "“Bolt0” → “bolt”" in told
    assert "Bolt4" not in told  # the first lines only
    assert "{" not in told


def test_a_finding_of_a_later_version_is_shown_by_its_code(full) -> None:
    sample = full.state.sample
    strange = Finding(kind="not_yet_invented", severity="warning", count=3)
    audit = sample.audit.model_copy(update={"findings": (strange,)})
    assert "not_yet_invented" in words(full.but(sample=replace(sample, audit=audit)).report("ko"))


def test_the_prototype_stands_beside_its_baselines_with_pictures_wrong_first(full) -> None:
    report = full.report("en")
    bars = block(report, "prototype", Bars)
    assert bars.rows[0][1:] == (0.917, 0.852, 0.955, "91.7 % (85.2–95.5)")
    assert len(bars.rows) == 3
    pictures = block(report, "prototype", PictureGrid).pictures
    marks = [picture.good for picture in pictures]
    assert marks == sorted(marks)
    assert False in marks
    assert True in marks
    assert all(("new data" in p.caption) != ("fitted" in p.caption) for p in pictures)
    assert all("predicted: bolt" in p.caption and "true: " in p.caption for p in pictures)


def test_many_wrong_ones_leave_room_for_right_ones(full) -> None:
    record = full.state.prototypes[0]
    right = {"truth": "bolt", "predicted": "bolt"}
    wrong = {"truth": "nut", "predicted": "bolt"}
    for wrong_ones, shown in ((18, 14), (3, 3), (24, 20), (0, 0)):
        predictions = tuple(
            prediction.model_copy(update=wrong if number < wrong_ones else right)
            for number, prediction in enumerate(record.result.predictions)
        )
        result = record.result.model_copy(update={"predictions": predictions})
        report = full.but(prototypes=(replace(record, result=result),)).report()
        marks = [picture.good for picture in block(report, "prototype", PictureGrid).pictures]
        assert len(marks) == 20
        assert marks == [False] * shown + [True] * (20 - shown)


def test_a_model_that_is_no_better_is_not_called_better(full) -> None:
    record = full.state.prototypes[0]
    for outcome in ("as_good", "worse"):
        result = record.result.model_copy(update={"outcome": outcome})
        told = texts_of(
            (section(full.but(prototypes=(replace(record, result=result),)).report("en"), "prototype"),)
        )
        assert not any("Better than" in text for text in told)


def test_pictures_that_are_lost_or_broken_are_left_out(full) -> None:
    blobs = {"blob-0": b"not a picture", "blob-1": full.blobs["blob-1"]}
    pictures = block(replace(full, blobs=blobs).report(), "prototype", PictureGrid).pictures
    assert len(pictures) == 1


def test_only_the_internal_edition_says_what_not_to_promise(full) -> None:
    assert PLANTED.en in words(full.report("en", "internal"))
    client = full.report("en", "client")
    assert PLANTED.en not in words(client)
    assert not any(section.internal for section in client.sections)
    assert full.assessment.advice.never_say[0].instead.en not in words(client)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", ["client", "internal"])
def test_no_report_proposes_reinforcement_learning(full, language, edition) -> None:
    advice = full.assessment.advice
    step = replace(advice.lines[0], text=PLANTED)
    ruling = replace(advice.ruling, headline=PLANTED)
    reason = replace(advice.lines[0], trace=replace(advice.lines[0].trace, because=PLANTED))
    for planted in ({"lines": (step,)}, {"ruling": ruling}, {"lines": (reason,)}):
        with pytest.raises(ForbiddenAdviceError):
            full.advising(**planted).report(language, edition)


def test_a_client_who_asks_for_it_may_be_quoted(full) -> None:
    asked = full.answering("wish", PLANTED.en, note=PLANTED.ko).but(name=PLANTED.en, client=PLANTED.ko)
    assert PLANTED.en in words(asked.report("en", "client"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_case_says_what_to_do_next(empty, language) -> None:
    report = empty.report(language, "client")
    for part in report.sections:
        assert [text for text in texts_of((part,)) if text.strip()], part.title
    assert not any(sign in words(report) for sign in ("{", "}", "None,"))


def test_the_basis_names_book_digest_date_and_version(full) -> None:
    rows = {row[0]: row[1] for row in block(full.report("en"), "version", Table).rows}
    assert rows["Rule book version"] == "2026.11"
    assert rows["Rule book digest (SHA-256)"] == full.book.digest
    assert rows["Date"] == "2026-11-20"
    assert rows["Jjak version"][0].isdigit()
    assert full.book.digest[:8] in full.report("en").footer


def test_every_verdict_of_the_real_book_passes_the_gate_in_both_editions(full) -> None:
    book = load_rule_book()
    for number, (form, volume, labels) in enumerate(product(*book.verdicts.inputs.values())):
        given = {"form": form, "volume": volume, "labels": labels}
        answers = {name: Answer(value, order) for order, (name, value) in enumerate(given.items())}
        case = replace(full, book=book, assessment=assess(book, answers, {})).but(
            answers=answers, measured={}, prototypes=()
        )
        language, edition = LANGUAGES[number % 2], ("client", "internal")[number // 2 % 2]
        report = case.report(language, edition)
        told = words(report)
        ruling = case.assessment.advice.ruling
        assert ruling is not None
        assert ruling.headline.say(language) in told
        assert all(line.text.say(language) in told for line in case.assessment.advice.lines)
        assert all(line.trace.rule in told for line in case.assessment.advice.lines)


def test_quoting_keeps_our_part_apart() -> None:
    text = joined(" · ", ("ours", Quoting("theirs")))
    assert text == "ours · theirs"
    assert "theirs" not in own_part(text)
    assert own_part("plain") == "plain"


def test_printable_drops_what_no_format_can_hold(full) -> None:
    hostile = "a\x00b\ud800c\u202ed\x1be\uffff\r\nf\u2028g 🙂 \t가"
    report = printable(replace(full.report("en"), title=hostile))
    assert report.title == "abcde\nf\ng 🙂 \t가"


def test_every_text_of_the_report_is_in_both_languages_with_the_same_places() -> None:
    for key, text in catalogue("report").texts.items():
        places = [
            {field for _, field, _, _ in string.Formatter().parse(t) if field} for t in (text.ko, text.en)
        ]
        assert places[0] == places[1], key


@pytest.mark.parametrize(("mode", "kind", "side"), PICTURES)
def test_pictures_of_any_kind_become_small_ones_that_every_format_shows(mode, kind, side) -> None:
    written = BytesIO()
    Image.new(mode, (side, side // 2)).save(written, format=kind)
    data = readable_picture({"it": written.getvalue()}.__getitem__, "it")
    assert data is not None
    picture = Image.open(BytesIO(data))
    assert picture.format in ("PNG", "JPEG")
    assert picture.mode == "RGB"
    assert max(picture.size) == min(side, 384)
    assert readable_picture({"it": written.getvalue()[:60]}.__getitem__, "it") is None
