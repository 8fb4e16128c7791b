"""An attempt at its end, and on the way there: stop, leave, share."""

from urllib.parse import quote

from markupsafe import Markup

from bot.play import actions
from bot.play.outcomes import Finished, StopOrPause
from bot.quiz.attempt import Attempt
from bot.quiz.scoring import Score, score
from bot.screens.feedback import right_answer, source, verdict_name
from bot.screens.layout import action, blocks, bold, column, cut, folded, lines, pages, row
from bot.screens.screen import Button, Posted, Screen
from bot.screens.words import Words, number_of

# A line on a phone, with the sign and the number before it.
STEM_IN_LIST = 34
MARKS_TOGETHER = 25
# More would make the address to share longer than some take: a sign is nine characters there.
MOST_SIGNS = 100


def result(done: Finished, username: str, words: Words) -> Screen:
    """A page of the result: the score, every question's mark, and what to look at again."""
    parts = (*_marks(done.saved.state, words), *_missed(done, words))
    all_pages = pages(parts, _summary(done, words))
    number = min(max(done.page, 0), len(all_pages) - 1)
    count = len(all_pages)
    foot = words.say("page-of", page=number + 1, pages=count) if count > 1 else ""
    return Screen(
        blocks(all_pages[number], foot),
        (*_leafing(done.saved.id, number, count, words), *_ways_on(done, username, words)),
        posted=Posted(done.saved.id, done.saved.state.turn),
    )


def stop_ask(asked: StopOrPause, words: Words) -> Screen:
    """Leave it for later, or finish now?"""
    saved = asked.saved
    left = len(saved.state.items) - len(saved.state.given)
    return Screen(
        words.say("stop-ask", title=words.text(saved.quiz.title), left=left),
        column(
            action(words.plain("button-leave"), actions.Leave(saved.id)),
            action(words.plain("button-finish"), actions.FinishNow(saved.id)),
        ),
    )


def shared_text(done: Finished, words: Words) -> str:
    """What may be shown to anybody: the score and a sign a question, and nothing of its content."""
    earned = score(done.saved.state)
    title = cut(words.text(done.saved.quiz.title))
    said = words.plain("share", title=title, **_numbers(earned))
    if len(done.saved.state.items) > MOST_SIGNS:
        return said
    return f"{said}\n{signs(done.saved.state, words)}"


def signs(state: Attempt, words: Words) -> str:
    """A sign a question, telling by its shape."""
    return "".join(
        words.plain(f"sign-{verdict_name(item, state.given[index])}")
        for index, item in enumerate(state.items)
    )


def deep_link(username: str, set_id: str) -> str:
    """The address that opens a set in the private chat with the bot."""
    return f"https://t.me/{username}?start=set-{set_id}"


def _summary(done: Finished, words: Words) -> Markup:
    saved = done.saved
    earned = score(saved.state)
    perfect = earned.points == earned.possible
    return blocks(
        words.say("result-title", title=words.text(saved.quiz.title)),
        lines(
            bold(words.say("result-score", share=words.share(earned.share), **_numbers(earned))),
            _rank(done, words),
            words.say("result-perfect") if perfect else "",
        ),
    )


def _marks(state: Attempt, words: Words) -> list[Markup]:
    """Every question with its mark, a line each, in pieces that fit a page."""
    marks = [_marked(state, index, words) for index in range(len(state.items))]
    return [lines(*marks[i : i + MARKS_TOGETHER]) for i in range(0, len(marks), MARKS_TOGETHER)]


def _numbers(earned: Score) -> dict[str, float]:
    return {"points": number_of(earned.points), "possible": number_of(earned.possible)}


def _rank(done: Finished, words: Words) -> Markup | str:
    if not done.saved.counts:
        return words.say("result-practice")
    if done.rank is None:
        return ""
    return words.say("result-rank", rank=done.rank, people=done.people)


def _marked(state: Attempt, index: int, words: Words) -> Markup:
    item = state.items[index]
    sign = words.say(f"sign-{verdict_name(item, state.given[index])}")
    stem = cut(words.text(item.text), STEM_IN_LIST)
    return Markup("{} {}. {}").format(sign, index + 1, stem)


def _missed(done: Finished, words: Words) -> list[Markup]:
    state = done.saved.state
    missed = [
        _missed_item(done, index, words)
        for index, item in enumerate(state.items)
        if verdict_name(item, state.given[index]) != "right"
    ]
    if missed:
        missed[0] = blocks(words.say("result-missed"), missed[0])
    return missed


def _missed_item(done: Finished, index: int, words: Words) -> Markup:
    item = done.saved.state.items[index]
    return lines(
        Markup("{} {}").format(bold(f"{index + 1}."), words.text(item.text)),
        right_answer(item, words),
        folded(
            lines(
                words.text(item.explanation) if item.explanation else "",
                source(done.saved.quiz.source, item, words),
            )
        ),
    )


def _leafing(attempt: str, page: int, count: int, words: Words) -> tuple[tuple[Button, ...], ...]:
    back = action(words.plain("button-previous"), actions.Result(attempt, page - 1))
    more = action(words.plain("button-next-page"), actions.Result(attempt, page + 1))
    return row(back if page else None, more if page + 1 < count else None)


def _ways_on(done: Finished, username: str, words: Words) -> tuple[tuple[Button, ...], ...]:
    saved = done.saved
    earned = score(saved.state)
    retry = action(words.plain("button-retry"), actions.RetryMissed(saved.id))
    again = action(words.plain("button-practise"), actions.Start(saved.quiz.id))
    link = quote(deep_link(username, saved.quiz.id), safe="")
    text = quote(shared_text(done, words), safe="")
    following = None
    if done.after:
        label = words.plain("button-following", title=words.text(done.after.title))
        following = action(label, actions.Open(done.after.id))
    return (
        *column(retry if earned.points < earned.possible else None, again if done.served else None),
        *row(
            action(words.plain("button-leaderboard"), actions.Board(saved.quiz.id)),
            Button(
                words.plain("button-share"), url=f"https://t.me/share/url?url={link}&text={text}"
            ),
        ),
        *column(following),
    )
