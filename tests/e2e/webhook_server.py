#!/usr/bin/python3
"""tests/e2e/webhook_server.py DIR FAILURES - an HTTP receiver for alerts.bats.

Answers the first FAILURES requests with 503, then 204. Each body becomes a line in DIR/hooks, with
the status it was answered with and its Authorization in front.
"""
import http.server
import sys

directory, failures = sys.argv[1], int(sys.argv[2])


class Receiver(http.server.BaseHTTPRequestHandler):
    count = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Receiver.count += 1
        status = 503 if Receiver.count <= failures else 204
        with open(directory + "/hooks", "a") as file:
            print(status, self.headers.get("Authorization", "-"), body, file=file, flush=True)
        self.send_response(status)
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
with open(directory + "/hook_port", "w") as port:
    print(server.server_port, file=port, flush=True)
server.serve_forever()
