"""One's own figures, as a caption that fits and a picture that can be read."""

import subprocess
import sys
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from bot.demo.entities import utf16_length
from bot.play import outcomes
from bot.quiz.scoring import Score
from bot.screens import chart
from bot.screens.chart import CARD, FULL, INK, QUIET, TRACK, WIDTH, Bar
from tests.builders import a_set, single, text
from tests.checkout import ROOT
from tests.screens.scenes import drawn, fits_telegram, read, stats


def shown(view, language="en"):
    return drawn(view, language).send[0]


def picture(content):
    image = Image.open(BytesIO(content))
    image.load()
    return image


def test_the_figures():
    quiz = a_set(title=text("Le maree & <co>", "Tides & <co>"))
    told = read(shown(stats([quiz], [single("q1")]), "it"))
    assert told.split("\n\n") == [
        (
            "Come stai andando\n2 quiz conclusi, 3 iniziati\n"
            "Precisione: 62% (42 risposte)\n4 giorni di fila"
        ),
        "Per quiz\nLe maree & <co>: 62% (11)",
        "Per difficoltà\nfacile: 62% (14)\nmedia: 62% (14)\ndifficile: 62% (14)",
        "Da rivedere più spesso\n• Domanda q1? (3×)",
    ]
    assert "Most missed" not in read(shown(stats([quiz])))


def test_whoever_has_answered_nothing_is_shown_the_way():
    nothing = outcomes.Stats(0, 0, Score(0, 0), 0, (), (), 0, ())
    assert shown(nothing).attachment is None
    assert "/quiz" in read(shown(nothing, "it"))


@settings(max_examples=12)
@given(
    st.lists(st.text("xé <&🦉", min_size=1, max_size=150), max_size=30),
    st.lists(st.text("né <&🦉", min_size=1, max_size=400), max_size=5),
    st.sampled_from(["it", "en"]),
)
def test_however_much_was_played_the_caption_fits(titles, stems, language):
    quizzes = [a_set(id_=f"set{n}", title=text(title)) for n, title in enumerate(titles)]
    view = stats(quizzes, [single(f"q{n}", text=text(stem)) for n, stem in enumerate(stems)])
    fits_telegram(drawn(view, language))
    assert picture(shown(view, language).attachment.content).width == WIDTH


def test_with_less_room_the_sets_begun_last_are_shown():
    quizzes = [a_set(id_=f"set{n}", title=text(f"Title {n:02} " + "x" * 60)) for n in range(30)]
    view = stats(quizzes, [single(f"q{n}", text=text("Long stem " * 20)) for n in range(5)])
    told = read(shown(view))
    assert "Title 29" in told
    assert "Title 00" not in told
    assert utf16_length(told) > 700


@pytest.mark.parametrize("fonts", [chart.FONTS, ()], ids=["system's font", "no font"])
def test_the_chart_is_a_picture_of_sane_size(monkeypatch, fonts):
    monkeypatch.setattr(chart, "FONTS", fonts)
    chart._font.cache_clear()
    groups = [
        [Bar("Città, perché «così» 漢字", 0.5, "50%")] * 10,
        [Bar("x" * 300, 1.0, "100%")] * 3,
    ]
    content = chart.chart("Precisione", groups)
    chart._font.cache_clear()
    image = picture(content)
    assert image.format == "PNG"
    assert image.width == WIDTH
    assert 600 < image.height < 2 * image.width + 200
    assert len(content) < 200_000


def test_a_bar_is_as_long_as_its_share():
    def blue(share):
        image = picture(chart.chart("t", [[Bar("", share, "")]])).convert("RGB")
        wanted = ImageColor.getrgb(FULL)
        row = chart.PADDING + chart.TITLE + chart.NAME + chart.BAR // 2
        return sum(image.getpixel((x, row)) == wanted for x in range(WIDTH))

    whole = blue(1.0)
    assert blue(0.0) == 0
    assert whole == WIDTH - 2 * chart.PADDING + 1
    assert abs(blue(0.5) - whole / 2) <= 2


def test_its_colours_can_be_told_apart():
    for letters in (INK, QUIET):
        assert contrast(letters, CARD) >= 4.5
    assert contrast(FULL, CARD) >= 3
    assert contrast(FULL, TRACK) >= 3


def contrast(one, other):
    """As the Web Content Accessibility Guidelines 2 define it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = (value / 255 for value in ImageColor.getrgb(colour))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_what_draws_pictures_is_loaded_only_when_one_is_drawn():
    code = "import sys, bot.app, bot.cli; print(sorted(m for m in sys.modules if 'PIL' in m))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
