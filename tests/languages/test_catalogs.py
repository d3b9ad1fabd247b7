"""Words of layouts: catalogs are complete and can be printed; what is amiss in one is told; the paper of a region."""

import ast
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from desk import ROOT, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.problems import Place, ProblemsFound
from pipeline.languages.catalogs import read_catalog, read_words
from pipeline.languages.paper import paper_of
from pipeline.languages.words import ENGLISH, Words
from pipeline.text.short_citations import Citations

pytestmark = pytest.mark.quick

CATALOGS = sorted((ROOT / "layouts" / "translations").glob("*.po"))
HERE = Place("content/publication.yaml", 11)
Key = tuple[str, str | tuple[str, ...]]

HEAD = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def find(folder: Path) -> Any:
    return lambda name: folder / name


def write(folder: Path, name: str, text: str, head: str = HEAD) -> Path:
    path = folder / "translations" / f"{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + text, encoding="utf-8")
    return path


# ---------------------------------------------------------------- our own catalogs


def extract() -> set[Key]:
    """Every message of layouts and code, as pybabel finds it by pyproject.toml: context and message."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    methods, options = [], {}
    for mapping in project["tool"]["babel"]["mappings"]:
        patterns = mapping.pop("pattern")
        method = mapping.pop("method")
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            methods.append((pattern, method))
            options[pattern] = mapping
    found = set()
    for folder in ("layouts", "pipeline"):
        for _, _, message, _, context in extract_from_dir(str(ROOT / folder), methods, options):
            found.add((context or "", message))
    return found


def called() -> Iterator[tuple[str, str]]:
    """Every call for words in the code, also those in f-strings, which pybabel does not see: its place and its message."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr in ("gettext", "ngettext", "pgettext", "npgettext"):
                first = node.args["p" in node.func.attr :][:1]
                yield from ((f"{path.name}:{node.lineno}", str(m.value)) for m in first if isinstance(m, ast.Constant))


def test_two_languages_have_catalogs() -> None:
    assert [path.stem for path in CATALOGS] == ["de", "es"]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_a_catalog_holds_every_word_and_no_other(path: Path) -> None:
    with path.open("rb") as file:
        catalog = read_po(file)
    messages = [message for message in catalog if message.id]
    translated = [m for m in messages if not m.fuzzy and all([m.string] if isinstance(m.string, str) else m.string)]
    assert {(m.context or "", m.id) for m in translated} == extract()
    assert not catalog.obsolete
    assert not catalog.fuzzy
    assert read_words(path.stem, find(ROOT / "layouts"), HERE)[1] == []


def test_pybabel_finds_every_call_in_the_code() -> None:
    found = {form for _, message in extract() for form in ([message] if isinstance(message, str) else message)}
    calls = list(called())
    assert len(calls) > 50
    assert [where for where, message in calls if message not in found] == []


# ---------------------------------------------------------------- which catalog


def test_english_needs_no_catalog(tmp_path: Path) -> None:
    for language in ("en-US", "en-GB", "en"):
        words, problems = read_words(language, find(tmp_path), HERE)
        assert (words.gettext("At a glance"), problems) == ("At a glance", [])


def test_the_nearest_catalog_comes_first_and_the_others_fill_in(tmp_path: Path) -> None:
    write(tmp_path, "es", 'msgid "Barrier"\nmsgstr "Barrera"\n\nmsgid "Lesson"\nmsgstr "Lección"\n')
    write(tmp_path, "es-MX", 'msgid "Barrier"\nmsgstr "Obstáculo"\n')
    words, problems = read_words("es-MX", find(tmp_path), HERE)
    assert [words.gettext(word) for word in ("Barrier", "Lesson", "Period")] == ["Obstáculo", "Lección", "Period"]
    assert problems == []
    assert read_words("es-AR", find(tmp_path), HERE)[0].gettext("Barrier") == "Barrera"


def test_a_language_without_a_catalog_is_told_once() -> None:
    words, (warning,) = read_words("fr-CA", lambda name: Path("layouts") / "none" / name, HERE)
    assert warning.warns
    assert warning.place == HERE
    assert warning.what == 'the layouts have no words in "fr-CA": theirs stay English'
    assert "layouts/none/translations/fr.po" in warning.hint
    assert words.gettext("Lesson") == "Lesson"


def test_plurals_follow_the_rule_of_the_language(tmp_path: Path) -> None:
    rule = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    forms = ["%(num)s fakt", "%(num)s fakty", "%(num)s faktów"]
    text = 'msgid "%(num)s fact"\nmsgid_plural "%(num)s facts"\n'
    text += "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(forms))
    write(tmp_path, "pl", text, HEAD.replace("nplurals=2; plural=(n != 1);", rule))
    words, problems = read_words("pl", find(tmp_path), HERE)
    assert problems == []
    told = [words.ngettext("%(num)s fact", "%(num)s facts", num) for num in (1, 3, 5, 22, 112)]
    assert told == ["1 fakt", "3 fakty", "5 faktów", "22 fakty", "112 faktów"]
    assert ENGLISH.ngettext("%(num)s fact", "%(num)s facts", 1) == "1 fact"


def test_values_are_never_read_as_messages() -> None:
    assert ENGLISH.gettext("Table: %(title)s", title="100 % of %(title)s") == "Table: 100 % of %(title)s"


# ---------------------------------------------------------------- in layouts


def test_a_translation_is_text_and_never_markup(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "language: en-GB", "language: es-MX")
    desk.replace(
        "layouts/translations/es.po", 'msgid "Sources"\nmsgstr "Fuentes"', 'msgid "Sources"\nmsgstr "<b>A & B</b>"'
    )
    html = desk.html()
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html
    assert "<b>A" not in html


def test_a_page_is_made_anew_when_a_translation_changes(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "language: en-GB", "language: es-MX")
    before = desk.load()[0]
    desk.replace("layouts/translations/es.po", 'msgstr "Figura %(number)s"', 'msgstr "Gráfica %(number)s"')
    after = desk.load()[0]
    assert before.words_of_figures != after.words_of_figures
    assert "Gráfica\N{NO-BREAK SPACE}1" in desk.html()


@pytest.mark.parametrize(
    ("language", "families", "printed"),
    [
        ("es", ["Ruiz", "Soto"], "Ruiz y Soto 2020"),
        ("es", ["Ruiz", "Ibarra"], "Ruiz e Ibarra 2020"),
        ("es", ["Ruiz", "Hinojosa"], "Ruiz e Hinojosa 2020"),
        ("es", ["Ruiz", "Hierro"], "Ruiz y Hierro 2020"),
        ("es", ["Ruiz", "Soto", "Íñiguez"], "Ruiz, Soto e Íñiguez 2020"),
        ("de", ["Rau", "Ibsen"], "Rau und Ibsen 2020"),
        ("de", ["Rau", "Alt", "Seel", "Kern"], "Rau u.\N{NO-BREAK SPACE}a. 2020"),
        ("en-GB", ["Rau", "Alt", "Ibsen"], "Rau, Alt, and Ibsen 2020"),
    ],
)
def test_authors_are_joined_as_in_the_language(desk: Desk, language: str, families: list[str], printed: str) -> None:
    desk.replace("content/publication.yaml", "language: en-GB", f"language: {language}")
    authors = "".join(f"      - {{family: {name}, given: Eva}}\n" for name in families)
    with (desk.content / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"  - id: tried\n    type: book\n    title: Tried\n    author:\n{authors}    issued: {{year: 2020}}\n"
        )
    assert Citations(desk.load()[0]).short("tried") == printed


# ---------------------------------------------------------------- what is amiss


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('msgid "Part %(number)s"\nmsgstr "Parte"\n', 6, 'the translation "Parte" lacks "%(number)s"'),
        (
            'msgid "Part %(number)s"\nmsgstr "Parte %(numero)s"\n',
            6,
            'the translation "Parte %(numero)s" lacks "%(number)s"',
        ),
        (
            'msgid "Lesson"\nmsgstr "Lección %(n)s"\n',
            6,
            'the translation "Lección %(n)s" has "%(n)s", which its message has not',
        ),
        (
            'msgid "Lesson"\nmsgstr "Lección 100 %"\n',
            6,
            'the translation "Lección 100 %" has a "%" that nothing can be made of',
        ),
        (
            '\n\nmsgid "%(num)s fact"\nmsgid_plural "%(num)s facts"\nmsgstr[0] "%(num)s dato"\nmsgstr[1] "datos"\n',
            8,
            'the translation "datos" lacks "%(num)s"',
        ),
        ('msgid "Lesson"\nmsgstr "Lección\nmsgid "Period"\n', 7, "this line is not as programs for translations"),
        ('msgid "Lesson"\nmsgstr[x] "Lección"\n', 7, "this line is not as programs for translations write it"),
        ('msgid "Lesson"\n"more"\nmsgtsr "x"\n', 8, "this line is not as programs for translations write it"),
        ("nonsense\n", 6, "this line is not as programs for translations write it"),
    ],
)
def test_what_is_amiss_in_a_catalog_is_told_at_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = write(tmp_path, "es", text)
    with pytest.raises(ProblemsFound) as found:
        read_catalog(path)
    problem = found.value.problems[0]
    assert problem.what.startswith(what)
    assert problem.place.line == line
    assert problem.hint


@pytest.mark.parametrize(
    "rule",
    [
        "nplurals=2; plural=banana;",
        "nplurals=2; plural=n;",
        "nplurals=900000000; plural=0;",
        "nplurals=2; plural=1/0;",
        "nplurals=2; plural=n != 1\\;",
    ],
)
def test_a_rule_of_plurals_that_does_not_work_is_told(tmp_path: Path, rule: str) -> None:
    path = write(tmp_path, "es", "", HEAD.replace("nplurals=2; plural=(n != 1);", rule))
    with pytest.raises(ProblemsFound) as found:
        read_catalog(path)
    assert found.value.problems[0].what == "this rule of plurals does not work"
    assert found.value.problems[0].place.line == 4


def test_a_head_that_nobody_can_read_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "es", "", HEAD.replace('"Content-Type', '"POT-Creation-Date: some day\\n"\n"Content-Type'))
    with pytest.raises(ProblemsFound) as found:
        read_catalog(path)
    assert found.value.problems[0].what == "this is not a catalog as programs for translations write it"


def test_what_is_not_translated_is_a_warning(tmp_path: Path) -> None:
    text = (
        'msgid "Barrier"\nmsgstr ""\n\n#, fuzzy\nmsgid "Lesson"\nmsgstr "Sección"\n\nmsgid "Period"\nmsgstr "Periodo"\n'
    )
    write(tmp_path, "es", text)
    words, (warning,) = read_words("es", find(tmp_path), HERE)
    assert warning.warns
    assert warning.place.line == 6
    assert warning.what == '2 of the layouts\' words have no translation, and stay English: "Barrier" and "Lesson"'
    assert [words.gettext(word) for word in ("Barrier", "Lesson", "Period")] == ["Barrier", "Lesson", "Periodo"]


SPANISH = (ROOT / "layouts" / "translations" / "es.po").read_text(encoding="utf-8")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, len(SPANISH) - 1),
    length=st.integers(0, 60),
    put=st.one_of(
        st.sampled_from(['"', "\n", "\\", "%", "%(", "#~ ", "#, ", 'msgstr[9] "x"\n', "msgctxt ", "\x00", "\u202e"]),
        st.text(max_size=8),
    ),
)
def test_any_damage_is_a_catalog_or_a_problem(tmp_path: Path, at: int, length: int, put: str) -> None:
    path = tmp_path / "es.po"
    path.write_bytes((SPANISH[:at] + put + SPANISH[at + length :]).encode("utf-8", "surrogatepass"))
    with suppress(ProblemsFound):
        read_catalog(path)
    words = Words("es", read_words("es", lambda name: path, HERE)[0].catalogs)
    for context, message in sorted(extract_once(), key=str):
        form = message if isinstance(message, str) else message[0]
        names = dict.fromkeys(value_names(form), "x")
        if context:
            words.pgettext(context, form, **names)
        else:
            words.gettext(form, **names)


@cache
def extract_once() -> frozenset[Key]:
    return frozenset(extract())


def value_names(form: str) -> list[str]:
    return [part.partition(")s")[0] for part in form.split("%(")[1:]]


# ---------------------------------------------------------------- paper


@pytest.mark.parametrize(
    ("language", "paper"),
    [
        ("en", "Letter"),
        ("en-US", "Letter"),
        ("en-GB", "A4"),
        ("en-PH", "Letter"),
        ("es", "A4"),
        ("es-MX", "Letter"),
        ("es-Latn-MX", "Letter"),
        ("es-AR", "A4"),
        ("es-419", "A4"),
        ("es-VE", "Letter"),
        ("fr", "A4"),
        ("fr-CA", "Letter"),
        ("de", "A4"),
        ("de-CH", "A4"),
        ("pt", "A4"),
        ("zh-Hant", "A4"),
        ("fil", "Letter"),
        ("xx", "A4"),
    ],
)
def test_paper_follows_the_region(language: str, paper: str) -> None:
    assert paper_of(language) == paper
