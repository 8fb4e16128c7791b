# What the bot says to whoever administers it.

command-admin = Look after the bot

## Home
admin-home = <b>Looking after the bot</b>
    Only administrators can see this.
admin-set-aside = { $count ->
    [0] No update is set aside.
    [one] { $count } update is set aside.
   *[other] { $count } updates are set aside.
  }
admin-open-reports = { $count ->
    [0] No report is open.
    [one] { $count } report is open.
   *[other] { $count } reports are open.
  }
admin-under-way = A message to all is on its way.
button-admin-numbers = Health and numbers
button-admin-set-aside = Updates set aside
button-admin-sets = Check the quizzes
button-admin-reports = Reports
button-admin-write = Message to all
button-admin-home = ‹ Looking after the bot
button-admin-refresh = Look again
button-admin-previous = ‹ Previous
button-admin-following = Following ›

## Health and numbers
admin-numbers = <b>Health and numbers</b>
admin-version = Version { $version }, running since { $since }
admin-well = Check: everything works
admin-ailing = Check: something is wrong ({ $parts }); the bot’s log says what
admin-polling = Asks Telegram for updates; last answer { $ago }
admin-polling-silent = Asks Telegram for updates; no answer yet
admin-webhook = Telegram calls the bot; last call { $ago }
admin-webhook-silent = Telegram calls the bot
admin-database = Database: { $size } MB
admin-backup = Last backup: { $at }
admin-no-backup = Last backup: none found
admin-count-players = People: { $number }
admin-count-today = Came today: { $number }
admin-count-lately = Came in the last seven days: { $number }
admin-count-under-way = Attempts under way: { $number }
admin-count-finished = Attempts finished: { $number }
admin-count-answers = Answers: { $number }
admin-count-groups = Groups: { $number }
admin-count-rounds = Rounds in groups: { $number }
admin-count-sets = Quizzes served: { $number }

## Updates set aside
admin-none-set-aside = No update is set aside: everything that came was handled.
admin-set-aside-title = <b>Update { $place } of { $count } set aside</b>
    It failed at every try. Nothing of it is lost; once the cause is gone, try again.
admin-set-aside-id = Number: { $id }
admin-set-aside-kind = Kind: { $kind }
button-admin-try = Try this one again
button-admin-try-all = Try all again
admin-trying = { $count ->
    [0] There is nothing to try again.
    [one] Trying { $count } update again. What became of it will stand here in a moment.
   *[other] Trying { $count } updates again. What became of them will stand here in a moment.
  }
admin-tried = Tried again: { $tried }, handled: { $handled }
admin-tried-failed = { $count ->
    [one] { $count } failed again and stays set aside.
   *[other] { $count } failed again and stay set aside.
  }
admin-tried-waiting = { $count ->
    [one] { $count } is still being tried.
   *[other] { $count } are still being tried.
  }
admin-alarm = <b>Something could not be handled</b>
    { $count ->
    [one] { $count } update is set aside
   *[other] { $count } updates are set aside
  }, and whoever sent it was told. Nothing is lost: see what happened, and try again.

## The question sets
admin-sets = <b>The quizzes in their folder</b>
admin-sets-found = { $sets ->
    [one] { $sets } quiz can be served.
   *[other] { $sets } quizzes can be served.
  }
admin-sets-none = No quiz in it can be served. Those served now stay as they are.
admin-sets-wrong = { $errors ->
    [0] No mistakes
    [one] { $errors } mistake
   *[other] { $errors } mistakes
  }, { $warnings ->
    [0] no warnings
    [one] { $warnings } warning
   *[other] { $warnings } warnings
  }.
admin-sets-unreadable = The folder cannot be read. The quizzes served now stay as they are.
admin-more-problems = { $count ->
    [one] And { $count } more: “quizbot check” tells them all.
   *[other] And { $count } more: “quizbot check” tells them all.
  }
button-admin-take-in = Take them in
button-admin-check-again = Check again
admin-sets-taken = Done: { $sets ->
    [one] { $sets } quiz is served now.
   *[other] { $sets } quizzes are served now.
  } Whoever is in the middle of one ends it as it was.
admin-sets-stay = Nothing was taken in: there is no valid quiz in the folder. Those served so far stay.

## Reports
admin-no-reports = No report is open.
admin-report-title = <b>Report { $place } of { $count }</b>
admin-report-item = Question: { $set }/{ $item }
admin-report-version = Version: { $version }
admin-report-language = Language: { $language }
admin-report-said = <b>What they say:</b>
admin-report-silent = They added no words.
button-admin-done = Mark as done

## A message to all
admin-write = <b>Message to all</b>
    Write it as your next message, in plain text. It would go to { $people ->
    [one] { $people } person
   *[other] { $people } people
  }. Before anything is sent, you see it as they will.
admin-preview = That is how it will arrive, for { $people ->
    [one] { $people } person
   *[other] { $people } people
  }. Shall I send it?
button-admin-send = { $people ->
    [one] Send to { $people } person
   *[other] Send to { $people } people
  }
button-admin-rewrite = Write it anew
button-admin-drop = Drop it
admin-dropped = Dropped: nobody got anything.
admin-broadcast-draft = <b>Not sent yet</b>
admin-broadcast-sending = <b>Your message is on its way</b>
admin-broadcast-stopped = <b>Stopped</b>
admin-broadcast-done = <b>Everybody has been written to</b>
admin-reached = Sent: { $count }
admin-missed = Could not be reached: { $count }
admin-left = Left: { $count }
button-admin-stop = Stop
