# Quello che il bot dice in italiano. I testi possono usare <b> e <i>; i {$nomi} restano uguali.
# Si dà del tu, e chi legge o gioca può essere chiunque: niente participi o nomi da accordare.
language-name = Italiano

## Segni e parole brevi
sign-right = ✅
sign-partly = 🔶
sign-wrong = ❌
sign-skipped = ➖
true = Vero
false = Falso
points = { $points ->
    [one] { $points } punto
   *[other] { NUMBER($points, maximumFractionDigits: 2) } punti
  }
article-of = { $precision ->
    [day] { $day ->
        [8] articolo dell’{ $date }
        [11] articolo dell’{ $date }
       *[other] articolo del { $date }
      }
    [month] articolo di { $date }
   *[year] articolo del { $date }
  }
paragraphs = § { $list }

## Saluti e aiuto
welcome = <b>Ciao { $name }!</b> 👋
    Propongo brevi quiz su articoli di giornale. Vai con calma: puoi fermarti quando vuoi e riprendere anche dopo giorni.
welcome-back = <b>Ciao di nuovo, { $name }!</b> 👋
    Ti va un quiz?
help = <b>Che cosa so fare</b>
    /quiz – scegli un quiz o riprendine uno
    /leaderboard – la classifica
    /stats – come stai andando
    /settings – lingua e come compari
    /stop – lascia o concludi un quiz
    /privacy, /mydata, /forget – i tuoi dati sono tuoi

    I suggerimenti sono gratuiti, le domande saltate tornano una volta alla fine, e conta solo il tuo primo tentativo. Tutto il resto è allenamento.
pointer = Non ho capito bene. Con /quiz vedi i quiz, con /help tutto quello che so fare.
use-buttons = A questa domanda si risponde con i suoi pulsanti. Se non li vedi, tocca «Continua».
private-only = Questo resta tra noi: continuiamo nella chat privata.
button-private = Apri la chat privata
trouble = Mi dispiace, qualcosa è andato storto da parte mia e questo non è stato contato. Riprova tra un momento; /quiz ti riporta dov’eri.
too-fast = Troppo veloce per me: gli ultimi tocchi o messaggi non sono stati contati. Riprova tra un momento.

## Trovare un quiz
topics = <b>Su quale tema vuoi metterti alla prova?</b>
sets = <b>Scegli un quiz</b>
sets-in = <b>{ $topic }</b>
    Scegli un quiz:
nothing-to-play = Al momento qui non ci sono quiz. Torna a trovarmi più tardi.
no-such-set = Questo quiz non è più disponibile. Con /quiz vedi gli altri.
card-source = Fonte: { $source }
card-size = { $count ->
    [one] { $count } domanda
   *[other] { $count } domande
  }, circa { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minuti
  }
card-best = Il tuo risultato migliore: { $share }
card-counts = Il tuo primo tentativo conta per la classifica.
card-practice = Il primo tentativo l’hai già fatto: da qui in poi è allenamento e la classifica non cambia.
card-under-way = Sei alla domanda { $number } di { $count }.
button-choose = Scegli un quiz
button-start = Inizia
button-practise = Allenati ancora
button-continue = Continua
button-continue-set = ▶ Continua: { $title }
button-more-sets = Tutti i quiz
button-more-topics = Tutti i temi
button-previous = ‹ Indietro
button-next-page = Altro ›

## Una domanda
question-number = Domanda { $number } di { $count }
question-again = Domanda { $number } di { $count }, di nuovo
multiple-how = Può esserci più di una risposta giusta. Scegli, poi conferma.
ordering-how = Tocca gli elementi nell’ordine giusto.
ordering-done = Ci sono tutti. Conferma, o annulla l’ultimo.
matching-how = Che cosa va abbinato a questo? ({ $number } di { $count })
matching-done = Tutto abbinato. Conferma, o annulla l’ultimo.
matching-pair = { $left } → { $right }
short-how = ✏️ Scrivi la tua risposta.
numeric-how = ✏️ Scrivi un numero.
numeric-how-unit = ✏️ Scrivi un numero ({ $unit }).
hint = 💡 Suggerimento: { $text }
button-confirm = Conferma
button-undo = ↩ Annulla l’ultimo
button-hint = 💡 Suggerimento
button-skip = Salta
just-asked = È qui sotto, o arriva tra un momento.
refused-nothing-chosen = Prima scegli almeno una risposta.
refused-incomplete = Prima sistema tutti gli elementi.
refused-taken = Questo posto è già occupato. «Annulla l’ultimo» lo libera.
refused-no-number = Non ci ho trovato un solo numero, quindi non è stato contato. Scrivi soltanto un numero, per esempio 12 o 3,5.
refused-empty = Non ci ho letto una risposta, quindi non è stato contato. Scrivila a parole.
refused-unfit = Così non si può rispondere a questa domanda. Con /quiz la vedi di nuovo.

## Dopo la risposta
verdict-right = ✅ <b>Giusto!</b>
verdict-partly = 🔶 <b>Giusto in parte</b>
verdict-wrong = ❌ <b>Non è la risposta giusta</b>
verdict-skipped = ➖ <b>Saltata</b>
worked-out = { $right ->
    [one] { $right } giusta
   *[other] { $right } giuste
  }, { $wrong ->
    [one] { $wrong } sbagliata
   *[other] { $wrong } sbagliate
  }: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-order = { $right ->
    [one] { $right } coppia consecutiva giusta
   *[other] { $right } coppie consecutive giuste
  } su { $parts }: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-part = vicino al valore giusto: { NUMBER($credit, maximumFractionDigits: 2) }
worked-out-pairs = { $right ->
    [one] { $right } abbinamento giusto
   *[other] { $right } abbinamenti giusti
  } su { $parts }: { NUMBER($credit, maximumFractionDigits: 2) }
your-answer = <b>La tua risposta:</b> { $answer }
right-answer = <b>Risposta giusta:</b> { $answer }
range = da { $low } a { $high }
source = Fonte: { $source }
with-hint = con suggerimento
put-off = ⏭ <b>Per ora saltata.</b> Torna alla fine.
already-answered = A questa hai già risposto: conta la prima risposta.
old-button = Questa l’hai saltata: torna alla fine.
not-yours = Questo pulsante non fa parte di un tuo quiz. Con /quiz ne inizi uno.
button-next = Avanti ›
button-result = Vedi il risultato ›
button-wrong = Qualcosa non va?
reported = Grazie, l’ho annotato. Vuoi dirmi che cosa non va? Scrivilo qui, in una frase.
report-thanks = Grazie! Lo leggerà chi cura le domande.
report-thanks-brief = Grazie, è annotato.
button-no-more = No, basta così

## Il risultato
result-title = <b>{ $title }</b>: il tuo risultato
result-score = { $points ->
    [one] { $points } punto
   *[other] { NUMBER($points, maximumFractionDigits: 2) } punti
  } su { NUMBER($possible, maximumFractionDigits: 2) } ({ $share })
result-rank = { $people ->
    [one] Il tuo è il primo nome nella classifica di questo quiz.
   *[other] Posizione { $rank } su { $people } in questo quiz.
  }
result-practice = Era un allenamento: la classifica resta com’era.
result-missed = <b>Da rivedere</b>
result-perfect = Tutto giusto. Complimenti!
page-of = Pagina { $page } di { $pages }
button-retry = Riprova quelle da rivedere
button-leaderboard = Classifica
button-share = Condividi
button-following = Prossimo quiz: { $title }
share = { NUMBER($points, maximumFractionDigits: 2) } su { NUMBER($possible, maximumFractionDigits: 2) } in «{ $title }»
stop-ask = <b>{ $title }</b>
    Lo lasci per dopo o lo concludi adesso? Se concludi, { $left ->
    [one] la domanda senza risposta conta come saltata
   *[other] le { $left } domande senza risposta contano come saltate
  }.
button-leave = Lascia per dopo
button-finish = Concludi adesso
left-for-later = Va bene, non si perde niente. Quando vuoi, riprendi esattamente da dov’eri.
nothing-under-way = Nessun quiz in corso. Con /quiz ne inizi uno.

## Classifiche
board-title = 🏆 <b>{ $title }</b>
board-all-sets = Tutti i quiz
board-since = { $day ->
    [8] dall’{ $date }
    [11] dall’{ $date }
   *[other] dal { $date }
  }
board-all-time = da sempre
board-empty = Qui non c’è ancora nessuno. Il primo nome potrebbe essere il tuo: /quiz
board-row = { $rank }. { $name } – { $points }
board-row-share = { $rank }. { $name } – { $points } ({ $share })
board-you = ‹ tu
board-people = { $people ->
    [one] { $people } persona
   *[other] { $people } persone
  }
board-choose = Per ora qui non compari: scegli come vuoi comparire.
board-no-answers = Qui non hai ancora punti.
button-period-all = Da sempre
button-period-month = Mese
button-period-week = Settimana
button-chosen = ● { $label }
button-all-sets = Tutti i quiz
button-appear = Come comparire
somebody = in incognito
player = Utente { $number }

## Come comparire
appear-ask = <b>Come vuoi comparire nelle classifiche?</b>
    Finché non scegli, non compari. Puoi cambiare idea quando vuoi in /settings.
button-appear-name = Il mio nome: { $name }
button-appear-alias = Un nome inventato: { $alias }
button-appear-hidden = Senza nome: «in incognito»
appear-name = Fatto. Nelle classifiche compari come { $name }.
appear-alias = Fatto. Nelle classifiche compari come { $alias }.
appear-hidden = Fatto. Nelle classifiche compari «in incognito», senza nome.

## Impostazioni
settings = <b>Impostazioni</b>
settings-language = Lingua: { $language }
settings-appear = Nelle classifiche: { $how }
appear-not-chosen = per ora non compari
language-changed = D’ora in poi parlo italiano.

## Statistiche
stats-title = <b>Come stai andando</b>
stats-none = Non c’è ancora niente da mostrare: gioca un primo quiz con /quiz.
stats-attempts = { $finished ->
    [one] { $finished } quiz concluso
   *[other] { $finished } quiz conclusi
  }, { $begun ->
    [one] { $begun } iniziato
   *[other] { $begun } iniziati
  }
stats-accuracy = Precisione: { $share } ({ $answers ->
    [one] { $answers } risposta
   *[other] { $answers } risposte
  })
stats-streak = { $days ->
    [0] Nessuna serie di giorni al momento
    [one] { $days } giorno di fila
   *[other] { $days } giorni di fila
  }
stats-by-set = <b>Per quiz</b>
stats-by-difficulty = <b>Per difficoltà</b>
stats-missed = <b>Da rivedere più spesso</b>
stats-part = { $name }: { $share } ({ $answers })
stats-missed-item = • { $stem } ({ $times }×)
difficulty-easy = facile
difficulty-medium = media
difficulty-hard = difficile

## Privacy
privacy = <b>I tuoi dati, in cinque righe</b>
    1. Conservo il tuo identificativo Telegram (non il numero di telefono), nome e lingua, le tue risposte con i tempi, e le tue segnalazioni.
    2. Li tengo finché non li cancelli; niente pubblicità, niente tracciamento.
    3. Chi altro gioca vede solo ciò che hai scelto per le classifiche: il tuo nome, un nome inventato o «in incognito».
    4. /mydata ti manda tutto quello che conservo; chi gestisce questo bot può vederlo e può scrivere a tutti tramite me.
    5. /forget cancella tutto e subito, anche dalle classifiche. Negli angoli inutilizzati del mio file qualche traccia può restare fino a un giorno, nelle copie di sicurezza di chi gestisce il bot finché non scadono.
mydata = Ecco tutto quello che conservo su di te.
forget-ask = <b>Cancello davvero tutto?</b>
    Risposte, punti, posizioni in classifica, impostazioni e segnalazioni spariranno subito, le ultime tracce nel mio file entro un giorno. Non si può tornare indietro.
button-forget = Sì, cancella tutto
button-keep = No, lascia tutto
forgotten = Fatto: è tutto cancellato, e di te non so più niente. Se un giorno vuoi giocare ancora: /quiz
kept = Bene. Tutto resta com’era.

## I comandi, come li mostra il menu di Telegram
command-start = Saluta il bot
command-quiz = Scegli un quiz o riprendine uno
command-leaderboard = Guarda la classifica
command-stats = Guarda come stai andando
command-settings = Scegli la lingua e come comparire
command-stop = Lascia o concludi un quiz
command-help = Leggi che cosa so fare
command-privacy = Leggi che cosa conservo su di te
command-mydata = Ricevi tutto quello che conservo su di te
command-forget = Cancella tutto quello che conservo su di te
description = Brevi quiz su articoli di giornale: con calma, con spiegazioni e fonti. Premi Avvia.
short-description = Brevi quiz su articoli di giornale, con spiegazioni e fonti.

## Grafico
chart-title = Precisione
