"""A desk: a folder with its own content/, layouts/ and output/, where a test builds and breaks things."""

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

import build
from pipeline.command import read_command
from pipeline.content.model import Publication
from pipeline.content.theme import Theme
from pipeline.core.cache import NO_CACHE, Cache
from pipeline.core.layouts import Layouts
from pipeline.core.progress import Progress
from pipeline.deck.fit import fit_deck
from pipeline.deck.markup import read_slides
from pipeline.deck.master import Master
from pipeline.deck.slides import Slide
from pipeline.making.build import Build
from pipeline.making.load import begin, load
from pipeline.making.slides import make_master
from pipeline.master.adapt import adapt_slides
from pipeline.master.theme import theme_on
from pipeline.render.render import Pages, render_pages, render_slides

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "publication"
SHOWCASE = ROOT / "tests" / "showcase"


@dataclass(frozen=True)
class Answer:
    """What a build answered."""

    code: int
    out: str
    err: str


class Desk:
    """Starts as a copy of the small publication and of the project's layouts."""

    def __init__(self, folder: Path, content: Path = SMALL) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.layouts = folder / "layouts"
        self.output = folder / "output"
        shutil.copytree(content, self.content)
        shutil.copytree(ROOT / "layouts", self.layouts)

    # -- change something

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"the test expects {old!r} in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    # -- build

    def run(self, what: str = "all", *more: str) -> Answer:
        """The command line, without the cost of a new process. Paths in messages are relative to the desk."""
        before, said, warned = Path.cwd(), io.StringIO(), io.StringIO()
        folders = ["--content", "content", "--layouts", self.layouts.name, "--output", "output", "--cache", ".cache"]
        os.chdir(self.folder)
        try:
            with redirect_stdout(said), redirect_stderr(warned):
                code = build.main([what, *folders, "--jobs", "1", *more])
        except SystemExit as end:  # of a command that makes no sense
            code = int(end.code or 0)
        finally:
            os.chdir(before)
        return Answer(code, said.getvalue(), warned.getvalue())

    def command(self, what: str = "all", *more: str) -> list[str]:
        """The command line, as somebody would type it."""
        folders = {"--content": self.content, "--layouts": self.layouts, "--output": self.output}
        options = [str(part) for pair in {**folders, "--cache": self.folder / ".cache"}.items() for part in pair]
        return [sys.executable, str(ROOT / "build.py"), what, *options, *more]

    def run_apart(self, what: str = "all", *more: str, cwd: Path | None = None, **environment: str) -> Answer:
        """The command line, in a process of its own."""
        done = subprocess.run(
            self.command(what, *more),
            cwd=cwd or self.folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def outputs(self) -> list[str]:
        """The names of the files in the output folder, without the ledger."""
        return sorted(path.name for path in self.output.iterdir() if path.name != ".built.json")

    # -- look at what lies between content and files

    def load(self) -> tuple[Publication, Theme]:
        publication, theme, *_ = load(self.content, self.all_layouts)
        return publication, theme

    @property
    def all_layouts(self) -> Layouts:
        """The layouts that lie here, and the project's own for what they lack."""
        return Layouts.of(self.layouts, ROOT / "layouts")

    def pages(self, cache: Cache = NO_CACHE, form: str = "report") -> Pages:
        """The pages of a form as HTML, with their drawings."""
        build = self.build()
        return render_pages(build.printed[form], build.forms[form], build.theme, build.layouts, cache)

    def html(self, form: str = "report") -> str:
        return self.pages(form=form).html

    def slide_markup(self, cache: Cache = NO_CACHE) -> str:
        build = self.build()
        return render_slides(build.printed["deck"], build.forms["deck"], build.theme, build.layouts, cache)

    def master(self) -> Master:
        build = self.build()
        return make_master(build, build.forms["deck"])

    def build(self) -> Build:
        """What is made from what lies here, with nothing kept."""
        options = read_command([f"--content={self.content}", f"--layouts={self.layouts}"], ROOT).options
        return begin(replace(options, cache=NO_CACHE), Progress(quiet=True))

    def slides(self) -> tuple[Slide, ...]:
        publication, markup = self.build().printed["deck"], self.slide_markup()
        return read_slides(markup, publication.origins, publication.figures)

    def fitted(self) -> tuple[Slide, ...]:
        """The slides as they are written."""
        build, master = self.build(), self.master()
        publication, theme = build.printed["deck"], theme_on(master, build.theme)
        return fit_deck(adapt_slides(self.slides(), master, theme)[0], master, publication, theme).slides

    def make(self, name: str) -> Path:
        """report.pdf or deck.pptx, built to the end."""
        answer = self.run(name.split(".", maxsplit=1)[0])
        assert answer.code == 0, f"the build failed:\n{answer.err}"
        return self.output / name


@dataclass(frozen=True)
class Built:
    """A publication that was built, and where its parts lie."""

    desk: Desk
    answer: Answer

    @property
    def pdf(self) -> Path:
        return self.desk.output / "report.pdf"

    @property
    def deck(self) -> Path:
        return self.desk.output / "deck.pptx"

    def cut(self, name: str, what: str = "deck") -> Path:
        """A cut of the deck, alone, or of its handout; it is built where others do not look for outputs."""
        path = self.desk.folder / "cuts" / f"deck-{name}.{'pptx' if what == 'deck' else 'pdf'}"
        if not path.exists():
            answer = self.desk.run(what, "--cut", name, "--output", str(path.parent))
            assert answer.code == 0, f"the build failed:\n{answer.err}"
        return path


def build_on(desk: Desk, what: str = "all") -> Built:
    """The publication on a desk, built by the command line."""
    answer = desk.run_apart(what)
    assert answer.code == 0, f"the build failed:\n{answer.err}"
    return Built(desk, answer)


def copy_built(folder: Path, other: Path) -> None:
    """What a build leaves on a desk."""
    for name in ("output", ".cache"):
        shutil.copytree(folder / name, other / name)
