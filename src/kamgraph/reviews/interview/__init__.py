"""The interview: questions as a form that somebody fills in, and its answers as facts."""

FORMS = (".xlsx", ".html")  # as which questions are written
