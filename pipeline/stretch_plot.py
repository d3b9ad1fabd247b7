"""Stretch a chart whose bars run sideways to the height of its box, as a native chart fills its frame."""

from dataclasses import replace

from pipeline.plot import Label, Plot


def stretch_plot(plot: Plot, height: float, size: float) -> Plot:
    """The same plot, so high; its words, of type of this size, keep their size and stay in the middle of their marks."""
    factor = height / plot.height
    if not plot.sideways or abs(factor - 1) < 0.001:
        return plot

    def moved(label: Label) -> Label:
        middle = (len(label.lines) - 1) / 2 * label.leading - 0.35 * size
        return replace(label, y=factor * (label.y + middle) - middle)

    return replace(
        plot,
        height=height,
        top=factor * plot.top,
        bottom=factor * plot.bottom,
        ticks=tuple(replace(tick, label=moved(tick.label)) for tick in plot.ticks),
        across=tuple(moved(label) for label in plot.across),
        bars=tuple(replace(bar, y=factor * bar.y, height=factor * bar.height) for bar in plot.bars),
        written=tuple(replace(one, label=moved(one.label)) for one in plot.written),
        keys=tuple(replace(key, y=factor * key.y, label=replace(key.label, y=factor * key.y)) for key in plot.keys),
    )
