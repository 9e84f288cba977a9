"""Colours of charts and the arithmetic of their contrast (WCAG 2.2, success criterion 1.4.3)."""

COLOURS = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
"""In this order; four are easily told apart, the last two are for the chart that cannot do with four."""
PAIR = ("#12436D", "#F46A25")
MARKERS = ("o", "s", "^", "D", "v", "P")
"""Shapes of matplotlib, one for each colour: a line is known without its colour too."""

INK = "#0B0C0C"
QUIET_INK = "#3D3D3D"
PAPER = "#FFFFFF"
GRID = "#E3E3E3"
TARGET = "#6F777B"
LIMIT = "#3D3D3D"
SIGNAL, SIGNAL_MARKER = "#F46A25", "D"
"""Unlike the points of a control chart in colour, shape and size, with a dark edge."""
STATE_COLOURS = {"on target": "#00703C", "within tolerance": "#F47738", "off target": "#D4351C"}
STATE_MARKERS = {"on target": "o", "within tolerance": "^", "off target": "s"}
"""The other states have neither. Each is followed by its word, and has a dark edge: amber alone is 2.8 on white."""
READABLE, VISIBLE = 4.5, 3.0
"""The least contrast of words, and of what else must be seen (WCAG 2.2, 1.4.3 and 1.4.11)."""
LINEAR_BELOW = 0.04045


def series_colours(count: int) -> tuple[str, ...]:
    return PAIR if count == len(PAIR) else COLOURS[:count]


def ink_on(background: str) -> str:
    """White where it is readable on the colour, else near-black."""
    return PAPER if contrast(PAPER, background) >= READABLE else INK


def contrast(one: str, other: str) -> float:
    """1 for the same colour, 21 for black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """WCAG's formula for sRGB."""
    return channel / 12.92 if channel <= LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
