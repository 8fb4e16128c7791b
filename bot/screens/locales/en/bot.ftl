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
article-of = { $precision ->
    [day] article of { $date }
    [month] article of { $date }
   *[year] article of { $date }
  }
paragraphs = { $count ->
   *[other] § { $list }
  }

## Hello and help
welcome = <b>Hello { $name }!</b>
    I ask short quizzes about news articles. Take them at your own pace: you can stop at any time and go on days later.
welcome-back = <b>Welcome back, { $name }!</b>
    Shall we go on?
help = <b>What I can do</b>
    /quiz – choose a quiz, or go on with one
    /leaderboard – who has how many points
    /stats – how you are doing
    /settings – language, and how you appear
    /stop – leave or finish a quiz
    /privacy, /mydata, /forget – your data is yours

    Hints are free, skipped questions come back once, and only your first attempt at a quiz counts. Everything after that is practice.
pointer = I did not quite get that. /quiz shows the quizzes, /help all I can do.
use-buttons = This question is answered with the buttons above. /quiz shows it again if you cannot see them.
private-only = That is between you and me: let us go on in our private chat.
button-private = Open private chat
trouble = Sorry, something went wrong on my side and this was not counted. Please try again in a moment; /quiz takes you back to where you were.

## Finding a quiz
topics = <b>What would you like to be asked about?</b>
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
card-practice = You have played this one: from now on it is practice and does not change the leaderboard.
card-under-way = You are at question { $number } of { $count }.
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
ordering-done = All placed. Confirm, or undo.
matching-how = What goes with this? ({ $number } of { $count })
matching-done = All matched. Confirm, or undo.
matching-pair = { $left } → { $right }
short-how = ✏️ Type your answer.
numeric-how = ✏️ Type a number.
numeric-how-unit = ✏️ Type a number ({ $unit }).
hint = 💡 Hint: { $text }
button-confirm = Confirm
button-undo = Undo
button-hint = 💡 Hint
button-skip = Skip
just-asked = The question is already here, just below.
refused-nothing-chosen = Choose at least one answer first.
refused-incomplete = Place them all first.
refused-taken = That one is matched already. Undo takes it back.
refused-no-number = I found no single number in that, so it did not count. Please type just a number, such as 12 or 3.5.
refused-empty = I could not read an answer in that, so it did not count. Please type it in letters.
refused-unfit = That does not fit this question. /quiz shows it again.

## After the answer
verdict-right = ✅ <b>Right!</b>
verdict-partly = 🔶 <b>Partly right</b>
verdict-wrong = ❌ <b>Not right</b>
verdict-skipped = ➖ <b>Skipped</b>
worked-out = { $right } right, { $wrong } wrong: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-order = { $right } of { $parts } neighbours right: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-part = credit: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-pairs = { $right } of { $parts } pairs right: { NUMBER($credit, maximumFractionDigits: 2) }
your-answer = <b>Your answer:</b> { $answer }
right-answer = <b>Right answer:</b> { $answer }
range = { $low } to { $high }
source = Source: { $source }
with-hint = with a hint
put-off = ⏭ <b>Skipped for now.</b> It comes back at the end.
already-answered = You have answered this one: your first answer counts.
old-button = You skipped this one: it comes back at the end.
not-yours = This button does not belong to a quiz of yours. /quiz starts one.
button-next = Next ›
button-result = See your result ›
button-wrong = Something wrong?
reported = Thank you, I have noted it. Would you like to say what is wrong? Just type it, in a sentence.
report-thanks = Thank you! Whoever looks after the questions will read it.
report-thanks-brief = Thank you, it is noted.
button-no-more = No, that is all

## The result
result-title = <b>{ $title }</b>: your result
result-score = { $points } of { NUMBER($possible, maximumFractionDigits: 2) } points ({ $share })
result-rank = { $people ->
    [one] You are the first on this quiz's leaderboard.
   *[other] Rank { $rank } of { $people } on this quiz.
  }
result-practice = This was practice: the leaderboard stays as it was.
result-missed = <b>To look at again</b>
result-perfect = Everything right. Well done!
page-of = Page { $page } of { $pages }
button-retry = Retry the missed ones
button-leaderboard = Leaderboard
button-share = Share
button-following = Next quiz: { $title }
share = { $points } out of { NUMBER($possible, maximumFractionDigits: 2) } in “{ $title }”
stop-ask = <b>{ $title }</b>
    Leave it for later, or finish now? If you finish, the { $left ->
    [one] question without an answer counts as skipped
   *[other] { $left } questions without an answer count as skipped
  }.
button-leave = Leave for later
button-finish = Finish now
left-for-later = Fine, nothing is lost. Whenever you like, go on right where you were.
nothing-under-way = No quiz is under way. /quiz starts one.

## Leaderboards
board-title = 🏆 <b>{ $title }</b>
board-all-sets = All quizzes
board-since = since { $date }
board-all-time = all time
board-empty = Nobody is here yet. The first one could be you: /quiz
board-row = { $rank }. { $name } – { $points }
board-row-share = { $rank }. { $name } – { $points } ({ $share })
board-you = ‹ you
board-people = { $people ->
    [one] { $people } person
   *[other] { $people } people
  }
board-choose = You are not shown yet. Choose how to appear:
board-no-answers = You have no points here yet.
button-period-all = All time
button-period-month = This month
button-period-week = This week
button-chosen = ● { $label }
button-all-sets = All quizzes
button-appear = How I appear
somebody = a player
player = Player { $number }

## How to appear
appear-ask = <b>How shall others see you on leaderboards?</b>
    Until you choose, you are not on them. You can change this at any time in /settings.
button-appear-name = My name: { $name }
button-appear-alias = A made-up name: { $alias }
button-appear-hidden = Hidden: “a player”
appear-name = Done. Leaderboards show you as { $name }.
appear-alias = Done. Leaderboards show you as { $alias }.
appear-hidden = Done. Leaderboards show you as “a player”.

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
  }, { $begun } begun
stats-accuracy = Correct: { $share } ({ $answers ->
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
stats-missed-item = { $stem } ({ $times }×)
difficulty-easy = easy
difficulty-medium = medium
difficulty-hard = hard

## Privacy
privacy = <b>Your data, in five lines</b>
    1. I keep your Telegram number, name and language, your answers with their times, and what you report.
    2. I keep them until you delete them; there is no advertising and no tracking.
    3. Others see only what you chose for leaderboards: your name, a made-up name, or “a player”.
    4. /mydata sends you everything I keep; whoever runs this bot can see it too.
    5. /forget deletes it all, from leaderboards too. Backups of the operator may keep it until they expire.
mydata = Here is everything I keep about you.
forget-ask = <b>Delete everything about you?</b>
    Your answers, points, places on leaderboards, settings and reports will be gone. This cannot be undone.
button-forget = Yes, delete everything
button-keep = No, keep it
forgotten = Done. I have forgotten you: everything is deleted. If you ever like to play again: /quiz
kept = Good. Everything stays as it was.

## Commands, as Telegram's menu shows them
command-start = Say hello
command-quiz = Choose a quiz or go on
command-leaderboard = Who has how many points
command-stats = How you are doing
command-settings = Language, and how you appear
command-stop = Leave or finish a quiz
command-help = What I can do
command-privacy = What is kept about you
command-mydata = Get everything kept about you
command-forget = Delete everything about you
description = Short quizzes about news articles: at your own pace, with explanations and sources. Press Start.
short-description = Short quizzes about news articles, with explanations and sources.

## Chart
chart-title = Correct answers
