"""Marks on a sheet measured in inches: the one module that makes matplotlib's objects.

There are no axes and no pyplot: only a figure of our own, which no other thread sees.
"""

import io
from typing import TYPE_CHECKING, Literal

from reports.charts.lettering import FAMILY, LINE
from reports.charts.palette import INK, PAPER

if TYPE_CHECKING:
    from matplotlib.artist import Artist

DPI = 150
COMPRESSION = 3
"""Of PNG: a fifth of the time of drawing is saved for a twelfth more bytes than its usual 6 makes."""
ASCENT = 0.98 / 72
"""From the top of a line of text down to its baseline, for each point of its size."""

Align = Literal["left", "center", "right"]
Style = Literal["solid", "dashed", "dotted"]
DASHES: dict[Style, tuple[float, float]] = {"dashed": (5, 3), "dotted": (1, 1.6)}
"""In widths of the line: how long each is, and the white behind it."""


class Paper:
    """What is drawn later lies on top. Text is never read as mathematics: "$" is a dollar sign."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure

        self.height = height
        self._figure = Figure(figsize=(width, height), dpi=DPI, facecolor=PAPER)

    def words(
        self,
        x: float,
        top: float,
        lines: tuple[str, ...],
        size: float,
        *,
        ink: str = INK,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """Horizontal lines from `top` downwards."""
        from matplotlib.text import Text

        for number, line in enumerate(lines):
            baseline = top - number * size * LINE - size * ASCENT
            self._add(
                Text(
                    x,
                    baseline,
                    line,
                    color=ink,
                    fontsize=size,
                    fontfamily=FAMILY,
                    ha=align,
                    va="baseline",
                    fontweight="bold" if bold else "normal",
                    parse_math=False,
                    usetex=False,
                )
            )

    def block(self, left: float, bottom: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle

        self._add(Rectangle((left, bottom), width, height, facecolor=colour, linewidth=0))

    def line(
        self,
        points: list[tuple[float, float]],
        colour: str,
        *,
        width: float,
        style: Style = "solid",
        marker: str = "",
        edge: str = PAPER,
        size: float = 7,
    ) -> None:
        """Straight from point to point; NaN breaks it. A `marker` is matplotlib's name of a shape, `size` in points."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        self._add(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width,
                linestyle=(0, DASHES[style]) if style in DASHES else "-",
                marker=marker,
                markersize=size,
                markeredgecolor=edge,
                markeredgewidth=0.8,
                dash_capstyle="butt",
            )
        )

    def png(self, dpi: int = DPI) -> bytes:
        out = io.BytesIO()
        self._figure.savefig(
            out, format="png", dpi=dpi, metadata={"Software": None}, pil_kwargs={"compress_level": COMPRESSION}
        )
        return out.getvalue()

    def svg(self, title: str) -> bytes:
        """Letters are outlines, so that they look alike everywhere; `title` is the accessible name."""
        import matplotlib as mpl

        # Process-wide and always the same: names inside the file come from its content, not from chance.
        mpl.rcParams["svg.hashsalt"] = "chart"
        out = io.BytesIO()
        self._figure.savefig(out, format="svg", metadata={"Title": title, "Date": None, "Creator": None})
        return out.getvalue()

    def _add(self, artist: "Artist") -> None:
        artist.set_transform(self._figure.dpi_scale_trans)
        artist.set_zorder(len(self._figure.get_children()))
        self._figure.add_artist(artist)
