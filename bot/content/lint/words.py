"""Word lists of the rules, by language. In other languages these rules are silent."""

import re
from collections.abc import Mapping


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS: Mapping[str, re.Pattern[str]] = {
    "it": _any(r"non(?![-‑]| sol[oae]\b| soltanto)|tranne|eccetto|fuorché"),
    "en": _any(r"not(?! only)|cannot|except|never|\w+n['’]t"),
}
ALL_OR_NONE: Mapping[str, re.Pattern[str]] = {
    "it": _any(
        r"(?:tutt[ei]|nessun[oa]|entramb[ei]) (?:(?:le|i|gli|delle|dei|degli|di|quest[ei]) ?)*"
        r"(?:risposte |opzioni |alternative )?(?:precedenti|sopra|risposte|opzioni|alternative)"
    ),
    "en": _any(
        r"(?:all|none|both|any|neither) (?:of )?(?:the )?"
        r"(?:above|below|options|answers|other answers|other options)"
    ),
}
ABSOLUTES: Mapping[str, re.Pattern[str]] = {
    "it": _any(r"sempre|mai|in (?:ogni|nessun) caso"),
    "en": _any(r"always|never|in every case|under no circumstances"),
}
PERSONS: Mapping[str, re.Pattern[str]] = {
    "it": _any(
        r"chi|person[ae]|cognome|leader|presidente|presidentessa|ministr[oa]|premier|generale"
        r"|portavoce|capo|consiglier[ea]|inviat[oa]|ambasciat\w+|dittatore|autore|autrice"
    ),
    "en": _any(
        r"who|whom|whose|person|surname|leader|president|minister|premier|general"
        r"|spokes\w+|head|advis[eo]r|envoy|ambassador|dictator|author"
    ),
}
# Words of four letters or more that give nothing away.
COMMON: Mapping[str, frozenset[str]] = {
    "it": _words(
        """
        quale quali quando quanto quanta quanti quante dove come cosa perché secondo articolo
        questo questa questi queste quello quella quelli quelle della delle degli dello nella nelle
        nello negli sulla sulle sullo sugli dalla dalle dallo dagli alla alle allo agli anche ancora
        sono stato stata stati state essere aveva avevano avrebbe avrebbero hanno erano sarebbe
        fosse dopo prima durante contro verso presso senza sopra sotto oltre circa quasi molto molti
        più altro altra altri altre ogni tutti tutte loro proprio propria parte paese paesi fece
        suoi fatto fare dice disse detto anni anno mese mesi giorno giorni
        """
    ),
    "en": _words(
        """
        which what when where whose whom that this these those with from into onto over under
        about above below after before during against between among through toward towards
        according article have been were would could should might must will does done said says
        their there they them then than some such very more most many much other others another
        each every both only also just like part country countries year years month months days
        """
    ),
}
