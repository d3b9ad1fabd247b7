"""Measure builds, and beside them, in the same run, what others need for comparable work.

    PYTHONPATH=. python tests/benchmarks.py --sizes 1,5 --runs 5

Every number is a median of the runs. Each run does everything once, one after the other, so that what else the
machine does falls on all alike: look at ratios. Sizes are multiples of the publication.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypandoc
from comparable import as_brief, as_slides, as_text, in_short, pictures_of
from grow import grow

from pipeline.command import read_command
from pipeline.core.progress import Progress
from pipeline.making.load import begin
from pipeline.making.pages import render_form
from pipeline.text.fonts import find_font_files

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ROOT / "layouts"
STYLE = LAYOUTS / "citation" / "chicago-shortened-notes-bibliography.csl"
FLOOR, OTHERS = "WeasyPrint alone, on the report's HTML", "Pandoc: slides, report and brief, and chart pictures"
BRIEF = "Pandoc: brief"
# Python keeps what it compiled, as it does on most machines.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
SHOWN = ("brief", "report", "deck")
PAUSE = 4  # seconds in which nobody types
PACE = "to import WeasyPrint: the machine's pace"
SHORT = "  no notes, sources, data, pictures"
BARE = """
import json, sys, urllib.parse, weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse
page, files, target = json.load(open(sys.argv[1]))
class Fetcher(URLFetcher):
    def fetch(self, url, headers=None):
        return URLFetcherResponse(url, open(files[urllib.parse.unquote(url)], "rb").read(), {"Content-Type": "image/svg+xml" if url.startswith("figure") else "text/css" if url.endswith("css") else "font/ttf"})
weasyprint.HTML(string=page, url_fetcher=Fetcher(), base_url="layout:").write_pdf(target)
"""
LAUNCH = """
import os, sys, time
began = time.perf_counter()
pid = os.fork()
if not pid:
    os.dup2(2, 1)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(pid, 0)
print(time.perf_counter() - began, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""  # a small process, because a child is said to need what its parent had when it was forked
CHARTS = """
import json, sys
from matplotlib.figure import Figure
for chart in json.load(open(sys.argv[1])):
    figure = Figure(figsize=(6.5, 3.3)); axes = figure.subplots()
    for label, numbers in chart["series"]: axes.plot(range(len(numbers)), numbers, label=label)
    axes.set_title(chart["title"]); axes.legend(); figure.savefig(chart["file"] + ".svg"); figure.savefig(chart["file"] + ".png")
"""


@dataclass
class Results:
    """Seconds and megabytes by what was measured."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    most: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: float, megabytes: float = 0) -> None:
        self.seconds.setdefault(name, []).append(seconds)
        self.most.setdefault(name, []).append(megabytes)

    def run(self, name: str, *command: str | Path) -> None:
        """Time a command, with all the processes it starts. It has to succeed."""
        with tempfile.TemporaryFile("w+") as said:
            told = subprocess.run(
                [sys.executable, "-S", "-c", LAUNCH, *map(str, command)],
                stdout=subprocess.PIPE,
                stderr=said,
                cwd=ROOT,
                env=ENVIRONMENT,
                text=True,
                check=False,
            ).stdout.split()
            said.seek(0)
            assert told[2] == "0", said.read()
        self.add(name, float(told[0]), float(told[1]) / (1024 * 1024 if sys.platform == "darwin" else 1024))

    def table(self, size: int, told: str) -> str:
        """Medians, and how often the floor and what Pandoc needs go into them."""
        medians = {name: statistics.median(times) for name, times in self.seconds.items()}
        width = max(map(len, medians))
        heads = f"{'':{width}}  seconds   x floor  x Pandoc   x Pandoc's brief      MB"
        lines = [f"\n{size} x the publication: {told}", heads]
        for name, seconds in medians.items():
            ratios = (f"{seconds / medians[of]:9.2f}" for of in (FLOOR, OTHERS, BRIEF))
            megabytes = statistics.median(self.most[name])
            lines.append(
                f"{name:{width}}  {seconds:7.2f} {' '.join(ratios)}  {f'{megabytes:14.0f}' if megabytes else ''}"
            )
        return "\n".join(lines)


@dataclass
class Bench:
    """A folder with a publication of some size, where it is built and measured."""

    folder: Path
    content: Path
    results: Results
    edits: int = 0
    seen: list[Any] = field(default_factory=list)  # what the page of the watch was told

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def command(self, what: str) -> list[str | Path]:
        places = ["--content", self.content, "--output", self.output, "--cache", self.folder / "cache"]
        return [sys.executable, ROOT / "build.py", what, *places]

    def build(self, name: str) -> None:
        self.results.run(name, *self.command("all"))

    def edit(self, key: str) -> None:
        """Another first word for the first field of that name in a chapter in the middle."""
        self.edits += 1
        path = sorted((self.content / "chapters").glob("*.yaml"))[2]
        begins = rf'^( +{key}: *(?:[|>]-?\n +)?["\']?)(?:Edit\d+ )?'
        text, count = re.subn(begins, rf"\g<1>Edit{self.edits} ", path.read_text(encoding="utf-8"), count=1, flags=re.M)
        assert count == 1, f"no {key} in {path.name}"
        path.write_text(text, encoding="utf-8")

    # -- ours

    def measure(self) -> None:
        self.clear()
        self.results.run("cold build of the brief alone", *self.command("brief"))
        self.clear()
        self.build("cold build, nothing cached")
        self.build("nothing to do")
        self.edit("claim")
        self.build("a word, from the command line")
        self.edit("notes")
        self.build("notes, from the command line")
        self.measure_watch()

    def clear(self) -> None:
        for name in ("output", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def measure_watch(self) -> None:
        self.seen.clear()
        with watching(self.command("watch")) as (views, process):
            self.until(
                views,
                lambda view: all(
                    one in view["forms"] and view["forms"][one]["sheets"] and not view["forms"][one]["doing"]
                    for one in SHOWN
                ),
            )
            words = (
                ("claim", "a word of the deck, in watch", "deck"),
                ("text", "a word of the report, in watch", "report"),
                ("brief", "a word of the brief, in watch", "brief"),
                ("notes", "notes, in watch", ""),
            )
            for key, name, form in words:
                before = self.seen[-1]
                time.sleep(PAUSE)
                self.edit(key)
                began = time.perf_counter()
                if form:
                    self.until(
                        views,
                        lambda view, old=before, form=form: (
                            view["forms"][form]["sheets"] != old["forms"][form]["sheets"]
                        ),
                    )
                    self.results.add(f"{name}: shown", time.perf_counter() - began)
                else:
                    self.until(views, lambda view: bool(view["forms"]["deck"]["doing"]))
                self.until(views, lambda view: not any(view["forms"][one]["doing"] for one in SHOWN))
                self.results.add(f"{name}: files in place", time.perf_counter() - began, memory_of(process.pid))

    def until(self, views: Iterator[Any], holds: Callable[..., bool]) -> None:
        """Wait for a view that holds, if the last one does not."""
        if self.seen and holds(self.seen[-1]):
            return
        for view in views:
            self.seen.append(view)
            assert not [problem for problem in view["problems"] if not problem["warns"]], view["problems"]
            if holds(view):
                return
        raise AssertionError("the watch ended")

    # -- others

    def prepare(self) -> str:
        """What others work on: the report's HTML and what it loads; the same words as Markdown; numbers for charts."""
        options = read_command([f"--content={self.content}", f"--cache={self.folder / 'pages'}"], ROOT).options
        build = begin(options, Progress(quiet=True))
        publication, theme = build.publication, build.theme
        page = render_form(build, build.forms["report"])
        files: dict[str, str] = {}
        for id, drawing in page.drawings.items():
            files[f"figure:{id}"] = str(self.folder / f"{id}.svg")
            (self.folder / f"{id}.svg").write_text(drawing, encoding="utf-8")
        files |= {f"layout:{path.name}": str(path) for path in (LAYOUTS / "pages").glob("*.css")}
        families = (theme.pages.text, theme.pages.display)
        files |= {f"font:{cut.path.name}": str(cut.path) for family in families for cut in find_font_files(family)}
        (self.folder / "page.json").write_text(json.dumps([page.html, files, str(self.folder / "bare.pdf")]))
        texts = {"slides": as_slides, "text": as_text, "short": in_short}
        for name, tell in texts.items():
            (self.folder / f"{name}.md").write_text(tell(publication, self.folder), encoding="utf-8")
        (self.folder / "brief.md").write_text(as_brief(build.printed["brief"], self.folder), encoding="utf-8")
        shutil.copy(self.content / "sources.yaml", self.folder)
        charts = pictures_of(publication, self.folder)
        (self.folder / "charts.json").write_text(json.dumps(charts))
        words = len(re.findall(r"\w+", as_text(publication, self.folder)))
        return f"{words} words and numbers, {sum(1 for _ in publication.entries())} entries, {len(charts)} charts"

    def measure_others(self) -> None:
        pandoc, python, folder = pypandoc.get_pandoc_path(), sys.executable, self.folder
        run, seconds = self.results.run, self.results.seconds
        run(PACE, python, "-c", "import weasyprint")
        run(FLOOR, python, "-c", BARE, folder / "page.json")
        cited = ["--citeproc", f"--bibliography={folder}/sources.yaml", f"--csl={STYLE}", "--metadata=title:Brief"]
        plain = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
        run("  charts, by matplotlib", python, "-c", CHARTS, folder / "charts.json")
        run("  Pandoc: pptx", pandoc, folder / "slides.md", "-o", folder / "pandoc.pptx", "--slide-level=2", *cited)
        run("  Pandoc: HTML", pandoc, folder / "text.md", "-s", "--toc", "-o", folder / "pandoc.html", *cited)
        run("  its HTML, by WeasyPrint", python, "-c", plain, folder / "pandoc.html", folder / "pandoc.pdf")
        run("  Pandoc: brief's HTML", pandoc, folder / "brief.md", "-s", "-o", folder / "brief.html", *cited)
        run("  its HTML, by WeasyPrint (brief)", python, "-c", plain, folder / "brief.html", folder / "brief.pdf")
        brief = ["  Pandoc: brief's HTML", "  its HTML, by WeasyPrint (brief)"]
        self.results.add(BRIEF, sum(seconds[part][-1] for part in brief))
        parts = ["  charts, by matplotlib", "  Pandoc: pptx", "  Pandoc: HTML", "  its HTML, by WeasyPrint", *brief]
        self.results.add(OTHERS, sum(seconds[part][-1] for part in parts))
        run(f"{SHORT}: HTML", pandoc, folder / "short.md", "-s", "-o", folder / "short.html", "--metadata=title:Brief")
        run(f"{SHORT}: by WeasyPrint", python, "-c", plain, folder / "short.html", folder / "short.pdf")


@contextmanager
def watching(command: list[str | Path]) -> Iterator[tuple[Iterator[Any], subprocess.Popen[str]]]:
    """A watch at work, and what its page is told, as it is told."""
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
    try:
        assert process.stdout is not None
        address = re.search(r"http://([\d.:]+)", process.stdout.readline())
        assert address is not None
        connection = http.client.HTTPConnection(address[1], timeout=600)
        connection.request("GET", "/events")
        lines = connection.getresponse()
        yield (json.loads(line[5:]) for line in lines if line.startswith(b"data:")), process
    finally:
        process.kill()
        process.wait()


def memory_of(pid: int) -> float:
    """Megabytes at most so far, of a process and those it started, where /proc tells it."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    pids = [pid, *map(int, listed.stdout.split())]
    found = (re.search(r"VmHWM:\s+(\d+)", _read(Path(f"/proc/{one}/status"))) for one in pids)
    return sum(int(match[1]) / 1024 for match in found if match)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--sizes", default="1,5", help="multiples of the publication, such as 1,5,20")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--content", type=Path, default=ROOT / "content")
    options = options.parse_args()
    if not find_spec("matplotlib"):
        sys.exit(
            "matplotlib is not installed, and Pandoc needs it for pictures of charts: pip install -c constraints.txt -e '.[benchmark]'"
        )
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder), grow(options.content, Path(folder) / "content", size), Results())
            told = bench.prepare()
            for number in range(options.runs):
                print(f"{size} x: run {number + 1} of {options.runs}", file=sys.stderr)
                bench.measure()
                bench.measure_others()
            print(bench.results.table(size, told))


if __name__ == "__main__":
    main()
