"""Made-up names: stars, which are called the same in every language, with a number."""

from random import Random

STARS = (
    "Achernar", "Alcor", "Aldebaran", "Algol", "Alnair", "Altair", "Antares", "Arcturus",
    "Bellatrix", "Canopus", "Capella", "Castor", "Deneb", "Electra", "Fomalhaut", "Izar",
    "Kochab", "Maia", "Merak", "Mimosa", "Mira", "Mizar", "Nashira", "Phecda",
    "Polaris", "Pollux", "Procyon", "Rasalhague", "Regulus", "Rigel", "Sabik", "Saiph",
    "Shaula", "Sirius", "Spica", "Tarazed", "Thuban", "Vega", "Wezen", "Zaurak",
)  # fmt: skip


def alias(dice: Random) -> str:
    """One of 36,000 names, such as "Altair 417"."""
    return f"{dice.choice(STARS)} {dice.randint(100, 999)}"
