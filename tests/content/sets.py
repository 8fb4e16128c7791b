"""A set of every type of question, without a fault, for tests to play with."""

from bot.content.problems import Problem
from bot.content.reader import Reading, read

GOOD = """\
format: quizset/1
id: tides-2026
language: en
translations: [it]
title: {en: "How tides are predicted", it: "Come si prevedono le maree"}
description: {en: "The sea and the sky.", it: "Il mare e il cielo."}
source:
  title: "A page on tides"
  publisher: "An almanac"
  date: "2026-03"
  url: "https://example.org/tides"
  language: en
  paragraphs: 12
license: CC-BY-4.0
tags: [science]
defaults: {type: single, difficulty: medium, points: 1, time_limit: 45, shuffle: true}
questions:
  - id: main-cause
    text: {en: "Which body moves the oceans most?", it: "Quale corpo muove di più gli oceani?"}
    source_ref: [p2, p3]
    difficulty: easy
    hint: {en: "It is the closest one.", it: "È il più vicino."}
    explanation: {en: "Tidal force falls fast with distance.", it: "La forza cala in fretta."}
    answer: moon
    options:
      moon: {en: "The Moon", it: "La Luna"}
      sun:
        text: {en: "The Sun", it: "Il Sole"}
        feedback: {en: "It is about half as strong.", it: "È forte circa la metà."}
      jupiter: {all: "Jupiter / Giove"}
  - id: which-matter
    type: multiple
    text: {en: "What do tables take into account?", it: "Di che cosa tengono conto le tavole?"}
    source_ref: p4
    explanation: {en: "Both, and no more.", it: "Di entrambi, e basta."}
    points: 2
    scoring: all_or_nothing
    answer: [phase, coast]
    options:
      phase: {en: "The Moon's phase", it: "La fase lunare"}
      coast: {en: "The coast", it: "La costa"}
      fish: {en: "The fishes' mood", it: "L'umore dei pesci"}
  - id: twice-a-day
    type: true_false
    text: {en: "Most coasts have two tides a day.", it: "Quasi ovunque ci sono due maree."}
    source_ref: p5
    explanation: {en: "Some have only one.", it: "Alcune ne hanno una sola."}
    time_limit: 20
    answer: true
    feedback:
      if_false: {en: "Look at the table.", it: "Guarda la tavola."}
  - id: bay
    type: short
    text: {en: "Which bay has the highest tides?", it: "Quale baia ha le maree più alte?"}
    source_ref: p6
    explanation: {en: "It is a funnel.", it: "È un imbuto."}
    accept: {en: ["Bay of Fundy", "Fundy"], it: ["Baia di Fundy", "Fundy"]}
    reject: ["Ungava"]
    fuzzy: auto
  - id: height
    type: numeric
    text: {en: "How high do they rise there?", it: "Quanto salgono?"}
    source_ref: p7
    explanation: {en: "In spring.", it: "In primavera."}
    answer: 16.3
    tolerance: {abs: 0.5, rel: 0.01}
    partial: [{abs: 2, credit: 0.5}]
    unit: {en: "metres", it: "metri"}
  - id: in-a-day
    type: ordering
    text: {en: "Order them, beginning at noon.", it: "Metti in ordine, da mezzogiorno."}
    source_ref: p8
    explanation: {en: "Six hours each.", it: "Sei ore l'una."}
    items:
      high: {en: "High water", it: "Alta marea"}
      ebb: {en: "Ebb", it: "Riflusso"}
      low: {en: "Low water", it: "Bassa marea"}
    scoring: relative_next
  - id: what-is-what
    type: matching
    text: {en: "What belongs together?", it: "Che cosa va insieme?"}
    source_ref: p9
    explanation: {en: "Springs are strong, neaps weak.", it: "Le vive sono forti, le morte deboli."}
    tags: [terms]
    pairs:
      spring: {left: {en: "Spring", it: "Sizigie"}, right: {en: "New moon", it: "Luna nuova"}}
      neap: {left: {en: "Neap", it: "Quadratura"}, right: {en: "Half moon", it: "Mezza luna"}}
    distractors:
      none: {en: "Eclipse", it: "Eclissi"}
"""


def reading(text: str) -> Reading:
    return read(text.encode(), "a.yaml")


def edited(*changes: tuple[str, str]) -> str:
    """The good set with each first text replaced by the second, once."""
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def problems(text: str) -> tuple[Problem, ...]:
    return reading(text).problems


def codes(text: str) -> list[str]:
    return [problem.code for problem in problems(text)]
