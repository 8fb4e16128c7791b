"""Finding a set: topics, sets, cards, leaderboards."""

from collections.abc import Callable

from markupsafe import Markup

from bot.play import actions
from bot.play.actions import Action
from bot.play.outcomes import BoardView, Card, Sets, Topics
from bot.screens.layout import action, blocks, bold, column, italic, lines, row
from bot.screens.names import shown
from bot.screens.screen import Button, Rows, Screen
from bot.screens.words import Words, number_of
from bot.store.boards import Row

PERIODS = ("all", "month", "week")
ANSWERS_FOR_A_SHARE = 10
MANY_PAGES = 6


def topics(view: Topics, words: Words) -> Screen:
    listed = (
        action(f"{name} ({words.number(count)})", actions.Browse(code))
        for code, name, count in view.topics
    )
    return Screen(
        words.say("topics"),
        (
            *_going_on(view, words),
            *column(*listed),
            *_leafing(words, view.page, view.pages, lambda n: actions.Browse("", n)),
        ),
    )


def sets(view: Sets, words: Words) -> Screen:
    listed = (
        action(
            words.text(quiz.title) + (f" · {words.share(best)}" if best is not None else ""),
            actions.Open(quiz.id),
        )
        for quiz, best in view.sets
    )
    up = action(words.plain("button-more-topics"), actions.Browse()) if view.up else None
    return Screen(
        words.say("sets-in", topic=view.name) if view.up else words.say("sets"),
        (
            *_going_on(view, words),
            *column(*listed),
            *_leafing(words, view.page, view.pages, lambda n: actions.Browse(view.topic, n)),
            *column(up),
        ),
    )


def _going_on(view: Topics | Sets, words: Words) -> Rows:
    if view.under_way is None:
        return ()
    label = words.plain("button-continue-set", title=words.text(view.under_way.quiz.title))
    return column(action(label, actions.Resume(view.under_way.id)))


def card(view: Card, words: Words) -> Screen:
    """A set, before playing."""
    quiz = view.quiz
    about = [words.source(quiz.source), quiz.source.publisher]
    return Screen(
        blocks(
            bold(words.text(quiz.title)),
            words.text(quiz.description) if quiz.description else "",
            lines(
                words.say("card-size", count=len(quiz.active), minutes=view.minutes),
                italic(words.say("card-source", source=", ".join(filter(None, about)))),
            ),
            lines(
                words.say("card-best", share=words.share(view.best))
                if view.best is not None
                else "",
                _standing(view, words),
            ),
        ),
        (
            *column(_begin(view, words)),
            *row(
                action(words.plain("button-leaderboard"), actions.Board(quiz.id)),
                action(words.plain("button-more-sets"), actions.Browse(view.topic)),
            ),
        ),
    )


def _standing(view: Card, words: Words) -> Markup:
    saved = view.under_way
    if saved and saved.state.current is not None:
        number = len(saved.state.given) + 1
        return words.say("card-under-way", number=number, count=len(saved.state.items))
    if view.revealed:
        return words.say("card-played-in-group")
    return words.say("card-practice" if view.practice else "card-counts")


def _begin(view: Card, words: Words) -> Button:
    if view.under_way:
        return action(words.plain("button-continue"), actions.Resume(view.under_way.id))
    key = "button-practise" if view.practice else "button-start"
    return action(words.plain(key), actions.Start(view.quiz.id))


def board(view: BoardView, words: Words) -> Screen:
    """A page of a leaderboard, one's own row always in it."""
    title = words.text(view.quiz.title) if view.quiz else words.plain("board-all-sets")
    since = words.say("board-all-time")
    if view.since:
        since = words.say("board-since", date=words.day(view.since), day=view.since.day)
    rows = lines(*(_place(row, view, words) for row in view.board.rows))
    around = lines("…", *(_place(row, view, words) for row in view.board.around))
    people = words.say("board-people", people=view.board.people)
    return Screen(
        blocks(
            lines(
                words.say("board-title", title=title),
                italic(Markup("{} · {}").format(since, people)),
            ),
            rows or words.say("board-empty"),
            around if view.board.around else "",
            _own_note(view, words),
        ),
        _board_rows(view, words),
    )


def player_name(place: Row, words: Words) -> str:
    """The name somebody chose to be seen under."""
    if place.shown_as == "hidden":
        return words.plain("somebody")
    chosen = place.alias if place.shown_as == "alias" and place.alias else place.name
    return shown(chosen, place.player_id, words)


def _place(place: Row, view: BoardView, words: Words) -> Markup:
    many = place.answers >= ANSWERS_FOR_A_SHARE
    line = words.say(
        "board-row-share" if many else "board-row",
        rank=place.rank,
        name=player_name(place, words),
        points=words.plain("points", points=number_of(place.score.points)),
        share=words.share(place.score.share),
    )
    if place.player_id != view.player.id:
        return line
    return bold(Markup("{} {}").format(line, words.say("board-you")))


def _own_note(view: BoardView, words: Words) -> Markup | str:
    if not view.answered:
        return words.say("board-no-answers") if view.board.rows else ""
    return "" if view.player.shown_as else words.say("board-choose")


def _board_rows(view: BoardView, words: Words) -> Rows:
    tabs = (
        Button(_tab(period, view.period, words), actions.Board(view.set_id, period))
        for period in PERIODS
    )
    pages = -(-view.board.people // view.size)
    whole = None
    if view.set_id:
        whole = action(words.plain("button-all-sets"), actions.Board("", view.period))
    appear = None
    if view.answered and not view.player.shown_as:
        appear = action(words.plain("button-appear"), actions.OfferAppearance())
    return (
        *row(*tabs),
        *_leafing(words, view.page, pages, lambda n: actions.Board(view.set_id, view.period, n)),
        *column(whole, appear),
    )


def _tab(period: str, current: str, words: Words) -> str:
    label = words.plain(f"button-period-{period}")
    return words.plain("button-chosen", label=label) if period == current else label


def _leafing(words: Words, page: int, pages: int, to: Callable[[int], Action]) -> Rows:
    back = action(words.plain("button-previous"), to(page - 1)) if page else None
    more = action(words.plain("button-next-page"), to(page + 1)) if page + 1 < pages else None
    return (*row(back, more), *_leaps(words, page, pages, to))


def _leaps(words: Words, page: int, pages: int, to: Callable[[int], Action]) -> Rows:
    """Where there are many pages: the first, the last, and one some way off on either side."""
    if pages < MANY_PAGES:
        return ()
    stride = max(5, pages // 10)
    places = sorted({0, page - stride, page, page + stride, pages - 1} & set(range(pages)))
    labels = {n: words.number(n + 1) for n in places}
    labels[page] = words.plain("button-chosen", label=labels[page])
    return row(*(action(labels[n], to(n)) for n in places))
