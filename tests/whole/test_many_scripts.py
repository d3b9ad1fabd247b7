"""Names in many scripts: refused at their line where no font has them, and set in every form where one has."""

import re
from pathlib import Path

import pikepdf
import pytest
from desk import ROOT, Built, Desk, build_on
from verbs import notes_of, open_deck, pages_of, slides_of, texts_of

from pipeline.core import NO_CACHE
from pipeline.watch import picture_slides, preview_fonts, render_preview

LETTERS = ROOT / "tests" / "letters"
FALLBACK = [
    *("Noto Sans SC", "Noto Sans KR", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans Tamil"),
    *("Noto Sans Ethiopic", "Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans Khmer"),
]
NAMES = {  # what is written in a script: what it is called, and what has it
    "李小龍": ("Chinese", "pylopdf-fonts-zh-cn", "Noto Sans SC"),
    "しなの": ("Japanese", "pylopdf-fonts-jp", "Noto Sans JP"),
    "김민수": ("Korean", "pylopdf-fonts-ko", "Noto Sans KR"),
    "प्रेमचन्द": ("Devanagari", "fontpkg-noto-sans-devanagari", "Noto Sans Devanagari"),
    "สมชาย": ("Thai", "fontpkg-noto-sans-thai", "Noto Sans Thai"),
    "கண்ணன்": ("Tamil", "fontpkg-noto-sans-tamil", "Noto Sans Tamil"),
    "ნინო": ("Georgian", "manimgx-fonts", "Noto Sans Georgian"),
    "Արաքս": ("Armenian", "manimgx-fonts", "Noto Sans Armenian"),
    "አበበ": ("Ethiopic", "manimgx-fonts", "Noto Sans Ethiopic"),
    "ខ្មែរ": ("Khmer", "fontpkg-noto-sans-khmer", "Noto Sans Khmer"),
    "বাংলা": ("Bengali", "manimgx-fonts", "Noto Sans Bengali"),
    "සිංහල": ("Sinhala", "manimgx-fonts", "Noto Sans Sinhala"),
}
HAD = ["Привет", "Νείλος", "Nguyễn Thị Ánh", "Əliyev", "ɓ", "Māyaʼ tʼàan", "Łódź", "Győr", "Nāhuatl", "Ḥasan"]
PLACES = {  # where a name stands: file, what it replaces, whose it is
    "a text": ("chapters/1-quarrel.yaml", "Harrow had the river first", 'barrier "upstream"'),
    "an author": ("publication.yaml", "Tom Okafor", "publication"),
    "an author of a source": ("sources.yaml", "family: Okafor", 'source "okafor2021"'),
    "a publisher": ("sources.yaml", "publisher: Marl River Trust", 'source "ferrers2019"'),
    "a label of a series": ("figures.yaml", "label: Harrow", 'figure "takings"'),
    "a term": ("glossary.yaml", "translation: embalse", 'term "reservoir"'),
    "words of a fact": ("facts.yaml", "measures: Length of the river", 'fact "length"'),
}


def write_name(desk: Desk, place: str, name: str) -> int:
    """Write a name into a place of the small publication; return its line."""
    file, old, _ = PLACES[place]
    key, _, _ = old.rpartition(": ")
    desk.replace(f"content/{file}", old, f"{key}: {name}" if key else name)
    text = (desk.content / file).read_text(encoding="utf-8")
    return text[: text.index(name)].count("\n") + 1


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", PLACES)
def test_a_name_that_no_font_has_is_refused_at_its_line(desk: Desk, place: str, name: str) -> None:
    line = write_name(desk, place, name)
    script, package, font = NAMES[name]
    file, _, owner = PLACES[place]
    answer = desk.run("check")
    assert answer.err == (
        f'content/{file}:{line}: {owner}: no font of the theme has the {script} letters of "{name}"\n'
        f"  hint: write it in Latin letters; or ask a designer to  pip install {package}  and to add  fallback: [{font}]  to theme.yaml\n\n"
        "1 problem. Nothing was written to output.\n"
    )


@pytest.mark.quick
def test_many_lines_of_one_script_are_told_in_a_few(desk: Desk) -> None:
    lines = "\n\n".join(f"      第{n}行。" for n in range(40))
    desk.replace("content/chapters/1-quarrel.yaml", "      Harrow had the river first.", lines)
    answer = desk.run("check")
    assert answer.err.count("no font of the theme has") == 8
    assert "32 more lines, this one and others, hold Chinese letters" in answer.err


@pytest.mark.quick
@pytest.mark.parametrize("mark", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069")
@pytest.mark.parametrize("file", ["publication.yaml", "chapters/1-quarrel.yaml", "sources.yaml", "data/takings.csv"])
def test_a_mark_that_turns_writing_is_refused_at_its_line(desk: Desk, file: str, mark: str) -> None:
    path = desk.content / file
    first, second, *others = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([first, f"{second}{mark}x", *others]), encoding="utf-8")
    (told, *_) = [line for line in desk.run("check").err.splitlines() if "turns the direction" in line]
    assert told.startswith(f"content/{file}:2: ")
    assert f"(U+{ord(mark):04X})" in told


@pytest.mark.quick
@pytest.mark.parametrize("name", ["שלום", "محمد", "ܫܠܡܐ", "ދިވެހި", "ߒߞߏ"])
def test_letters_from_the_right_are_refused(desk: Desk, name: str) -> None:
    line = write_name(desk, "a text", name)
    answer = desk.run("check")
    assert answer.err.startswith(f'content/chapters/1-quarrel.yaml:{line}: barrier "upstream": "{name}" is ')
    assert "writing from right to left cannot be set\n  hint: write the name in Latin letters\n" in answer.err


@pytest.mark.quick
def test_a_comment_and_a_reason_are_not_printed_and_may_be_in_any_script(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "title:", "# 两县一河\ntitle:")
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river", "<!-- 问一问 --> Harrow had the river")
    desk.write("content/exceptions.yaml", "1965: 年份\n")
    publication, _ = desk.load()
    assert publication.imprint.title.source == "Two Counties, One River"


@pytest.mark.quick
def test_the_page_of_watch_has_the_fallback_fonts(desk: Desk) -> None:
    write_fallback(desk, ["Noto Sans SC"])
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow sits upstream", "李小龍 sits upstream")
    publication, theme = desk.load()
    assert "NotoSansSC-Regular.otf" in preview_fonts(theme)
    page = render_preview(desk.all_layouts, (), theme, publication.imprint)
    assert re.search(r"--display: '[^']+', '[^']+', 'Noto Sans SC';", page)
    pictures = picture_slides(desk.fitted(), desk.master(), publication, theme, desk.all_layouts, NO_CACHE)
    assert any("李小龍" in picture.markup and "'Noto Sans SC'" in picture.markup for picture in pictures)


# ---------------------------------------------------------------- set


def write_fallback(desk: Desk, fonts: list[str]) -> None:
    theme = desk.layouts / "theme" / "theme.yaml"
    theme.write_text(f"{theme.read_text(encoding='utf-8')}fallback: [{', '.join(fonts)}]\n", encoding="utf-8")


def empty_fontconfig(folder: Path) -> str:
    """A configuration of fontconfig under which a machine has no font at all."""
    (folder / "none").mkdir()
    path = folder / "fonts.conf"
    path.write_text(f"<fontconfig><dir>{folder / 'none'}</dir><cachedir>{folder}</cachedir></fontconfig>")
    return str(path)


def bytes_of(desk: Desk) -> dict[str, bytes]:
    return {name: (desk.output / name).read_bytes() for name in desk.outputs()}


@pytest.fixture(scope="module")
def set_names(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The publication of names, with fallback fonts."""
    desk = Desk(tmp_path_factory.mktemp("letters") / "desk", LETTERS)
    write_fallback(desk, FALLBACK)
    return build_on(desk)


def letters_of(text: str) -> str:
    """Text without its spaces, which a PDF keeps otherwise."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


ALL_FORMS = [
    *("江河与名字", "李小龍", "信濃川", "한강", "ნინობერიძე", "მტკვარი", "Արաքս", "ዓባይ", "ስምምነት", "Дунай", "Νείλος"),
]
LATIN = ["NguyễnThịÁnh", "ɓ", "Māyaʼ", "Łandő", "Nāhuatl"]  # in points
PRINTED = {  # of each script, in titles, texts, sources, tables and drawings
    "report.pdf": [*ALL_FORMS, "商务印书馆", "なまえ", "김민수", "강과이름", "አዲስአበባ", "Петров", "Πετρίδης"],
    "deck.pdf": [*ALL_FORMS, *LATIN, "名字比边界更古老", "長野県では", "두물머리에서"],
}


@pytest.mark.parametrize("file", PRINTED)
def test_the_pdf_holds_the_names(set_names: Built, file: str) -> None:
    text = letters_of("".join(pages_of(set_names.desk.output / file)))
    assert [name for name in PRINTED[file] if name not in text] == []
    for name in ("गगा", "แมนำ", "காவர"):  # whose marks a PDF may keep in another order
        assert set(name) <= set(text), name


def test_the_deck_holds_the_names_and_names_their_fonts(set_names: Built) -> None:
    slides = slides_of(set_names.deck)
    text = letters_of("".join(texts_of(slide) + notes_of(slide) for slide in slides))
    for name in ("江河与名字", "「信濃川」", "한강은", "गंगा", "แม่น้ำเจ้าพระยา", "காவிரி", "ዓባይ", "მტკვარი", "Արաքսը"):
        assert name in text
    runs = [
        run
        for slide in open_deck(set_names.deck).slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    fonts = {run.text.strip(): run.font.name for run in runs}
    assert fonts["Rivers and their names,"] is None
    assert fonts["江河与名字"] == "Noto Sans SC"
    assert next(font for text, font in fonts.items() if text.startswith("ዓባይ ወንዝ")) == "Noto Sans Ethiopic"
    assert (
        next(font for text, font in fonts.items() if text.startswith("Ποταμοί")) == "Arial"
    )  # Cambria's twin has none
    chinese = next(run for run in runs if run.text.strip() == "江河与名字")
    kinds = {child.tag.rpartition("}")[2]: child.get("typeface") for child in chinese._r.rPr if child.get("typeface")}
    assert kinds == dict.fromkeys(("latin", "ea", "cs"), "Noto Sans SC")


def test_fonts_of_the_machine_change_nothing(set_names: Built, small: Built, tmp_path: Path) -> None:
    nowhere = empty_fontconfig(tmp_path)
    names, plain = Desk(tmp_path / "names", LETTERS), Desk(tmp_path / "plain")
    write_fallback(names, FALLBACK)
    for desk, built in ((names, set_names), (plain, small)):
        answer = desk.run_apart("all", FONTCONFIG_FILE=nowhere)
        assert (answer.code, answer.err) == (0, built.answer.err)
        assert bytes_of(desk) == bytes_of(built.desk)


def test_a_code_span_is_set_in_the_themes_font(tmp_path: Path) -> None:
    texts = []
    for name, environment in (("here", {}), ("nowhere", {"FONTCONFIG_FILE": empty_fontconfig(tmp_path)})):
        desk = Desk(tmp_path / name)
        desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river first.", "Type `flow --half`.")
        answer = desk.run_apart("report", **environment)
        assert answer.code == 0, answer.err
        texts.append((desk.output / "report.pdf").read_bytes())
    assert texts[0] == texts[1]
    with pikepdf.open(desk.output / "report.pdf") as pdf:
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert any("Source-Code-Pro" in name for name in fonts), fonts


def test_letters_that_the_themes_own_fonts_have_need_no_fallback(desk: Desk) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river first", ", ".join(HAD))
    desk.replace("content/publication.yaml", "Tom Okafor", "Nguyễn Thị Ánh Петров")
    answer = desk.run()
    assert answer.code == 0, answer.err
    text = letters_of("".join(pages_of(desk.output / "report.pdf")))
    assert [name for name in HAD if letters_of(name) not in text] == []


def test_a_letter_that_a_layout_prints_and_no_font_has_is_told_as_one_problem(desk: Desk) -> None:
    desk.replace("layouts/pages/_glossary.html", '>{{ _("Glossary") }}</h1>', ">词汇表</h1>")
    answer = desk.run("report")
    assert answer.err == (
        'layouts/report/report.html: no font of the theme has the letters "词汇表"\n'
        "  hint: a layout prints them, or a date or a citation: name a font that has them under fallback in theme.yaml\n\n"
        "1 problem. Nothing was written to output.\n"
    )
