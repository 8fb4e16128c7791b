"""A round as it is played: items, reveals, the podium."""

from dataclasses import replace
from io import BytesIO

from markupsafe import Markup

from bot.play import group_actions as actions
from bot.play.group_outcomes import (
    ItemOpen,
    Mistakes,
    OwnPlace,
    Podium,
    PrivateItem,
    Qr,
    Revealed,
    Voted,
)
from bot.play.table import TAPPED
from bot.quiz.kinds import kind_of
from bot.quiz.question import Question
from bot.screens.browse import player_name
from bot.screens.choices import answer_rows, label, response, task
from bot.screens.feedback import right_answer, source
from bot.screens.layout import (
    LETTERS,
    LETTERS_A_ROW,
    all_short,
    blocks,
    bold,
    column,
    cut,
    folded,
    grid,
    italic,
    lines,
    pages,
    row,
    size,
)
from bot.screens.lobby import join_link
from bot.screens.screen import Button, Picture, Poll, Rows, Said, Screen
from bot.screens.words import Words, number_of
from bot.store.boards import Row
from bot.store.rounds import SavedRound

PODIUM_RANK = 3
PODIUM_ROWS = 10
STEM_IN_TABLE = 80
POLL_QUESTION, POLL_OPTION, POLL_EXPLANATION, POLL_LINE_FEEDS = 300, 100, 200, 2
POLL_SECONDS = (5, 2_628_000)
NOTICE_LENGTH = 200


def item(view: ItemOpen, username: str, words: Words) -> Screen:
    """The open item: as a native poll where the group wants one and it fits, else by buttons."""
    saved = view.saved
    said = Said(saved.id, f"item-{saved.state.position}")
    note = words.say("item-instead")
    by_buttons = Screen(_asked(saved, words), _item_rows(saved, words), posted=said)
    instead = Screen(blocks(note, by_buttons.text), by_buttons.rows, posted=said)
    if view.instead:
        return instead
    if saved.state.items[saved.state.position].body.type not in TAPPED:
        return _privately(by_buttons, saved, username, words)
    poll = _poll(saved, words) if saved.polls else None
    if poll is None:
        return Screen(by_buttons.text, by_buttons.rows, posted=said, instead=by_buttons)
    return replace(
        by_buttons, rows=_steering(saved, words), poll=poll, instead=instead, refused=by_buttons
    )


def private_item(view: PrivateItem, words: Words) -> Screen:
    """In the private chat: an item that is typed, ordered or matched."""
    saved = view.saved
    if view.response is not None:
        asked = saved.state.items[saved.state.position]
        kept = words.say("voted", answer=response(asked, view.response, words))
        return Screen(blocks(_head(saved, words), kept))
    id_ = f"{saved.id}-{saved.state.position}"
    text = blocks(_head(saved, words), task(view.alone, words))
    return Screen(text, answer_rows(id_, view.alone, words))


def progress(saved: SavedRound, username: str, words: Words) -> Screen:
    """The open item with its buttons, and how many have answered by now."""
    shown = Screen(_asked(saved, words), _item_rows(saved, words))
    if saved.state.items[saved.state.position].body.type in TAPPED:
        return shown
    return _privately(shown, saved, username, words)


def _privately(by_buttons: Screen, saved: SavedRound, username: str, words: Words) -> Screen:
    """The open item with a button into the private chat, where it is answered."""
    link = Button(
        words.plain("button-privately"), url=f"https://t.me/{username}?start=answer-{saved.id}"
    )
    rows = (*row(link), *_steering(saved, words))
    return Screen(
        by_buttons.text, rows, posted=by_buttons.posted, instead=replace(by_buttons, rows=rows)
    )


def closed(saved: SavedRound, words: Words, note: str) -> Screen:
    """The item without its buttons."""
    return Screen(blocks(_head(saved, words), italic(words.say(note))))


def voted(view: Voted, words: Words) -> str:
    """A private word at the button: everything chosen so far."""
    if not view.response:
        return words.plain("voted-none")
    state = view.saved.state
    asked, order = state.items[state.position], state.orders[state.position]
    told = words.plain("voted", answer=response(asked, view.response, words))
    if size(told) <= NOTICE_LENGTH:
        return told
    letters = (LETTERS[place] for place, key in enumerate(order) if key in view.response)
    return words.plain("voted", answer="; ".join(letters))


def reveal(view: Revealed, words: Words) -> Screen:
    """The right answer, how many had it, why, and who leads."""
    saved = view.saved
    asked = saved.state.items[saved.state.position]
    top = lines(words.say("reveal-top"), *(_placed(each, words) for each in view.top))
    text = blocks(
        lines(
            bold(_number(saved, words)),
            right_answer(asked, words),
            words.say("reveal-right", right=view.right, answered=view.answered),
        ),
        words.text(asked.explanation) if asked.explanation else "",
        source(saved.quiz.source, asked, words),
        top if view.top else "",
        _streak(view, words),
        words.say("round-paused") if view.paused else "",
    )
    said = Said(saved.id, f"reveal-{saved.state.position}")
    plain = Screen(text, _after_reveal(view, words), posted=said, silent=True)
    return Screen(text, plain.rows, posted=said, silent=True, instead=plain)


def own_place(view: OwnPlace, words: Words) -> str:
    if view.row is None:
        return words.plain("own-place-none")
    points = words.plain("points", points=number_of(view.row.score.points))
    place = words.plain("own-place", rank=view.row.rank, people=view.people, points=points)
    return f"{place} {words.plain('own-streak', count=view.streak)}" if view.streak > 1 else place


def podium(view: Podium, username: str, words: Words) -> Screen:
    """Who is on it, with ties; never who is last."""
    saved = view.saved
    best = [each for each in view.rows if each.score.points and each.rank <= PODIUM_RANK]
    return Screen(
        blocks(
            words.say("podium", title=words.text(saved.quiz.title)),
            lines(*_teams(view, words)),
            lines(*(_placed(each, words) for each in best[:PODIUM_ROWS]))
            or words.say("podium-nobody"),
            words.say("podium-players", people=len(view.rows)) if view.rows else "",
            _hardest(view, words),
        ),
        (
            *column(
                Button(
                    words.plain("button-mistakes"),
                    url=f"https://t.me/{username}?start=mistakes-{saved.id}",
                ),
                Button(words.plain("button-my-place"), actions.MyPlace(saved.id)),
            ),
            *row(
                Button(words.plain("button-again"), actions.NewLobby(saved.quiz.id)),
                Button(words.plain("button-next-set"), actions.NewLobby(view.after.id))
                if view.after
                else None,
            ),
        ),
        posted=Said(saved.id, "end"),
    )


def table(view: Podium, words: Words) -> tuple[Screen, ...]:
    """For whoever started it: how each item went, without names."""
    rows: list[Markup] = []
    for position, share, wrong in view.table:
        asked = view.saved.state.items[position]
        stem = cut(words.text(asked.text), STEM_IN_TABLE)
        told = words.say("table-row", number=position + 1, stem=stem, share=words.share(share))
        mistake = words.say("table-wrong", answer=response(asked, wrong, words)) if wrong else ""
        rows.append(lines(told, italic(mistake) if mistake else ""))
    title = words.say("table", title=words.text(view.saved.quiz.title))
    *first, last = map(Screen, pages(rows, title))
    return (*first, replace(last, posted=Said(view.saved.id, "table")))


def mistakes(view: Mistakes, words: Words) -> tuple[Screen, ...]:
    """In the private chat: one's own wrong answers, with what would have been right."""
    title = words.text(view.saved.quiz.title)
    if not view.wrong:
        return (Screen(words.say("mistakes-none", title=title)),)
    parts = [
        _mistake(view.saved, view.saved.state.items[position], given, words)
        for position, given in view.wrong
    ]
    return tuple(map(Screen, pages(parts, words.say("mistakes", title=title))))


def qr(view: Qr, username: str, words: Words) -> Screen:
    """The link for joining as a picture, for a projector."""
    import segno

    file = BytesIO()
    segno.make(join_link(username, view.round_id), error="m").save(
        file, kind="png", scale=12, border=4
    )
    text = lines(words.say("qr"), join_link(username, view.round_id))
    return Screen(text, attachment=Picture(file.getvalue(), "join.png"))


def _streak(view: Revealed, words: Words) -> Markup:
    if view.streak is None:
        return Markup("")
    who, count = view.streak
    return words.say("reveal-streak", name=player_name(who, words), count=count)


def _number(saved: SavedRound, words: Words) -> str:
    number, count = saved.state.position + 1, len(saved.state.items)
    return words.say("reveal-number", number=number, count=count)


def _head(saved: SavedRound, words: Words) -> Markup:
    asked = saved.state.items[saved.state.position]
    dated = italic(words.source(saved.quiz.source))
    return blocks(
        Markup("{} · {}").format(bold(_number(saved, words)), dated), words.text(asked.text)
    )


def _labels(saved: SavedRound, words: Words) -> list[str]:
    asked = saved.state.items[saved.state.position]
    return [label(asked, key, words) for key in saved.state.orders[saved.state.position]]


def _asked(saved: SavedRound, words: Words) -> Markup:
    asked, labels = saved.state.items[saved.state.position], _labels(saved, words)
    lettered = (Markup("{} {}").format(bold(f"{LETTERS[i]}."), t) for i, t in enumerate(labels))
    limit = saved.state.rules.limit
    by_letters = asked.body.type in TAPPED and not all_short(labels)
    return blocks(
        _head(saved, words),
        lines(*lettered) if by_letters else "",
        italic(words.say("item-several")) if asked.body.type == "multiple" else "",
        italic(words.say("item-privately")) if asked.body.type not in TAPPED else "",
        lines(
            words.say("item-seconds", seconds=int(limit.total_seconds())) if limit else "",
            words.say(
                "item-answered", answered=saved.turnout.answered, joined=saved.turnout.joined
            ),
        ),
    )


def _item_rows(saved: SavedRound, words: Words) -> Rows:
    labels, position = _labels(saved, words), saved.state.position
    short = all_short(labels)
    buttons = [
        Button(text if short else LETTERS[place], actions.Vote(saved.id, position, place))
        for place, text in enumerate(labels)
    ]
    return (*grid(buttons, 1 if short else LETTERS_A_ROW), *_steering(saved, words))


def _steering(saved: SavedRound, words: Words) -> Rows:
    id_, position = saved.id, saved.state.position
    return row(
        Button(words.plain("button-close-now"), actions.CloseNow(id_, position)),
        Button(words.plain("button-drop"), actions.Drop(id_, position)),
        Button(words.plain("button-pause"), actions.Pause(id_, position)),
    )


def _poll(saved: SavedRound, words: Words) -> Poll | None:
    """The item as a native poll, where it fits Telegram's limits."""
    asked, labels = saved.state.items[saved.state.position], _labels(saved, words)
    order = saved.state.orders[saved.state.position]
    key = kind_of(asked.body).right(asked.body)
    question = f"{saved.state.position + 1}/{len(saved.state.items)} · {words.text(asked.text)}"
    if size(question) > POLL_QUESTION or any(size(text) > POLL_OPTION for text in labels):
        return None
    limit = saved.state.rules.limit
    seconds = int(limit.total_seconds()) if limit else None
    return Poll(
        question,
        tuple(labels),
        tuple(place for place, each in enumerate(order) if each in key),
        asked.body.type == "multiple",
        _poll_explanation(asked, words),
        seconds if seconds and POLL_SECONDS[0] <= seconds <= POLL_SECONDS[1] else None,
    )


def _poll_explanation(asked: Question, words: Words) -> str:
    """The explanation where it fits; the reveal has the whole of it in any case."""
    text = words.text(asked.explanation) if asked.explanation else ""
    fits = size(text) <= POLL_EXPLANATION and text.count("\n") <= POLL_LINE_FEEDS
    return text if fits else ""


def _after_reveal(view: Revealed, words: Words) -> Rows:
    saved = view.saved
    id_, state = saved.id, saved.state
    onward = "button-podium" if state.last else "button-onward"
    key = "button-resume" if view.paused else onward
    on = Button(words.plain(key), actions.Onward(id_, state.position))
    pause = Button(words.plain("button-pause"), actions.Pause(id_, state.position))
    place = Button(words.plain("button-my-place"), actions.MyPlace(id_))
    end = Button(words.plain("button-end-round"), actions.EndRound(id_))
    waits = view.paused or state.rules.by_hand
    return (
        *row(on if waits else None),
        *row(place, end if view.paused else None, None if waits else pause),
    )


def _placed(each: Row, words: Words) -> Markup:
    points = words.plain("points", points=number_of(each.score.points))
    return words.say("podium-row", rank=each.rank, name=player_name(each, words), points=points)


def _teams(view: Podium, words: Words) -> list[Markup]:
    return [
        words.say(
            "podium-team",
            rank=1 + sum(other.mean > team.mean for other in view.teams),
            number=team.number,
            points=words.plain("points", points=number_of(int(team.mean))),
        )
        for team in view.teams
    ]


def _hardest(view: Podium, words: Words) -> Markup:
    if view.hardest is None:
        return Markup("")
    asked = view.saved.state.items[view.hardest[0]]
    told = words.text(asked.explanation) if asked.explanation else ""
    return lines(
        words.say("podium-hardest"), words.text(asked.text), right_answer(asked, words), told
    )


def _mistake(
    saved: SavedRound, asked: Question, given: tuple[str, ...] | None, words: Words
) -> Markup:
    mine = words.say("your-answer", answer=response(asked, given, words)) if given else ""
    told = words.text(asked.explanation) if asked.explanation else ""
    return lines(
        bold(words.text(asked.text)),
        mine,
        right_answer(asked, words),
        folded(lines(told, source(saved.quiz.source, asked, words))),
    )
