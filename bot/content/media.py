"""The pictures that a set names."""

from collections.abc import Mapping
from pathlib import Path

from bot.content.files import Refused, real
from bot.content.problems import Log, Spot
from bot.quiz.question import Media, QuestionSet

LARGEST_PHOTO = 10 * 1024 * 1024


def check_media(found: QuestionSet, folder: Path, pictures: Mapping[str, Spot], log: Log) -> None:
    """Log the pictures that are not in the set's folder, or that Telegram would not take."""
    for question in found.questions:
        if question.media is None:
            continue
        spot = pictures[question.id]
        try:
            _check(question.media, folder)
        except Refused as refused:
            log.add(refused.code, spot, f"{question.media.file}: {refused.message}", refused.hint)


def _check(media: Media, folder: Path) -> None:
    size = real(folder / media.file, folder).stat().st_size
    if size > LARGEST_PHOTO:
        raise Refused(
            "media-too-large",
            "The picture is larger than 10 MB; Telegram does not take it.",
            "Make it smaller: 1280 pixels on the longer side are enough.",
        )
