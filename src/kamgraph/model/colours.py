"""The colours of choice: whatever shows one, here or in another program, shows it alike."""

# The scale runs from amber (against us) over grey (neutral, 50) to blue (for us), the pair of hues
# that every kind of colour-blindness tells apart, and grows darker all the way, so that a grey
# print keeps the order.

from __future__ import annotations

import numpy as np

Stops = tuple[tuple[float, str], ...]

CHOICE: Stops = (
    (0, "#ffe066"),
    (25, "#e4c08a"),
    (50, "#bcbfc4"),
    (75, "#789eca"),
    (100, "#2766aa"),
)
UNKNOWN = "#dfe1e5"  # of a person without a grade


def colour(value: float, stops: Stops = CHOICE) -> str:
    """Return the colour of a value on a scale of stops, ``#rrggbb``; beyond the ends, the ends."""
    places = [place for place, _ in stops]
    channels = np.array([separate_channels(stop) for _, stop in stops])
    mixed = [np.interp(value, places, channel) for channel in channels.T]
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


def separate_channels(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of a colour, 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
