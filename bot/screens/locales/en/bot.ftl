# What the bot says in English. Translators: texts may use <b> and <i>; keep the {$names}.
language-name = English

## Signs and short words
sign-right = ✅
sign-partly = 🔶
sign-wrong = ❌
sign-skipped = ➖
true = True
false = False
points = { $points ->
    [one] { $points } point
   *[other] { NUMBER($points, maximumFractionDigits: 2) } points
  }
article-of = article of { $date }
paragraphs = § { $list }

## Hello and help
welcome = <b>Hello { $name }!</b> 👋
    I run short quizzes on news articles. Go at your own pace: stop whenever you like and pick up again, even days later.
welcome-back = <b>Welcome back, { $name }!</b> 👋
    Shall we play?
help = <b>What I can do</b>
    /quiz – choose a quiz, or go on with one
    /leaderboard – the leaderboard
    /stats – how you are doing
    /settings – language, and how you appear
    /stop – leave or finish a quiz
    /privacy, /mydata, /forget – your data is yours

    Hints are free, skipped questions come back once at the end, and only your first attempt at a quiz counts. Everything after that is practice.
pointer = I didn’t quite get that. /quiz shows the quizzes, /help everything I can do.
use-buttons = This question is answered with its buttons. If you can’t see them, tap “Continue”.
private-only = That’s between you and me: let’s go on in our private chat.
button-private = Open private chat
trouble = Sorry, something went wrong on my side and this was not counted. Please try again in a moment; /quiz takes you back to where you were.
too-fast = That was faster than I can count: your last taps or messages did not count. Please try again in a moment.

## Finding a quiz
topics = <b>Which topic would you like to be quizzed on?</b>
sets = <b>Choose a quiz</b>
sets-in = <b>{ $topic }</b>
    Choose a quiz:
nothing-to-play = There is no quiz here at the moment. Please come back later.
no-such-set = This quiz is not available any more. /quiz shows the others.
card-source = Source: { $source }
card-size = { $count ->
    [one] { $count } question
   *[other] { $count } questions
  }, about { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
  }
card-best = Your best: { $share }
card-counts = Your first attempt counts for the leaderboard.
card-practice = You have had your first attempt: from now on it is practice, and the leaderboard does not change.
card-under-way = You are on question { $number } of { $count }.
button-choose = Choose a quiz
button-start = Start
button-practise = Practise again
button-continue = Continue
button-continue-set = ▶ Continue: { $title }
button-more-sets = All quizzes
button-more-topics = All topics
button-previous = ‹ Back
button-next-page = More ›

## A question
question-number = Question { $number } of { $count }
question-again = Question { $number } of { $count }, once more
multiple-how = More than one answer may be right. Choose, then confirm.
ordering-how = Tap them in the right order.
ordering-done = All placed. Confirm, or undo the last.
matching-how = What goes with this? ({ $number } of { $count })
matching-done = All matched. Confirm, or undo the last.
matching-pair = { $left } → { $right }
short-how = ✏️ Type your answer.
numeric-how = ✏️ Type a number.
numeric-how-unit = ✏️ Type a number ({ $unit }).
hint = 💡 Hint: { $text }
button-confirm = Confirm
button-undo = ↩ Undo the last
button-hint = 💡 Hint
button-skip = Skip
just-asked = It is just below, or comes in a moment.
refused-nothing-chosen = Choose at least one answer first.
refused-incomplete = Place them all first.
refused-taken = That place is taken. “Undo the last” frees it.
refused-no-number = I found no single number in that, so it did not count. Please type just a number, such as 12 or 3.5.
refused-empty = I could not read an answer in that, so it did not count. Please type it in words.
refused-unfit = This question cannot be answered like that. /quiz shows it again.

## After the answer
verdict-right = ✅ <b>Right!</b>
verdict-partly = 🔶 <b>Partly right</b>
verdict-wrong = ❌ <b>Not the right answer</b>
verdict-skipped = ➖ <b>Skipped</b>
worked-out = { $right } right, { $wrong } wrong: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-order = { $right } of { $parts } { $parts ->
    [one] consecutive pair
   *[other] consecutive pairs
  } right: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-part = close to the right value: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-pairs = { $right } of { $parts } { $parts ->
    [one] pair
   *[other] pairs
  } right: { NUMBER($credit, maximumFractionDigits: 2) }
your-answer = <b>Your answer:</b> { $answer }
right-answer = <b>Right answer:</b> { $answer }
range = { $low } to { $high }
source = Source: { $source }
with-hint = with a hint
put-off = ⏭ <b>Skipped for now.</b> It comes back at the end.
already-answered = You have answered this one already: your first answer counts.
old-button = You skipped this one: it comes back at the end.
not-yours = This button does not belong to a quiz of yours. /quiz starts one.
button-next = Next ›
button-result = See your result ›
button-wrong = Something wrong?
reported = Thank you, I have noted it. Would you like to say what is wrong? Just type it, in a sentence.
report-thanks = Thank you! Whoever looks after the questions will read it.
report-thanks-brief = Thank you, it is noted.
button-no-more = No, that’s all

## The result
result-title = <b>{ $title }</b>: your result
result-score = { NUMBER($points, maximumFractionDigits: 2) } of { $possible ->
    [one] { $possible } point
   *[other] { NUMBER($possible, maximumFractionDigits: 2) } points
  } ({ $share })
result-rank = { $people ->
    [one] Yours is the first name on this quiz’s leaderboard.
   *[other] Rank { $rank } of { $people } on this quiz.
  }
result-practice = This was practice: the leaderboard stays as it was.
result-missed = <b>Worth another look</b>
result-perfect = Everything right. Well done!
page-of = Page { $page } of { $pages }
button-retry = Retry the missed ones
button-leaderboard = Leaderboard
button-share = Share
button-following = Next quiz: { $title }
share = { NUMBER($points, maximumFractionDigits: 2) } out of { NUMBER($possible, maximumFractionDigits: 2) } in “{ $title }”
stop-ask = <b>{ $title }</b>
    Leave it for later, or finish now? If you finish, the { $left ->
    [one] question without an answer counts as skipped
   *[other] { $left } questions without an answer count as skipped
  }.
button-leave = Leave for later
button-finish = Finish now
left-for-later = That’s fine, nothing is lost. Whenever you like, go on right where you were.
nothing-under-way = No quiz is under way. /quiz starts one.

## Leaderboards
board-title = 🏆 <b>{ $title }</b>
board-all-sets = All quizzes
board-since = since { $date }
board-all-time = all time
board-empty = Nobody is here yet. The first name could be yours: /quiz
board-row = { $rank }. { $name } – { $points }
board-row-share = { $rank }. { $name } – { $points } ({ $share })
board-you = ‹ you
board-people = { $people ->
    [one] { $people } person
   *[other] { $people } people
  }
board-choose = You are not shown here yet: choose how to appear.
board-no-answers = You have no points here yet.
button-period-all = All time
button-period-month = Month
button-period-week = Week
button-chosen = ● { $label }
button-all-sets = All quizzes
button-appear = How I appear
somebody = a player
player = Player { $number }

## How to appear
appear-ask = <b>How would you like to appear on leaderboards?</b>
    Until you choose, you are not on them. You can change your mind at any time in /settings.
button-appear-name = My name: { $name }
button-appear-alias = A made-up name: { $alias }
button-appear-hidden = No name: “a player”
appear-name = Done. Leaderboards show you as { $name }.
appear-alias = Done. Leaderboards show you as { $alias }.
appear-hidden = Done. Leaderboards show you as “a player”, without a name.

## Settings
settings = <b>Settings</b>
settings-language = Language: { $language }
settings-appear = On leaderboards: { $how }
appear-not-chosen = not shown yet
language-changed = From now on I speak English.

## Statistics
stats-title = <b>How you are doing</b>
stats-none = There is nothing to show yet: play a first quiz with /quiz.
stats-attempts = { $finished ->
    [one] { $finished } quiz finished
   *[other] { $finished } quizzes finished
  }, { $begun } started
stats-accuracy = Accuracy: { $share } ({ $answers ->
    [one] { $answers } answer
   *[other] { $answers } answers
  })
stats-streak = { $days ->
    [0] No days in a row at the moment
    [one] { $days } day in a row
   *[other] { $days } days in a row
  }
stats-by-set = <b>By quiz</b>
stats-by-difficulty = <b>By difficulty</b>
stats-missed = <b>Most missed</b>
stats-part = { $name }: { $share } ({ $answers })
stats-missed-item = • { $stem } ({ $times }×)
difficulty-easy = easy
difficulty-medium = medium
difficulty-hard = hard

## Privacy
privacy = <b>Your data, in five lines</b>
    1. I keep your Telegram ID (not your phone number), name and language, your answers with their times, and what you report.
    2. I keep them until you delete them; there is no advertising and no tracking.
    3. Others see only what you chose for leaderboards: your name, a made-up name, or “a player”.
    4. /mydata sends you everything I keep; whoever runs this bot can see it too, and can write to everybody through me.
    5. /forget deletes it all at once, from leaderboards too. Unused corners of my file may hold traces for up to a day, backups made by whoever runs this bot until they expire.
mydata = Here is everything I keep about you.
forget-ask = <b>Really delete everything?</b>
    Your answers, points, places on leaderboards, settings and reports will be gone at once, their last traces in my file within a day. This cannot be undone.
button-forget = Yes, delete everything
button-keep = No, keep it all
forgotten = Done: everything is deleted, and I know nothing about you any more. If you ever like to play again: /quiz
kept = Good. Everything stays as it was.

## Commands, as Telegram's menu shows them
command-start = Say hello
command-quiz = Choose a quiz or go on with one
command-leaderboard = See the leaderboard
command-stats = See how you are doing
command-settings = Choose language and how you appear
command-stop = Leave or finish a quiz
command-help = Read what I can do
command-privacy = Read what I keep about you
command-mydata = Get everything I keep about you
command-forget = Delete everything I keep about you
description = Short quizzes on news articles: at your own pace, with explanations and sources. Press Start.
short-description = Short quizzes on news articles, with explanations and sources.

## Chart
chart-title = Accuracy
