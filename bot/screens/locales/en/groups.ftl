# What the bot says in groups.

group-hello = <b>Hello everybody!</b> I run quizzes about news articles, for you to play together.
    I need no special rights. Start whenever you like, with the button or with /quiz.
group-help = <b>In groups</b>
    /quiz – opens a round
    /leaderboard – this group’s leaderboard
    /settings – the group’s settings (for administrators)
    /stop – ends the round
    The rest is in the private chat.
button-group-start = Start a quiz
show-yourself = You write in the group’s name. Tap the button, so that I can see whether you may.
button-group-settings = Settings
kind-ask = <b>How do you play in this group?</b>

    <b>Class</b>: answers by buttons, whoever leads sets the pace, no reward for speed, administrators start.

    <b>Friends</b>: Telegram’s polls (everyone can see who chose what), automatic pace, anybody starts.

    You can change all of it in /settings.
button-kind-class = Class
button-kind-friends = Friends
nothing-for-groups = There is no quiz for groups at the moment.
not-allowed-admin = Only administrators of the group can do this.
not-allowed-starter = Only whoever opened the round, and administrators of the group, can do this.
no-round = No round is being played here. /quiz starts one.
round-under-way = A round is being played here already: answer the latest question.
lobby-title = 🎲 <b>{ $title }</b>
lobby-size = { $count ->
    [one] { $count } question
   *[other] { $count } questions
  } · { $source }
lobby-polls = With polls: votes are final, and everyone can see who chose what.
lobby-buttons = With buttons: your answer stays between you and the bot, and you can change it until the close.
lobby-seconds = { $seconds ->
    [one] { $seconds } second a question
   *[other] { $seconds } seconds a question
  }
lobby-no-limit = no time limit
lobby-by-hand = moves on by hand
lobby-automatic = moves on by itself
lobby-bonus = quick answers earn up to half the points on top
lobby-unhurried = double time, no reward for speed
lobby-players = { $count ->
    [0] Nobody yet. Whoever answers a question takes part, at any time.
   *[other] Taking part ({ $count }): { $names }
  }
lobby-teams = { $teams } teams: the average of points counts.
lobby-closed = The round is cancelled. /quiz opens another.
lobby-change = What shall we change?
button-join = Join
button-team = Team { $number } ({ $members })
button-draw = Draw lots
button-begin = ▶ Start
button-change = Change
button-cancel = Cancel
button-done = Done
button-link = Link for joining
button-qr = QR code
qr = Scan the code to join.
tune-items = { $value ->
    [0] Questions: all
   *[other] Questions: { $value }
  }
tune-seconds = { $value ->
    [0] Time: no limit
   *[other] Time: { $value } seconds
  }
tune-polls-0 = With buttons
tune-polls-1 = With polls
tune-by_hand-0 = Moves on by itself
tune-by_hand-1 = Moves on by hand
tune-bonus-0 = No reward for speed
tune-bonus-1 = Reward for speed
tune-teams = { $value ->
    [0] No teams
   *[other] { $value } teams
  }
tune-set = Quiz: { $title }
tune-admins_start-0 = Anybody starts
tune-admins_start-1 = Administrators start
tune-language = Language: { $language }
joined = You are in.
joined-team = You are in: team { $team }.
joined-already = You are in already.
joined-from-link = You are in the round <b>{ $title }</b>. Go back to the group: the questions will come there.
item-answered = { $joined ->
    [0] No answers yet.
   *[other] { $answered ->
        [one] { $answered } of { $joined } has answered.
       *[other] { $answered } of { $joined } have answered.
      }
  }
item-seconds = ⏱ { $seconds } seconds
item-several = More than one answer may be right: tap all that you choose.
item-instead = The poll before does not count: please answer with these buttons.
item-closed = Closed.
item-dropped = Skipped: it counts for nobody.
button-close-now = Close now
button-drop = Skip
button-pause = Pause
voted = Your answer: { $answer }. You can change it until the close.
voted-none = You have chosen nothing.
too-late = This question is closed already.
on-the-way = Already done.
reveal-number = Question { $number } of { $count }
reveal-right = { $answered ->
    [0] No answers.
   *[other] { $right } of { $answered } had it right.
  }
reveal-top = <b>In the lead</b>
round-paused = ⏸ <b>Paused.</b> Shall we go on?
button-onward = Next question ›
button-podium = To the podium ›
button-resume = ▶ Resume
button-end-round = End
button-my-place = My place
own-place = You are at rank { $rank } of { $people }, with { $points }.
own-place-none = You have not answered in this round yet.
podium = 🏆 <b>{ $title }</b>: the podium
podium-row = { $rank }. { $name } – { $points }
podium-team = { $rank }. Team { $number } – { $points } on average
podium-players = { $people ->
    [one] { $people } person has played.
   *[other] { $people } people have played.
  }
podium-nobody = The round ended without answers. Until next time!
podium-hardest = <b>The hardest one</b>
button-mistakes = What I got wrong
button-again = Play again
button-next-set = Next quiz
mistakes = <b>{ $title }</b>: worth another look
mistakes-none = You got nothing wrong in <b>{ $title }</b>.
table = <b>{ $title }</b>: how it went, without names
table-row = { $number }. { $stem } – { $share } had it right
table-wrong = commonest mistake: { $answer }
group-board = 🏆 <b>The group’s leaderboard</b>
button-period-last = Last round
group-settings = <b>The group’s settings</b>
    They apply from the next round on.
card-played-in-group = You have seen answers to this one in a group, so here it is practice.
settings-hurry = In groups: { $unhurried ->
    [1] without hurry (double time, no reward for speed)
   *[0] at the group’s pace
  }
button-unhurried = Play without hurry
button-hurried = At the group’s pace
reveal-streak = 🔥 { $name }: { $count } right in a row
own-streak = { $count } right in a row!
no-such-zone = I do not know this time zone. Write it like this: /settings Europe/Rome
tune-weekly = Weekly round: { $day }
tune-weekly-none = Weekly round: none
tune-weekly_hour = Time of the round: { $hour }:00
settings-zone = Time zone: { $zone } (to change it: /settings Europe/Rome)
button-privately = Answer in private
item-privately = This one is answered in the private chat with the bot.
tune-all_kinds-0 = Choice questions only
tune-all_kinds-1 = All kinds of questions
tune-kind-class = Playing as a class
tune-kind-friends = Playing among friends
