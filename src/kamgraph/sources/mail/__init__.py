"""Mail, calendars and address books: who met and wrote to whom, and on which day."""

from kamgraph.sources.mail.contents import MAIL_FILES, holds_mail
from kamgraph.sources.mail.reading import read_mail, read_mail_with_report

__all__ = ["MAIL_FILES", "holds_mail", "read_mail", "read_mail_with_report"]
