"""Handing an e-mail to the municipality's mail server (RFC 5321), or in an example to a folder."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from spreekkamer.post.models import Message

TIMEOUT_SECONDS = 15
FOLDER = "mail"


class UndeliverableError(Exception):
    """It could not be delivered now; the message says why."""


def send(message: Message) -> None:
    """Raises UndeliverableError."""
    mail = EmailMessage(
        subject=message.subject,
        body=message.text,
        from_email=settings.MAIL_FROM,
        to=[message.to],
        connection=_connection(),
        headers={"Message-ID": f"<{message.pk}@spreekkamer>", "Auto-Submitted": "auto-generated"},
    )
    for each in message.attachments:
        mail.attach(each["name"], each["text"], each["type"])
    try:
        mail.send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        raise UndeliverableError(f"The mail server did not take it: {error}") from error


def _connection() -> BaseEmailBackend:
    if not settings.SMTP_URL:
        if settings.EXAMPLE:
            folder = settings.DATA / FOLDER
            return get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder)
        raise UndeliverableError("No mail server is known. Set SPREEKKAMER_SMTP_URL, as in smtp://mail.example:25")
    parts = urlsplit(settings.SMTP_URL)
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or 25,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=parts.scheme == "smtps",
        use_tls="starttls" in parse_qs(parts.query, keep_blank_values=True),
        timeout=TIMEOUT_SECONDS,
    )
