"""quizbot doctor: looks at all that a running bot needs, changes nothing, says what to do."""
