# Quello che il bot dice nei gruppi.

group-hello = <b>Ciao a tutti e a tutte!</b> Propongo quiz su articoli di giornale da giocare insieme.
    Non mi servono diritti speciali. Cominciamo quando volete, con il pulsante o con /quiz.
group-help = <b>Nei gruppi</b>
    /quiz – apre un giro di quiz
    /leaderboard – la classifica di questo gruppo
    /settings – impostazioni del gruppo (per chi amministra)
    /stop – conclude il giro
    Il resto lo trovi nella chat privata.
button-group-start = Inizia un quiz
show-yourself = Scrivi a nome del gruppo. Tocca il pulsante, così vedo se puoi farlo.
button-group-settings = Impostazioni
kind-ask = <b>Come giocate in questo gruppo?</b>

    <b>Classe</b>: si risponde con i pulsanti, chi conduce decide il ritmo, nessun premio alla velocità, comincia chi amministra.

    <b>Tra amici</b>: sondaggi di Telegram (tutto il gruppo può vedere chi ha scelto che cosa), ritmo automatico, comincia chiunque.

    Potete cambiare tutto in /settings.
button-kind-class = Classe
button-kind-friends = Tra amici
nothing-for-groups = Al momento non ci sono quiz adatti a un giro di gruppo.
not-allowed-admin = Questo può farlo solo chi amministra il gruppo.
not-allowed-starter = Questo può farlo solo chi ha aperto il giro o chi amministra il gruppo.
no-round = Qui non c’è nessun giro in corso. Con /quiz ne inizi uno.
round-under-way = Qui si sta già giocando: rispondi alla domanda più recente.
lobby-title = 🎲 <b>{ $title }</b>
lobby-size = { $count ->
    [one] { $count } domanda
   *[other] { $count } domande
  } · { $source }
lobby-polls = Con sondaggi: i voti sono definitivi e tutto il gruppo può vedere chi ha scelto che cosa.
lobby-buttons = Con pulsanti: la risposta resta tra te e il bot, e puoi cambiarla fino alla chiusura.
lobby-seconds = { $seconds ->
    [one] { $seconds } secondo a domanda
   *[other] { $seconds } secondi a domanda
  }
lobby-no-limit = senza limite di tempo
lobby-by-hand = si va avanti a mano
lobby-automatic = si va avanti in automatico
lobby-bonus = chi risponde in fretta guadagna fino a metà dei punti in più
lobby-unhurried = tempo doppio, nessun premio alla velocità
lobby-players = { $count ->
    [0] Ancora nessuno. Chi risponde a una domanda partecipa, anche a giro iniziato.
   *[other] Partecipano ({ $count }): { $names }
  }
lobby-teams = { $teams } squadre: conta la media dei punti.
lobby-closed = Giro annullato. Con /quiz ne apri un altro.
lobby-change = Che cosa cambiamo?
button-join = Partecipo
button-team = Squadra { $number } ({ $members })
button-draw = A sorte
button-begin = ▶ Si comincia
button-change = Cambia
button-cancel = Annulla
button-done = Fatto
button-link = Link per unirsi
button-qr = Codice QR
qr = Inquadra il codice per partecipare.
tune-items = { $value ->
    [0] Domande: tutte
   *[other] Domande: { $value }
  }
tune-seconds = { $value ->
    [0] Tempo: senza limite
   *[other] Tempo: { $value } secondi
  }
tune-polls-0 = Con pulsanti
tune-polls-1 = Con sondaggi
tune-by_hand-0 = Ritmo automatico
tune-by_hand-1 = Avanti a mano
tune-bonus-0 = Senza premio alla velocità
tune-bonus-1 = Con premio alla velocità
tune-teams = { $value ->
    [0] Senza squadre
   *[other] { $value } squadre
  }
tune-set = Quiz: { $title }
tune-admins_start-0 = Comincia chiunque
tune-admins_start-1 = Comincia chi amministra
tune-language = Lingua: { $language }
joined = Ci sei anche tu!
joined-team = Ci sei anche tu, nella squadra { $team }!
joined-already = Ci sei già.
joined-from-link = Partecipi al giro <b>{ $title }</b>. Torna nel gruppo: le domande arriveranno lì.
item-answered = { $joined ->
    [0] Ancora nessuna risposta.
   *[other] { $answered ->
        [one] Ha risposto { $answered } su { $joined }.
       *[other] Hanno risposto { $answered } su { $joined }.
      }
  }
item-seconds = ⏱ { $seconds } secondi
item-several = Può esserci più di una risposta giusta: tocca tutte quelle che scegli.
item-instead = Il sondaggio di prima non conta: rispondete con questi pulsanti.
item-closed = Chiusa.
item-dropped = Saltata: non conta per nessuno.
button-close-now = Chiudi ora
button-drop = Salta
button-pause = Pausa
voted = La tua risposta: { $answer }. Puoi cambiarla fino alla chiusura.
voted-none = Non hai scelto niente.
too-late = Questa domanda è già chiusa.
on-the-way = Già fatto.
reveal-number = Domanda { $number } di { $count }
reveal-right = { $answered ->
    [0] Nessuna risposta.
   *[other] Giusta per { $right } su { $answered }.
  }
reveal-top = <b>In testa</b>
round-paused = ⏸ <b>Pausa.</b> Riprendiamo?
button-onward = Prossima domanda ›
button-podium = Al podio ›
button-resume = ▶ Riprendi
button-end-round = Concludi
button-my-place = Il mio posto
own-place = Il tuo posto: { $rank } su { $people }, con { $points }.
own-place-none = Non hai ancora risposto in questo giro.
podium = 🏆 <b>{ $title }</b>: il podio
podium-row = { $rank }. { $name } – { $points }
podium-team = { $rank }. Squadra { $number } – in media { $points }
podium-players = { $people ->
    [one] Ha giocato { $people } persona.
   *[other] Hanno giocato { $people } persone.
  }
podium-nobody = Il giro è finito senza risposte. Alla prossima!
podium-hardest = <b>La più difficile</b>
button-mistakes = Che cosa ho sbagliato
button-again = Gioca ancora
button-next-set = Prossimo quiz
mistakes = <b>{ $title }</b>: da rivedere
mistakes-none = In <b>{ $title }</b> non hai sbagliato niente.
table = <b>{ $title }</b>: com’è andata, senza nomi
table-row = { $number }. { $stem } – giusta per { $share }
table-wrong = errore più frequente: { $answer }
group-board = 🏆 <b>Classifica del gruppo</b>
button-period-last = Ultimo giro
group-settings = <b>Impostazioni del gruppo</b>
    Valgono dal prossimo giro.
card-played-in-group = In un gruppo ne hai già visto le risposte, quindi qui è allenamento.
settings-hurry = Nei gruppi: { $unhurried ->
    [1] senza fretta (tempo doppio, nessun premio alla velocità)
   *[0] al ritmo del gruppo
  }
button-unhurried = Gioca senza fretta
button-hurried = Gioca al ritmo del gruppo
reveal-streak = 🔥 { $name }: { $count } giuste di fila
own-streak = { $count } giuste di fila!
no-such-zone = Non conosco questo fuso orario. Scrivilo così: /settings Europe/Rome
tune-weekly = Giro settimanale: { $day }
tune-weekly-none = Giro settimanale: nessuno
tune-weekly_hour = Ora del giro: { $hour }:00
settings-zone = Fuso orario: { $zone } (per cambiarlo: /settings Europe/Rome)
button-privately = Rispondi in privato
item-privately = A questa si risponde nella chat privata con il bot.
tune-all_kinds-0 = Solo domande a scelta
tune-all_kinds-1 = Tutti i tipi di domande
tune-kind-class = Si gioca come classe
tune-kind-friends = Si gioca tra amici
