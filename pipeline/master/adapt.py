"""Adapt slides to a master that somebody else made: its layouts, and what of a slide has no place there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.content import Theme
from pipeline.core import Problem, quoted
from pipeline.deck import LINES, Content, Drawing, Master, Paragraph, Run, Slide, Slot, TextBlock, TextLayout
from pipeline.master.match import HOLD, OPENING

BETWEEN = " · "  # the line over the title and the sources, where they share a line
COMPANIONS = {"caption": "number", "attribution": "quote"}  # which stay together
CALLED = {"kicker": "lines over the title", "source": "lines of sources", "tracker": "progress by chapter"}


def adapt_slides(slides: Iterable[Slide], master: Master, theme: Theme) -> tuple[tuple[Slide, ...], list[Problem]]:
    """Return slides with their content moved into slots of the master, and warnings of what has no place there.

    Text of several slots is joined where the master has one slot for it; a figure or a table that would have to
    share a slot is placed on a slide of its own. Slides under our own master are returned unchanged.
    """
    if not master.foreign:
        return tuple(slides), []
    adapter = _Adapter(TextLayout(master, theme), theme)
    adapted = [part for slide in slides for part in adapter.adapt(slide)]
    return tuple(adapted), [*_warn_of_layouts(adapted, master), *adapter.warnings()]


@dataclass
class _Adapter:
    text_layout: TextLayout
    theme: Theme
    lost: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    split: list[str] = field(default_factory=list)

    def adapt(self, slide: Slide) -> list[Slide]:
        layout = self.text_layout.master.layouts.get(slide.layout)
        if layout is None or slide.layout not in HOLD:
            return [slide]
        slide = _with_headings(self.with_captions(slide, layout.slots), layout.slots)
        placed = _place(slide, layout.slots)
        parts = [replace(slide, slots=placed)] if placed is not None else self.apart(slide, layout.slots)
        return [_with_sizes(self.add_lines(part, slide.slots, layout.slots), layout.slots) for part in parts]

    def with_captions(self, slide: Slide, slots: Mapping[str, Slot]) -> Slide:
        """Return a slide whose lines over charts are captions in them, where the master has no room for these lines."""
        held = dict(slide.slots)
        for name, content in slide.slots.items():
            over = f"{name}-heading" if f"{name}-heading" in held else "measure"
            line = held.get(over)
            if not (isinstance(content, Drawing) and isinstance(line, TextBlock)):
                continue
            if over not in slots or not self.fits(line, slots[over]):
                held[name] = replace(content, caption=_as_sentences(line))
                del held[over]
        return replace(slide, slots=held)

    def apart(self, slide: Slide, slots: Mapping[str, Slot]) -> list[Slide]:
        """Return several slides for one whose content cannot share a slot: each figure or table alone, then the text.

        Other slots are repeated on each slide, and titles are numbered: "(1 of 2)".
        """
        held = {name: slide.slots[name] for name in HOLD[slide.layout] if name in slide.slots}
        others = {name: content for name, content in slide.slots.items() if name not in held}
        alone: list[dict[str, Content]] = [
            {name: content} for name, content in held.items() if not isinstance(content, TextBlock)
        ]
        words: dict[str, Content] = {name: content for name, content in held.items() if isinstance(content, TextBlock)}
        groups = [*alone, *([words] if words else [])]
        self.split.append(slide.title.text)
        parts = []
        for number, group in enumerate(groups, 1):
            title = Paragraph((*slide.title.runs, Run(f" ({number} of {len(groups)})")))
            part = replace(slide, title=title, slots={**group, **others})
            parts.append(replace(part, slots=_place(part, slots) or part.slots))
        return parts

    # -- lines beside the content

    def add_lines(self, slide: Slide, wanted: Mapping[str, Content], slots: Mapping[str, Slot]) -> Slide:
        """Return a slide with its source, kicker and tracker added where there is room; `lost` lists the rest.

        A line without a slot of its own goes into the subtitle of an opening slide, or into the sources of any other.
        """
        home = "subtitle" if slide.layout in OPENING else "source"
        for name in ("source", "kicker", "tracker"):
            content = wanted.get(name)
            there = slide.slots.get(home)
            if name in slots or not isinstance(content, TextBlock) or _says(there, content):
                continue
            joined = self.join(slide, name, content, home)
            if joined is not None and home in slots and self.fits(joined, slots[home]):
                slide = replace(slide, slots={**slide.slots, home: joined})
            else:
                self.lost[name].append(" ".join(paragraph.text for paragraph in content.paragraphs))
        return slide

    def join(self, slide: Slide, name: str, content: TextBlock, home: str) -> TextBlock | None:
        """Return a line joined with the content of its new slot, or None for a tracker, which is never joined.

        In the slot "source" the line is put before the sources, in one paragraph; in a subtitle, as a paragraph.
        """
        there = slide.slots.get(home)
        if name == "tracker":
            return None
        if home == "source":
            return _run_in(content, there if isinstance(there, TextBlock) else TextBlock(()))
        return _joined(there, content, first=name == "kicker" and slide.layout != "Title Slide")

    def fits(self, content: TextBlock, slot: Slot) -> bool:
        least = min(self.theme.deck.body.least, slot.levels[0].size)
        versions = (content, *content.shorter)
        return any(self.text_layout.height(version, slot, least) <= slot.height for version in versions)

    def warnings(self) -> Iterable[Problem]:
        place = self.text_layout.master.place
        if self.split:
            what = f"the master has no slide layout with a place beside a figure; {_count(self.split)} go over two"
            yield Problem(place, what, f"they are {quoted(self.split)}", warns=True)
        for name, texts in self.lost.items():
            shown = texts[:1] if name == "tracker" else texts
            what = f"the master has no room for {CALLED[name]}, left out: {quoted(shown)}"
            yield Problem(place, what, f'a placeholder called "{name}" on its slide layouts takes them', warns=True)


def _with_headings(slide: Slide, slots: Mapping[str, Slot]) -> Slide:
    """Return a slide whose headings begin the first line of their columns, in bold, where columns will stand below each other."""
    content = dict(slide.slots)
    columns = {name: name.removesuffix("-heading") for name in slide.slots if name.endswith("-heading")}
    if columns.keys() <= slots.keys() or set(columns.values()) <= slots.keys():
        return slide
    for name, own in columns.items():
        heading, column = content[name], content.get(own)
        if isinstance(heading, TextBlock) and isinstance(column, TextBlock) and name not in slots:
            bold = (replace(run, bold=True) for line in heading.paragraphs for run in line.runs)
            first, *others = column.paragraphs
            line = replace(first, runs=(*bold, Run(BETWEEN), *first.runs))
            content[own] = replace(column, paragraphs=(line, *others))
            del content[name]
    return replace(slide, slots=content)


def _with_sizes(slide: Slide, slots: Mapping[str, Slot]) -> Slide:
    """Return a slide with explicit type sizes for its footer and its sources.

    Some readers take a line of sources for content, by its type; LibreOffice forgets the font and color of a
    foot line that is empty on the layout.
    """
    foot = [name for name in ("footer", "source") if name in slots]
    return replace(slide, sizes={**slide.sizes, **{name: slots[name].levels[0].size for name in foot}})


def _as_sentences(line: TextBlock) -> str:
    """Return the paragraphs of a text in one line, each but the last with a full stop."""
    texts = [paragraph.text for paragraph in line.paragraphs]
    return " ".join([*(text if text[-1:] in ".?!…" else f"{text}." for text in texts[:-1]), *texts[-1:]])


def _says(there: Content | None, line: TextBlock) -> bool:
    """Return whether a text already contains every paragraph of a line."""
    said = " ".join(paragraph.text for paragraph in there.paragraphs) if isinstance(there, TextBlock) else ""
    return all(paragraph.text in said for paragraph in line.paragraphs)


def _count(slides: Sequence[str]) -> str:
    return "1 slide" if len(slides) == 1 else f"{len(slides)} slides"


def _place(slide: Slide, slots: Mapping[str, Slot]) -> dict[str, Content] | None:
    """Return content by the slots of the master, without lines that the master has no slot for by design.

    Text is joined with text. None where other content would have to share a slot, or where no slot is left for it.
    Content of an unknown slot stays under its name; a later step tells it as a problem.
    """
    held = HOLD[slide.layout]
    placed = {name: content for name, content in slide.slots.items() if name in slots or name not in (*held, *LINES)}
    homes = [name for name in held if name in slots]
    for name, home in _in_joining_order(slide, held, homes, slots):
        content = slide.slots[name]
        there = placed.get(home or "")
        if home is not None and there is None:
            placed[home] = content
        elif isinstance(content, TextBlock) and isinstance(there, TextBlock) and home is not None:
            placed[home] = _joined(there, content, first=held.index(name) < held.index(home))
        else:
            return None
    return placed


def _in_joining_order(
    slide: Slide, held: Sequence[str], homes: list[str], slots: Mapping[str, Slot]
) -> list[tuple[str, str | None]]:
    """Return the slots of a slide that the master lacks, each with the one that takes its content, in the order to join them.

    What comes before the content of that slot is put before it, so the last of them goes first.
    """
    missing = [(name, _home(name, homes)) for name in held if name in slide.slots and name not in slots]
    before = [(name, home) for name, home in missing if home and held.index(name) < held.index(home)]
    return [*reversed(before), *(one for one in missing if one not in before)]


def _home(name: str, homes: list[str]) -> str | None:
    """Return the slot for content whose own slot is missing, or None if there is none.

    A heading goes to its column, what a number or a quotation is goes with it, everything else to the first slot.
    """
    column = COMPANIONS.get(name) or name.removesuffix("-heading")
    return column if column in homes else next(iter(homes), None)


def _joined(before: Content | None, content: TextBlock, first: bool) -> TextBlock:
    """Return the text of two slots as one; paragraphs that were no list in their own slot are no list items here."""
    there = before if isinstance(before, TextBlock) else TextBlock(())
    parts = (content, there) if first else (there, content)
    paragraphs: tuple[Paragraph, ...] = ()
    for part in parts:
        paragraphs += tuple(replace(p, plain=p.plain or not part.is_list) for p in part.paragraphs)
    return TextBlock(paragraphs, is_list=any(part.is_list for part in parts))


def _run_in(line: TextBlock, there: TextBlock) -> TextBlock:
    """Return the paragraphs of two texts as one paragraph, with a separator between them."""
    paragraphs = [*line.paragraphs, *there.paragraphs]
    runs: tuple[Run, ...] = ()
    for number, paragraph in enumerate(paragraphs):
        runs += (*((Run(BETWEEN),) if number else ()), *paragraph.runs)
    return TextBlock((Paragraph(runs),), shorter=tuple(_run_in(line, shorter) for shorter in there.shorter))


def _warn_of_layouts(slides: Iterable[Slide], master: Master) -> Iterable[Problem]:
    """Yield warnings of our slide layouts that the deck uses and the master does not have.

    There is one warning for each layout of the master that is used instead.
    """
    missing: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(slide.layout for slide in slides):
        if name in master.layouts and name in master.nearest:
            missing[master.layouts[name].name].append(name)
    for other, names in missing.items():
        what = f'the master has no slide layout called {quoted(names, "or")}; its "{other}" takes the place'
        hint = "look at its slides; a slide layout of that name in the master would be taken instead"
        yield Problem(master.place, what, hint, warns=True)
