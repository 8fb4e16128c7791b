# Quello che il bot dice a chi lo amministra.

command-admin = Gestisci il bot

## Inizio
admin-home = <b>Gestione del bot</b>
    La vede solo chi amministra.
admin-set-aside = { $count ->
    [0] Nessuna richiesta in sospeso.
    [one] { $count } richiesta in sospeso.
   *[other] { $count } richieste in sospeso.
  }
admin-open-reports = { $count ->
    [0] Nessuna segnalazione aperta.
    [one] { $count } segnalazione aperta.
   *[other] { $count } segnalazioni aperte.
  }
admin-under-way = Un messaggio a tutti è in viaggio.
button-admin-numbers = Salute e numeri
button-admin-set-aside = Richieste in sospeso
button-admin-sets = Controlla i quiz
button-admin-reports = Segnalazioni
button-admin-write = Messaggio a tutti
button-admin-home = ‹ Gestione del bot
button-admin-refresh = Guarda di nuovo
button-admin-previous = ‹ Precedente
button-admin-following = Seguente ›

## Salute e numeri
admin-numbers = <b>Salute e numeri</b>
admin-version = Versione { $version }, in funzione dal { $since }
admin-well = Controllo: tutto funziona
admin-ailing = Controllo: qualcosa non va ({ $parts }); il registro del bot dice che cosa
admin-polling = Chiede le novità a Telegram; ultima risposta { $ago }
admin-polling-silent = Chiede le novità a Telegram; ancora nessuna risposta
admin-webhook = Telegram chiama il bot; ultima chiamata { $ago }
admin-webhook-silent = Telegram chiama il bot
admin-database = Database: { $size } MB
admin-backup = Ultimo backup: { $at }
admin-no-backup = Ultimo backup: non ce n’è
admin-count-players = Persone: { $number }
admin-count-today = Passate oggi: { $number }
admin-count-lately = Passate negli ultimi sette giorni: { $number }
admin-count-under-way = Tentativi in corso: { $number }
admin-count-finished = Tentativi conclusi: { $number }
admin-count-answers = Risposte: { $number }
admin-count-groups = Gruppi: { $number }
admin-count-rounds = Partite nei gruppi: { $number }
admin-count-sets = Quiz proposti: { $number }

## Richieste in sospeso
admin-none-set-aside = Nessuna richiesta in sospeso: tutto quello che è arrivato è andato a buon fine.
admin-set-aside-title = <b>Richiesta in sospeso { $place } di { $count }</b>
    È fallita a ogni tentativo. Non si è perso nulla: tolta la causa, riprova.
admin-set-aside-id = Numero: { $id }
admin-set-aside-kind = Tipo: { $kind }
button-admin-try = Riprova questa
button-admin-try-all = Riprova tutte
admin-trying = { $count ->
    [0] Non c’è niente da riprovare.
    [one] Riprovo { $count } richiesta. Tra un momento leggerai qui com’è andata.
   *[other] Riprovo { $count } richieste. Tra un momento leggerai qui com’è andata.
  }
admin-tried = Riprovate: { $tried }, riuscite: { $handled }
admin-tried-failed = { $count ->
    [one] { $count } è fallita di nuovo e resta in sospeso.
   *[other] { $count } sono fallite di nuovo e restano in sospeso.
  }
admin-tried-waiting = { $count ->
    [one] { $count } è ancora in corso.
   *[other] { $count } sono ancora in corso.
  }
admin-alarm = <b>Qualcosa non è riuscito</b>
    { $count ->
    [one] { $count } richiesta è in sospeso
   *[other] { $count } richieste sono in sospeso
  }; chi scriveva lo sa già. Non si è perso nulla: guarda che cosa è successo e riprova.

## I quiz
admin-sets = <b>I quiz nella cartella</b>
admin-sets-found = { $sets ->
    [one] { $sets } quiz si può proporre.
   *[other] { $sets } quiz si possono proporre.
  }
admin-sets-none = Nessun quiz si può proporre. Restano quelli proposti finora.
admin-sets-wrong = { $errors ->
    [0] Nessun errore
    [one] { $errors } errore
   *[other] { $errors } errori
  }, { $warnings ->
    [0] nessun avviso
    [one] { $warnings } avviso
   *[other] { $warnings } avvisi
  }.
admin-sets-unreadable = La cartella non si può leggere. Restano i quiz proposti finora.
admin-more-problems = { $count ->
    [one] E un altro: «quizbot check» li elenca tutti.
   *[other] E altri { $count }: «quizbot check» li elenca tutti.
  }
button-admin-take-in = Adotta questi quiz
button-admin-check-again = Controlla di nuovo
admin-sets-taken = Fatto: { $sets ->
    [one] ora c’è { $sets } quiz.
   *[other] ora ci sono { $sets } quiz.
  } Chi ne ha uno a metà lo finisce com’era.
admin-sets-stay = Non è cambiato nulla: nella cartella non c’è un quiz valido. Restano quelli proposti finora.

## Segnalazioni
admin-no-reports = Nessuna segnalazione aperta.
admin-report-title = <b>Segnalazione { $place } di { $count }</b>
admin-report-item = Domanda: { $set }/{ $item }
admin-report-version = Versione: { $version }
admin-report-language = Lingua: { $language }
admin-report-said = <b>Che cosa dice:</b>
admin-report-silent = Senza altre parole.
button-admin-done = Segna come risolta

## Un messaggio a tutti
admin-write = <b>Messaggio a tutti</b>
    Scrivilo nel prossimo messaggio, come semplice testo. Andrebbe a { $people ->
    [one] { $people } persona
   *[other] { $people } persone
  }. Prima dell’invio lo vedi come lo vedrà chi lo riceve.
admin-preview = Arriverà così, a { $people ->
    [one] { $people } persona
   *[other] { $people } persone
  }. Lo invio?
button-admin-send = { $people ->
    [one] Invia a { $people } persona
   *[other] Invia a { $people } persone
  }
button-admin-rewrite = Riscrivilo
button-admin-drop = Lascia perdere
admin-dropped = Va bene: non ho inviato nulla.
admin-broadcast-draft = <b>Non ancora inviato</b>
admin-broadcast-sending = <b>Il messaggio è in viaggio</b>
admin-broadcast-stopped = <b>Invio fermato</b>
admin-broadcast-done = <b>Ho scritto a tutti</b>
admin-reached = Inviati: { $count }
admin-missed = Non raggiungibili: { $count }
admin-left = Mancano: { $count }
button-admin-stop = Ferma
