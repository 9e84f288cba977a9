"""How much chance there is in a figure."""

from math import sqrt

Z = 1.959963984540054  # 95% of a normal distribution


def wilson(n: int, d: int) -> tuple[float, float]:
    """The Wilson 95% interval of a share, as fractions. 138 of 143 gives 0.9208 to 0.9850. ValueError when d is 0."""
    if d <= 0:
        raise ValueError("a share of nothing has no interval")
    p = n / d
    middle = p + Z * Z / (2 * d)
    half = Z * sqrt(p * (1 - p) / d + Z * Z / (4 * d * d))
    scale = 1 + Z * Z / d
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
