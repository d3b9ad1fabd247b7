"""Forms are folders of layouts: what a form of one's own is, what a short form prints, and what an edit makes anew."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from desk import ROOT, Desk, copy_built
from verbs import notes_of, slides_of, texts_of

from pipeline.command import read_command
from pipeline.core.progress import Progress
from pipeline.making.make import make
from pipeline.watch.state import WatchState

QUARREL = "content/chapters/1-quarrel.yaml"
MILL = """\
mill:
  kind: table
  columns: [Year, Wheels]
  rows:
    - ["1974", Two]
    - ["1980", None]
  title: The mill lost its wheels
  subtitle: Wheels that turned before {gap-year}
  alt: A table of two years.
  source: survey1961
"""
RIVER = """\
    brief: |
      The Marl is {length} furlongs long, and a dry week upstream is a dry week at the sea^[So says every fisher.]. What
      became of the mill, @fig-mill tells; what the meters did, @sec-metering tells [@okafor2021].
"""
UPSTREAM = """\
    brief: |
      Harrow had the river first, and was in no hurry. Who took what, @fig-takings tells, and the quarrel began with
      @sec-the-river [@survey1961].
"""


def write_briefs(desk: Desk) -> None:
    """Say of two entries what a short form says of them."""
    desk.write("content/figures.yaml", (desk.content / "figures.yaml").read_text() + MILL)
    desk.replace(QUARREL, "      - takings\n", "      - takings\n      - mill\n")
    desk.replace(QUARREL, "    title: A short river\n", "    title: A short river\n" + RIVER)
    desk.replace(QUARREL, "    title: The upper hand\n", "    title: The upper hand\n" + UPSTREAM)
    # a source without an address on the web is looked up in the form that lists it
    desk.replace("content/sources.yaml", "    URL: https://example.org/survey?part=1&page=2\n", "")


class OwnForms(Desk):
    """A desk with two forms of its own, in a folder that holds nothing else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        shutil.rmtree(self.layouts)
        self.layouts = folder / "mine"
        shutil.copytree(ROOT / "tests" / "forms", self.layouts)
        write_briefs(self)


@pytest.fixture(scope="module")
def all_forms(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk where all forms are built."""
    desk = OwnForms(tmp_path_factory.mktemp("forms") / "desk")
    answer = desk.run("all")
    assert answer.code == 0, answer.err
    return desk


@pytest.fixture
def forms(all_forms: Desk, tmp_path: Path) -> Desk:
    """The same, to break things on."""
    desk = OwnForms(tmp_path / "desk")
    copy_built(all_forms.folder, desk.folder)
    return desk


def run(desk: Desk, what: str = "all", *more: str) -> dict[str, str]:
    """What a build says of each file in output/."""
    answer = desk.run(what, *more)
    assert answer.code == 0, answer.err
    lines = [line.split(": ", 1) for line in answer.out.splitlines() if line.startswith("output/")]
    return {name.removeprefix("output/"): told for name, told in lines}


def changed(told: dict[str, str]) -> set[str]:
    """The files of forms that a build says it has changed."""
    return {name for name, said in told.items() if name.endswith((".pdf", ".pptx")) and not said.endswith("unchanged")}


def words_on(path: Path) -> list[str]:
    """The words of each page of a PDF."""
    import pypdfium2

    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(path)]


def links_to(path: Path) -> Iterator[tuple[str, str]]:
    """The file and the named place of each link of a PDF that leads into another."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                action = link.get("/A", {})
                if action.get("/S") == "/GoToR":
                    named = action.F.UF if isinstance(action.F, pikepdf.Dictionary) else action.F
                    yield str(named), str(action.D)


def places_in(path: Path) -> set[str]:
    """The names of all named places of a PDF."""
    with pikepdf.open(path) as pdf:
        return {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}


# ---------------------------------------------------------------- a form of one's own


def test_a_leaflet_is_layouts_alone(all_forms: Desk) -> None:
    front, back = words_on(all_forms.output / "leaflet.pdf")
    assert "The mill lost its wheels" in front
    assert back.count("1.") == back.count("4.") == 1
    assert "5." not in back
    with (all_forms.output / "fact-check.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["fact"]: row for row in csv.DictReader(file)}
    assert rows["gap-year"]["pages of leaflet.pdf"] == "1"
    assert "leaflet: page 1<br>" in (all_forms.output / "fact-check.html").read_text(encoding="utf-8")


def test_a_figure_has_the_number_that_it_has_in_its_form(all_forms: Desk) -> None:
    assert "Figure 1" in words_on(all_forms.output / "leaflet.pdf")[0]
    report = " ".join(words_on(all_forms.output / "report.pdf"))
    assert "Figure 2 The mill lost its wheels" in report


def test_what_a_leaflet_leaves_out_stands_in_the_form_that_it_refers_to(all_forms: Desk) -> None:
    found = set(links_to(all_forms.output / "leaflet.pdf"))
    assert found == {("report.pdf", "source-survey1961")}
    assert {place for _, place in found} <= places_in(all_forms.output / "report.pdf")


def test_without_a_form_to_refer_to_links_that_lead_nowhere_are_words(forms: Desk) -> None:
    forms.replace("mine/leaflet/form.yaml", "refers-to: report", "")
    answer = forms.run("leaflet")
    assert answer.code == 0, answer.err
    assert 'figure "takings": no page of leaflet.pdf shows it' in answer.err  # which nobody else was to show
    assert not list(links_to(forms.output / "leaflet.pdf"))
    assert "Source: Lowmarsh County Council, Survey of the Marl, 1961." in words_on(forms.output / "leaflet.pdf")[0]


def test_a_file_may_have_a_name_in_any_language(forms: Desk) -> None:
    shutil.copytree(ROOT / "layouts" / "report", forms.layouts / "report")
    forms.replace("mine/report/form.yaml", "file: report.pdf", "file: Bericht über Wasser.pdf")
    run(forms, "leaflet")
    assert set(links_to(forms.output / "leaflet.pdf")) == {("Bericht über Wasser.pdf", "source-survey1961")}
    assert set(run(forms, "report")) >= {"Bericht über Wasser.pdf"}


def test_a_short_talk_takes_the_layouts_of_the_deck(all_forms: Desk) -> None:
    deck, talk = (slides_of(all_forms.output / name) for name in ("deck.pptx", "short-talk.pptx"))
    assert 1 < len(talk) < len(deck)
    assert not any("Whoever sits upstream" in texts_of(slide) for slide in talk)
    assert any("Tell the story in one breath" in notes_of(slide) for slide in talk)
    assert len(words_on(all_forms.output / "short-talk.pdf")) == len(talk)


def test_a_form_that_is_asked_for_is_made_alone(forms: Desk) -> None:
    forms.replace("content/publication.yaml", "How Harrow and Lowmarsh", "Why Harrow and Lowmarsh")
    told = {"leaflet.pdf": "2 pages; page 2 changed", "changes.html": "the words that changed"}
    assert run(forms, "leaflet") == told
    assert set(run(forms, "handout")) - {"changes.html"} == {"deck.pdf", "short-talk.pdf"}
    assert set(run(forms, "handout", "--notes")) - {"changes.html"} == {"deck-notes.pdf", "short-talk-notes.pdf"}


def test_a_form_of_ones_own_has_editions_and_keeps_what_hands_did(forms: Desk) -> None:
    assert set(run(forms, "leaflet", "--paper", "letter", "--print")) == {"leaflet-letter-print.pdf"}
    assert run(forms, "leaflet", "--paper", "letter", "--print") == {"leaflet-letter-print.pdf": "2 pages; up to date"}
    (forms.output / "leaflet.pdf").write_bytes(b"by hand")
    assert run(forms)["leaflet.pdf"] == "changed by hand since it was built, and kept"
    forms.replace("mine/leaflet/leaflet.css", "6pt", "7pt")
    answer = forms.run("leaflet")
    assert (answer.code, "output/leaflet.pdf: this file was changed by hand" in answer.err) == (1, True)
    run(forms, "leaflet", "--set-aside")
    assert (forms.output / "leaflet-by-hand-1.pdf").read_bytes() == b"by hand"


def test_paper_is_for_forms_with_pages(forms: Desk) -> None:
    answer = forms.run("cut", "--paper", "a4")
    assert answer.code == 1
    assert 'form "cut" has no pages, and --paper and --print are for pages' in answer.err
    answer = forms.run("all", "--paper", "a4")
    assert answer.code == 2
    assert "for one form with pages: name it (brief, cut, deck, leaflet, report)" in answer.err


def test_whoever_watches_sees_every_form(forms: Desk) -> None:
    state = WatchState()
    folders = [f"--content={forms.content}", f"--layouts={forms.layouts}", f"--output={forms.output}"]
    options = read_command([*folders, f"--cache={forms.folder / '.cache'}"], ROOT).options
    make(options, Progress(quiet=True), state=state)
    assert {"brief", "cut", "deck", "leaflet", "report"} == set(state.wait(0, 0).told()["forms"])


# ---------------------------------------------------------------- forms come and go


def test_files_that_no_form_makes_any_more_are_told_and_kept(forms: Desk) -> None:
    shutil.rmtree(forms.layouts / "cut")
    told = run(forms)
    assert told["short-talk.pptx"] == "no form makes this any more; delete it, if nobody needs it"
    assert told["leaflet.pdf"] == "2 pages; unchanged"
    assert (forms.output / "short-talk.pptx").is_file()
    assert "short-talk.pptx" not in run(forms)  # with nothing to do


def test_a_form_may_be_renamed(forms: Desk) -> None:
    mine = forms.layouts
    (mine / "leaflet").rename(mine / "flyer")
    for name in ("leaflet.html", "leaflet.css"):
        (mine / "flyer" / name).rename(mine / "flyer" / name.replace("leaflet", "flyer"))
    assert run(forms, "flyer")["leaflet.pdf"].startswith("2 pages")
    assert forms.run("leaflet").code == 2


def test_a_publication_says_which_forms_it_has(forms: Desk) -> None:
    forms.write("content/publication.yaml", (forms.content / "publication.yaml").read_text() + "forms: [leaflet]\n")
    assert set(run(forms)) >= {"leaflet.pdf", "fact-check.html"}
    answer = forms.run("cut")
    assert answer.code == 1
    line = (forms.content / "publication.yaml").read_text().count("\n")
    assert answer.err.startswith(f'content/publication.yaml:{line}: publication: "forms" does not list cut\n')
    assert not list(links_to(forms.output / "leaflet.pdf"))  # the other file is not there


# ---------------------------------------------------------------- nothing to do


@pytest.mark.parametrize("asked", ["all", "leaflet", "cut", "brief", "handout --notes", "brief --paper letter"])
def test_with_nothing_to_do_nothing_is_loaded(forms: Desk, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    run(forms, *asked.split())
    monkeypatch.setattr("build.make", None)
    told = run(forms, *asked.split())
    assert told
    assert all(said.endswith("up to date") for said in told.values())


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"files": {"leaflet.pdf": 1}}', '{"files": [], "everything": {}}'])
def test_a_damaged_ledger_costs_a_build_and_loses_nothing(forms: Desk, damage: str) -> None:
    (forms.output / ".built.json").write_text(damage)
    assert run(forms, "leaflet") == {"leaflet.pdf": "2 pages; unchanged"}


# ---------------------------------------------------------------- the field for short forms


def test_a_short_form_prints_what_is_written_for_it_alone(all_forms: Desk) -> None:
    brief, report = (all_forms.html(name) for name in ("brief", "report"))
    assert "a dry week upstream is a dry week at the sea" in brief
    assert "in no hurry" in brief
    for text in (
        "The river has no tributary",
        "Lowmarsh offered to pay",
        "This chapter tells how",
        "Counting the water",
    ):
        assert text not in brief, "a text of the report stands in the brief"
        assert text in report
    for text in ("So says every fisher", "in no hurry"):
        assert text not in report, "a text of the brief stands in the report"
    assert not any("in no hurry" in texts_of(slide) for slide in slides_of(all_forms.output / "deck.pptx"))


def test_entries_without_a_text_for_it_are_one_warning(forms: Desk) -> None:
    told = forms.run("check").err
    lacking = [line for line in told.splitlines() if 'have no "brief", which others have: not in brief.pdf' in line]
    assert len(lacking) == 1
    assert '"in-short", "dry-years", "metering" and "next-drought"' in lacking[0]


def test_texts_that_are_too_short_or_too_long_are_told_at_their_line(forms: Desk) -> None:
    told = forms.run("check").err
    line = (forms.folder / QUARREL).read_text().splitlines().index("    brief: |") + 1
    assert f'{QUARREL}:{line}: warning: topic "the-river": "brief" has 3' in told
    assert "brief.pdf has room for 80 to 200" in told
    forms.replace(QUARREL, "    title: The story in short\n", f"    title: In short\n    brief: {'word ' * 240}\n")
    assert '"in-short": "brief"' not in forms.run("check").err
    forms.replace(QUARREL, "brief: word", f"brief: {'word ' * 21}")
    assert 'summary "in-short": "brief" has 260 words; brief.pdf has room for 80 to 250' in forms.run("check").err


def test_figures_are_those_that_the_text_mentions_in_the_order_of_the_form(all_forms: Desk) -> None:
    brief = all_forms.html("brief")
    assert re.findall(r'<figure id="fig-([^"]+)"', brief) == ["mill"]
    assert re.search(r'href="#fig-mill">Figure.1</a>', brief)
    assert re.search(r'href="pdf:report.pdf#fig-takings">Figure.1 in the report</a>', brief)


def test_links_to_what_is_left_out_lead_to_places_that_are_there(all_forms: Desk) -> None:
    """The report is joined of parts: its named places are those of all of them."""
    found = set(links_to(all_forms.output / "brief.pdf"))
    assert {("report.pdf", "sec-metering"), ("report.pdf", "fig-takings")} <= found
    assert {file for file, _ in found} == {"report.pdf"}
    assert {place for _, place in found} <= places_in(all_forms.output / "report.pdf")


def test_notes_stand_at_the_end_with_links_both_ways(all_forms: Desk) -> None:
    brief = all_forms.html("brief")
    calls = re.findall(r'<a class="noteref" id="(noteref-\d+)" href="#(note-\d+)">', brief)
    backs = re.findall(r'<li id="(note-\d+)"><a class="noteback" href="#(noteref-\d+)">', brief)
    assert calls == [(call, note) for note, call in backs]
    assert len(calls) == 1
    assert brief.index("noteback") > brief.index("in no hurry")
    assert "So says every fisher" in brief[brief.index('id="note-1"') :]


def test_where_no_page_lists_sources_the_notes_lead_to_the_web(all_forms: Desk) -> None:
    brief, sources = all_forms.html("brief"), all_forms.load()[0].sources
    assert 'id="source-' not in brief
    assert sources["okafor2021"].address.startswith("https://")
    assert f'<a class="cite" href="{sources["okafor2021"].address}"' in brief
    assert not sources["survey1961"].address
    assert '<a class="cite" href="pdf:report.pdf#source-survey1961"' in brief


def test_on_paper_the_brief_lists_its_sources(forms: Desk) -> None:
    answer = forms.run("brief", "--print")
    assert answer.code == 0, answer.err
    assert "Okafor, Tom" in " ".join(words_on(forms.output / "brief-print.pdf"))


# ---------------------------------------------------------------- an edit makes what shows it


def test_an_edit_of_a_short_text_makes_the_short_form_alone(forms: Desk, counted: list[str]) -> None:
    before = {name: (forms.output / name).read_bytes() for name in forms.outputs()}
    forms.replace(QUARREL, "and was in no hurry", "and was in no haste")
    told = run(forms)
    assert changed(told) == {"brief.pdf"}
    assert re.fullmatch(r"\d+ pages; pages? [\d–, ]+ changed", told["brief.pdf"])
    assert len(counted) == 1, "one part is set, that of the brief"
    same = {name for name in before if (forms.output / name).read_bytes() == before[name]}
    assert {"report.pdf", "leaflet.pdf", "deck.pptx", "deck.pdf", "short-talk.pptx", "short-talk.pdf"} <= same
    assert "haste" in (forms.output / "changes.html").read_text()


def test_an_edit_of_a_fact_makes_all_that_print_it(forms: Desk) -> None:
    forms.replace("content/facts.yaml", "1234.5", "1235.5")
    told = run(forms)
    assert changed(told) == {"brief.pdf", "report.pdf", "deck.pptx", "deck.pdf", "short-talk.pptx", "short-talk.pdf"}
    assert all(" changed" in told[name] for name in changed(told))
    assert run(forms, "leaflet") == {"leaflet.pdf": "2 pages; up to date"}


def test_an_edit_of_a_text_makes_the_long_form_alone(forms: Desk, counted: list[str]) -> None:
    forms.replace(QUARREL, "Lowmarsh offered to pay in 1965", "Lowmarsh offered money in 1965")
    told = run(forms)
    assert changed(told) == {"report.pdf"}
    assert re.fullmatch(r"\d+ pages; page \d+ changed", told["report.pdf"])
    assert len(counted) == 1, "one part is set, that of the report"
