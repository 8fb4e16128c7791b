"""Made-up names: stars, which are called the same in every language, with a number."""

from collections.abc import Iterator
from itertools import count
from random import Random

STARS = (
    "Achernar", "Alcor", "Aldebaran", "Algol", "Alnair", "Altair", "Antares", "Arcturus",
    "Bellatrix", "Canopus", "Capella", "Castor", "Deneb", "Electra", "Fomalhaut", "Izar",
    "Kochab", "Maia", "Merak", "Mimosa", "Mira", "Mizar", "Nashira", "Phecda",
    "Polaris", "Pollux", "Procyon", "Rasalhague", "Regulus", "Rigel", "Sabik", "Saiph",
    "Shaula", "Sirius", "Spica", "Tarazed", "Thuban", "Vega", "Wezen", "Zaurak",
)  # fmt: skip


def aliases(dice: Random) -> Iterator[str]:
    """Names such as "Altair 417", with ever longer numbers, for as long as they are all taken."""
    for digits in count(3):
        yield f"{dice.choice(STARS)} {dice.randint(10 ** (digits - 1), 10**digits - 1)}"
