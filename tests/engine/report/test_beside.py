"""What stands beside the verdict: later methods, the task, two yardsticks, cards, what would change it."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
from report_reading import SUFFIXES, squeezed, text_of, write

from engine.advice import ForbiddenAdviceError
from engine.advice.compare import compare, not_kept
from engine.advice.said import Said, SaidLine
from engine.advice.types import Change, Explanation, Nearly, Need
from engine.report.quoting import texts_of
from engine.report.sections.change import change_section
from engine.report.sections.material import Material
from engine.report.types import ItemList, KeyFigures, Panels, Table
from engine.report.words import SourceIndex, Words
from engine.texts import LANGUAGES, Text

PLANTED = Text(ko="강화학습으로 할 수 있습니다", en="Reinforcement learning can do it")
EDITIONS = ("client", "internal")


def section(report, identifier):
    return next((section for section in report.sections if section.id == identifier), None)


def blocks(report, identifier, kind):
    return [block for block in section(report, identifier).blocks if isinstance(block, kind)]


def words(report):
    return "\n".join(texts_of(report.sections))


# Later methods


@pytest.mark.parametrize("edition", EDITIONS)
def test_later_methods_stand_beside_the_verdict_and_say_that_they_are_an_addendum(full, edition):
    (panels,) = blocks(full.report("en", edition), "reasons", Panels)
    verdict, today = panels.panels
    assert verdict.tag == "The verdict · Deck of 2020"
    assert (verdict.verdict, verdict.title) == ("prepare", "Add public data of a similar task first")
    assert today.tag == "Addendum 2026 · Methods of 2026"
    assert (today.verdict, today.title) == ("start", "Carry over a pretrained model")
    assert "Ten of each kind are enough to try." in today.text
    assert "TD-04" in today.note


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_pack_that_is_switched_off_says_nothing_but_that(full, edition):
    off = full.advising(today=(), without=frozenset({"today"}), lines=full.assessment.advice.lines[:3])
    report = off.report("en", edition)
    (panels,) = blocks(report, "reasons", Panels)
    assert [panel.tag for panel in panels.panels] == ["The verdict · Deck of 2020"]
    assert "Carry over a pretrained model" not in words(report)
    assert "can be left out" not in words(report)
    told = "\n".join(texts_of((section(report, "version"),)))
    assert "Methods of 2026 (switched off)" in told
    assert "Deck of 2020 (" not in told


def test_what_has_to_hold_for_a_later_method_is_said(full):
    (line,) = full.assessment.advice.today
    unsure = full.advising(today=(replace(line, if_={"labels": ("good", "repairable")}),))
    (panels,) = blocks(unsure.report("en"), "reasons", Panels)
    assert panels.panels[1].text.startswith("Provided that: Labels: Good or Repairable by a rule\n")


def test_without_a_verdict_the_addendum_stands_alone(full):
    undecided = full.advising(ruling=None)
    (panels,) = blocks(undecided.report("en"), "reasons", Panels)
    assert [panel.verdict for panel in panels.panels] == ["start"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_line_says_whose_rule_it_is(full, edition):
    told = words(full.report("en", edition))
    assert "Rule V-05 · Deck of 2020 · source [1]" in told
    assert re.search(r"Rule S-03 · Rules of Hanbit Consulting · source \[\d\]", told)
    assert re.search(r"Rule TD-04 · Methods of 2026 · source \[\d\]", told)


# The law


def test_the_law_is_asked_and_never_concluded(full):
    report = full.report("en", "client")
    told = texts_of((section(report, "law"),))
    assert "Does it have to be marked?" in told
    assert any("not conclusions" in text for text in told)
    for other in ("steps", "conditions", "ask"):
        assert "Does it have to be marked?" not in texts_of((section(report, other),))
    unasked = full.advising(lines=tuple(x for x in full.assessment.advice.lines if x.kind != "question"))
    assert section(unasked.report("en"), "law") is None


# What kind of task


def test_the_task_is_framed_with_its_reason(full):
    report = full.report("en")
    (figures,) = blocks(report, "task", KeyFigures)
    assert [figure.value for figure in figures.figures] == ["Sorting pictures", "Recognising", "Encoder"]
    told = "\n".join(texts_of((section(report, "task"),)))
    assert "A picture is gathered into a category." in told
    assert "FR-01" in told
    assert "Systems that fit: Picture sorter, Thing finder" in told
    assert "ask again what is wanted" not in told
    framing = replace(full.assessment.advice.framing, disagrees=True)
    assert "ask again what is wanted" in words(full.advising(framing=framing).report("en"))
    assert section(full.advising(framing=None).report("en"), "task") is None


def test_the_client_gets_the_card_that_suits_the_form_of_the_data(full):
    client = words(full.report("en", "client"))
    assert "System card: Thing finder" in client
    assert "System card: Picture sorter" not in client
    assert "A case of the deck" not in client
    assert "Risk 2 of Thing finder" in client
    assert "Risk 3 of Thing finder" not in client
    internal = words(full.report("en", "internal"))
    assert "A case of the deck: Sorting parts by eye" in internal
    assert internal.index("System card: Thing finder") < internal.index("System card: Picture sorter")
    assert "Risk 4 of Picture sorter" in internal


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_figure_that_nobody_looked_up_says_so(full, edition):
    rows = {
        row[0]: row[1] for table in blocks(full.report("en", edition), "task", Table) for row in table.rows
    }
    widely, error = rows["Known figures"].split("\n")
    assert re.fullmatch(r"It is widely used\. \[\d\]", widely)
    assert re.fullmatch(r"It was 3\.57 %\. \(not checked\) \[\d\]", error)
    assert rows["Can pairs be made"] == "No · People have to tag them."
    assert rows["Input → output"] == "a picture → its kind"


def test_without_a_library_there_are_no_cards(full):
    report = replace(full, library=None).report("en")
    assert not blocks(report, "task", Table)
    assert "Systems that fit" not in words(report)


# Two yardsticks


def test_the_decks_yardstick_and_the_guide_stand_side_by_side(full):
    report = full.report("en", "client")
    (panels,) = blocks(report, "volume", Panels)
    deck, unit = panels.panels
    assert deck.title == "Many (12,000 samples)"
    assert "“Many” from 10,000 on, “Few” from 1,000 on" in deck.text
    assert unit.title == "190 pictures per class"
    assert unit.text == "Enough to start training, fewer than this guide recommends."
    (table,) = blocks(report, "volume", Table)
    task, counted, start, works, strong, source = table.rows[0]
    assert (task, counted) == ("Sorting pictures (some service)", "pictures per class")
    assert (start, works, strong) == ("10", "1,234", "-")
    assert re.fullmatch(r"\[\d\] 2026-11\n\[\d\] 2026-10", source)


def test_what_was_measured_stands_beside_the_guide_when_it_counts(full):
    facts = {**full.assessment.advice.facts, "volume": replace(full.assessment.advice.facts["volume"])}
    measured = full.advising(facts={**facts, "volume": type(facts["volume"])("too_few", "sample")})
    (panels,) = blocks(measured.report("en"), "volume", Panels)
    assert panels.panels[0].title == "Too few (540 samples)"


def test_a_unit_that_nobody_counted_is_not_made_up(full):
    (line,) = full.assessment.advice.guides
    unknown = full.advising(guides=(replace(line, count=None, reached=None),))
    (panels,) = blocks(unknown.report("en"), "volume", Panels)
    assert panels.panels[1].title == "pictures per class: not known yet"
    without = full.advising(guides=())
    assert len(blocks(without.report("en"), "volume", Panels)[0].panels) == 1
    assert not blocks(without.report("en"), "volume", Table)
    assert section(without.advising(facts={}).report("en"), "volume") is None


@pytest.mark.parametrize(
    ("reached", "works", "told"),
    [
        ("below", True, "Fewer than training makes sense with."),
        ("start", False, "Enough to start training."),
        ("works", True, "As many as this guide recommends, or got by with."),
        ("strong", True, "As many as one could wish for."),
    ],
)
def test_what_the_count_reaches_is_said_in_words(full, reached, works, told):
    (line,) = full.assessment.advice.guides
    guide = line.guide if works else line.guide.model_copy(update={"works": None})
    case = full.advising(guides=(replace(line, guide=guide, reached=reached),))
    assert blocks(case.report("en"), "volume", Panels)[0].panels[1].text == told


def test_the_client_reads_a_few_guides_and_the_consultant_all(full):
    (line,) = full.assessment.advice.guides
    many = full.advising(guides=(line,) * 7)
    assert len(blocks(many.report("en", "client"), "volume", Table)[0].rows) == 4
    (table,) = blocks(many.report("en", "internal"), "volume", Table)
    assert len(table.rows) == 7
    assert "Gather them evenly." in table.rows[0][0]


# What would change it


def explained(full, edition, explanation):
    index = SourceIndex()
    material = Material(
        full.state,
        full.assessment,
        Words("en", full.book),
        index,
        full.blobs.__getitem__,
        edition,
        datetime.date(2026, 11, 21),
        explanation,
    )
    return change_section(material)


def explanation(full, changes=1, nearly=9):
    row = full.book.verdicts.rows[0]
    source = (full.book.sources["deck2020"],)
    needs = (
        Need("labels", None, ("good", "repairable"), measured=False),
        Need("volume", "few", ("many",), measured=True),
    )
    change = Change(needs, "start", row.id, "ours", Text(ko="시작합니다", en="Start now"), source)
    near = Nearly("verdict", "V-09", "ours", "verdict", Text(ko="모읍니다", en="Collect"), source, needs[1])
    return Explanation((near,) * nearly, (change,) * changes, ())


def test_what_leads_to_a_better_verdict_is_told_to_both(full):
    for edition in EDITIONS:
        told = texts_of((explained(full, edition, explanation(full)),))
        assert (
            "Labels: from “Not known” to “Good or Repairable by a rule”, "
            "and Volume: from “Few” to “Many” (a sample can show it) → “Start”"
        ) in told


def test_what_is_one_answer_away_is_for_the_consultant(full):
    client = explained(full, "client", explanation(full))
    assert not any("Collect" in text for text in texts_of((client,)))
    internal = explained(full, "internal", explanation(full))
    (table,) = [block for block in internal.blocks if isinstance(block, Table)]
    assert len(table.rows) == 4
    assert table.rows[0][0] == "Verdict: Collect"
    assert "Jjak's own" in table.rows[0][2]
    assert "And 5 more." in texts_of((internal,))
    assert explained(full, "client", explanation(full, changes=0)) is None
    assert explained(full, "internal", explanation(full, changes=0, nearly=0)) is None


# Another rule book


def said(digest, headline, *lines):
    return Said(digest=digest * 64, version="1", verdict="start", headline=headline, lines=lines)


@pytest.fixture
def other(full):
    line = SaidLine(rule="S-01", kind="step", pack="deck2020", text=Text(ko="옛말", en="Old words"))
    ruling = full.assessment.advice.ruling
    new = Said(digest="b" * 64, version="2", verdict=ruling.verdict, headline=ruling.headline)
    return compare(said("a", Text(ko="시작", en="Start at once"), line), new, "2026-01-02T03:04:05")


def test_what_an_earlier_book_said_otherwise_is_listed_for_the_consultant(full, other):
    told = texts_of((section(replace(full, differences=other).report("en"), "version"),))
    assert "What differs from the earlier rule book" in told
    assert "No longer said (next step): Old words" in told
    assert any("Start at once" in text and "2026-01-02" not in text for text in told)


def test_the_client_hears_only_that_the_verdict_differs(full, other):
    told = texts_of((section(replace(full, differences=other).report("en", "client"), "version"),))
    assert any("The verdict differs" in text for text in told)
    assert not any("Old words" in text for text in told)
    unchanged = replace(other, verdict=None)
    told = texts_of((section(replace(full, differences=unchanged).report("en", "client"), "version"),))
    assert "What differs from the earlier rule book" not in told
    lost = not_kept("c" * 64, other.new)
    assert "not kept" in words(replace(full, differences=lost).report("en"))


# The gate, and the writers


def planted(full, other):
    """The case with the forbidden words in each of the new places, one at a time."""
    advice = full.assessment.advice
    (today,), (guide,) = advice.today, advice.guides
    framing, cards = advice.framing, full.library.cards
    yield full.advising(today=(replace(today, headline=PLANTED),))
    yield full.advising(today=(replace(today, text=PLANTED),))
    yield full.advising(today=(replace(today, need=PLANTED),))
    yield full.advising(framing=replace(framing, task=PLANTED))
    yield full.advising(framing=replace(framing, trace=replace(framing.trace, because=PLANTED)))
    yield full.advising(guides=(replace(guide, guide=guide.guide.model_copy(update={"task": PLANTED})),))
    yield full.advising(guides=(replace(guide, guide=guide.guide.model_copy(update={"unit": PLANTED})),))
    for field in ("x", "pair", "title"):
        forged = tuple(card.model_copy(update={field: PLANTED}) for card in cards)
        yield replace(full, library=full.library.model_copy(update={"cards": forged}))
    forged = tuple(card.model_copy(update={"risks": (PLANTED,)}) for card in cards)
    yield replace(full, library=full.library.model_copy(update={"cards": forged}))
    yield replace(
        full,
        differences=replace(other, verdict=(other.verdict[0], replace(other.verdict[1], headline=PLANTED))),
    )
    law = next(line for line in advice.lines if line.kind == "question")
    yield full.advising(lines=(replace(law, text=PLANTED),))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_gate_covers_everything_that_is_new(full, other, language, edition):
    cases = list(planted(full, other))
    assert len(cases) == 13
    for case in cases:
        with pytest.raises(ForbiddenAdviceError):
            case.report(language, edition)


def test_the_gate_covers_what_only_the_consultant_reads(full, other):
    line = SaidLine(rule="S-01", kind="step", pack="deck2020", text=PLANTED)
    with pytest.raises(ForbiddenAdviceError):
        replace(full, differences=replace(other, gone=(line,))).report("en", "internal")
    case_card = full.library.cases[0].model_copy(update={"goal": PLANTED})
    forged = full.library.model_copy(update={"cases": (case_card,)})
    with pytest.raises(ForbiddenAdviceError):
        replace(full, library=forged).report("ko", "internal")


def test_lines_below_one_another_make_no_promise_together(full):
    """A guide's name and its note share a cell; only where one of them promises is it a promise."""
    (line,) = full.assessment.advice.guides

    def noted(task, note):
        guide = line.guide.model_copy(update={"task": Text(ko=task, en="-"), "note": Text(ko=note, en="-")})
        return full.advising(guides=(replace(line, guide=guide),))

    assert noted("글 고르기 (강화", "된 것)").report("ko", "internal")
    for parts in (("강화학습", "을 봅니다"), ("글 고르기 (강화", "학습)")):
        with pytest.raises(ForbiddenAdviceError):
            noted(*parts).report("ko", "internal")


def test_the_clients_edition_passes_over_what_was_not_measured(full):
    bare = full.but(sample=None, prototypes=(), measured={})
    client = [part.id for part in bare.report("en", "client").sections]
    internal = [part.id for part in bare.report("en", "internal").sections]
    assert {"compared", "sample", "prototype"}.isdisjoint(client)
    assert {"compared", "sample", "prototype"} < set(internal)


def test_the_clients_answers_stand_two_a_row_and_none_is_lost(full):
    table = blocks(full.report("en", "client"), "answers", Table)[0]
    cells = [(row[i], row[i + 1]) for i in (0, 2) for row in table.rows]
    told = {question: answer for question, answer in cells if question}
    steps = full.assessment.path.steps
    assert list(told) == [step.question.text.en for step in steps]
    assert told["How many samples are there?"] == "12,000 samples"
    form = told["Is every input tied to the answer it should give?"]
    assert form == "Yes, in pairs\nfound in the sample"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_format_holds_what_is_new(full, other, tmp_path, suffix, language):
    case = replace(full, differences=other)
    for edition in EDITIONS:
        text = text_of(write(case.report(language, edition), tmp_path / f"{edition}{suffix}", full.book))
        today, framing = full.assessment.advice.today[0], full.assessment.advice.framing
        wanted = [today.headline, today.need, framing.task, framing.trace.because, full.library.cards[1].pair]
        missing = [item.say(language) for item in wanted if squeezed(item.say(language)) not in text]
        assert not missing
        for item in ("TD-04", "FR-01", "LW-01", "1,234", "2026-10", "190"):
            assert item in text


def test_small_print_is_numbered_through(full, tmp_path):
    report = full.report("en", "client")
    (sources,) = blocks(report, "sources", ItemList)
    assert sources.fine
    text = (write(report, tmp_path / "r.md", full.book)).read_text("utf-8")
    listed = text[text.index("## Sources") :]
    assert re.search(r"^1\. ", listed, re.MULTILINE)
    assert re.search(r"^2\. ", listed, re.MULTILINE)
