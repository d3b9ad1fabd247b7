"""A slide of every slide layout of the master, each slot filled as a publication would."""

import re

from desk import ROOT, Desk
from overload import bullets, grid

CLAIM = "The two counties shared the river once both could see what each of them had taken from it"
LINE = "Nobody counted the water until the meters came, and then everybody did"
FOOT = (
    '<p slot="source">Source: Ferrers 2019; Okafor 2021</p><p slot="tracker">I · <strong>II Rivers</strong> · III</p>'
)
KICKER = '<p slot="kicker">Barrier: the river is short</p>'
POINTS = "".join(f"<li>{LINE}</li>" for _ in range(3))
CHART = '<figure slot="body" ref="takings" alt="Lines that fall from year to year"/>'
FIGURE = CHART.replace("body", "left")
OTHER = CHART.replace("body", "right")


def process(name: str, count: int) -> str:
    """What happens one after the other, each with its head."""
    return "".join(
        f'<p slot="{name}-{n}-heading">19{n}4</p><p slot="{name}-{n}">The river rose, and so did the rates.</p>'
        for n in range(1, count + 1)
    )


SLOTS = {
    "Title Slide": '<p slot="kicker">The Trust</p><p slot="subtitle">How it came about</p><p slot="source">E. F.</p>',
    "Section Header": f'{KICKER}<p slot="subtitle">{CLAIM}.</p><p slot="tracker">I · <strong>II</strong></p>',
    "Section Header with Parts": f'{KICKER}<p slot="subtitle">{CLAIM}.</p><table slot="parts" alt="Its parts">'
    '<tr><th as="numeral">A</th><td>The river</td></tr><tr><th as="numeral">B</th><td>The rates</td></tr></table>'
    '<p slot="tracker">I · <strong>II</strong></p>',
    "Title and Content": f'{KICKER}<ul slot="body">{POINTS}</ul>{FOOT}',
    "Two Content": f'{KICKER}{FIGURE}<ul slot="right">{POINTS}</ul>{FOOT}',
    "Comparison": f'{KICKER}<p slot="left-heading">Before</p><ul slot="left">{POINTS}</ul>'
    f'<p slot="right-heading">After</p><p slot="right">{LINE}.</p>{FOOT}',
    "Title Only": f"{KICKER}{FOOT}",
    "Statement": f'{KICKER}<p slot="number">445,197</p><p slot="caption">{LINE}, in every single year.</p>{FOOT}',
    "Content with Caption": f'{KICKER}<p slot="measure">Takings</p>{CHART}<ul slot="points">{POINTS}</ul>{FOOT}',
    "Content with Number": f'{KICKER}<ul slot="body">{POINTS}</ul><p slot="number">445,197</p>'
    f'<p slot="caption">{LINE}, in every single year.</p>{FOOT}',
    "Full Figure": f"{KICKER}{grid(6, 5)}{FOOT}",
    "Quote with Caption": f'{KICKER}<p slot="quote">“{CLAIM}. {LINE}.”</p>'
    f'<p slot="attribution">The clerk of Lowmarsh, 1976</p>{FOOT}',
    "Agenda": f'{KICKER}<ol slot="body"><li>The quarrel</li><li><strong>The river</strong></li><li>After</li></ol>{FOOT}',
    "Sources": f'{KICKER}{bullets(20)}<p slot="tracker">I · II</p>',
    "Chart": f'{KICKER}<p slot="measure"><strong>{LINE}</strong></p><p slot="measure">Takings</p>{CHART}{FOOT}',
    "Two Charts": f'{KICKER}<p slot="left-heading">Takings</p>{FIGURE}<p slot="right-heading"><strong>{LINE}</strong></p>'
    f'<p slot="right-heading">Takings a year</p>{OTHER}{FOOT}',
    "Process": f"{KICKER}{process('step', 4)}{FOOT}",
    "Chain": f'{KICKER}{process("date", 6)}<ul slot="body">{POINTS}</ul>{FOOT}',
    "Numbers": f'{KICKER}{process("number", 3)}<ul slot="body">{POINTS}</ul>{FOOT}',
    "Before and After": f'{KICKER}{process("number", 2)}<ul slot="body">{POINTS}</ul>{FOOT}',
    "Closing": f'{KICKER}<ul slot="body">{POINTS}</ul><p slot="source">marl.example · March 2024</p>',
}


def layout_names() -> list[str]:
    """The slide layouts of our master, read from its files."""
    folder = ROOT / "layouts" / "deck" / "master" / "ppt" / "slideLayouts"
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("[!_]*.xml")))
    return [re.findall(r'<p:cSld name="(.*?)"', text)[0] for text in texts]


def hang_gallery(desk: Desk) -> None:
    """Make these the slides of a desk's deck."""
    slides = (
        f'<section layout="{name}" from="publication"><h1>{n + 1}. {CLAIM[:70]}</h1>{SLOTS[name]}<aside><p>Look.</p></aside></section>'
        for n, name in enumerate(layout_names())
    )
    desk.write("layouts/deck/deck.html", "\n".join(slides))
