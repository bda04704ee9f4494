#!/usr/bin/python3
"""tests/e2e/mail_server.py DIR [tls] - a mail server (aiosmtpd) for alerts.bats.

Writes its port to DIR/port; each mail becomes a line of JSON in DIR/mails. With "tls" it offers
STARTTLS with DIR/cert.pem and DIR/key.pem, and takes mail only from hive with the password
"s3cret" over TLS.
"""
import email
import email.policy
import json
import signal
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

directory, is_tls = sys.argv[1], "tls" in sys.argv


class Mailbox:
    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        mail = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "subject": message["Subject"],
            "text": message.get_content(), "tls": session.ssl is not None,
            "longest": max(len(line) for line in envelope.content.split(b"\r\n")),
        }
        with open(directory + "/mails", "a") as file:
            print(json.dumps(mail, ensure_ascii=False), file=file, flush=True)
        return "250 OK"


def check(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"hive", b"s3cret")
    return AuthResult(success=good, handled=False)


class Server(Controller):
    def factory(self):
        if not is_tls:
            return SMTP(self.handler, hostname="mail.test")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(directory + "/cert.pem", directory + "/key.pem")
        return SMTP(self.handler, hostname="mail.test", tls_context=context, require_starttls=True,
                    authenticator=check, auth_required=True)


controller = Server(Mailbox(), hostname="127.0.0.1", port=int(open(directory + "/port").read()))
controller.start()
signal.sigwait([signal.SIGTERM])
controller.stop()
