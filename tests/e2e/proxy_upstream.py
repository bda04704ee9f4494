#!/usr/bin/env python3
"""tests/e2e/proxy_upstream.py SOCKET - an HTTP server on a Unix socket for hive-proxy's tests.

/echo       method, path and fields of the request as JSON; 'body' is the SHA-256 of its body
/big        50 MB that depend on the place of each byte
/events     an event, and a second one when /release was asked for
/until-end  a body that ends with the connection
/cut        half of the body it promised
/twice      Content-Length twice
/nothing    closes without an answer; /nothing-once only when first asked
/early      403 without reading the body, then closes
/wait       answers when /release was asked for
/count      how many connections were accepted
/page       a page with an ETag: 304 when the client has it
"""
import hashlib
import http.server
import json
import os
import socketserver
import sys
import threading

BIG = 50_000_000
PATTERN = bytes(i * i % 251 for i in range(65521))
released = threading.Event()
asked = set()
connections = 0


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        global connections
        connections += 1
        super().setup()

    def address_string(self):
        return "unix"

    def log_message(self, *arguments):
        pass

    def body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline().split(b";")[0], 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return
        left = int(self.headers.get("Content-Length", 0))
        while left:
            piece = self.rfile.read(min(left, 65536))
            if not piece:
                return
            left -= len(piece)
            yield piece

    def answer(self, body, status=200, **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def echo(self):
        digest = hashlib.sha256()
        size = 0
        for piece in self.body():
            digest.update(piece)
            size += len(piece)
        self.answer(json.dumps({
            "method": self.command, "path": self.path, "fields": list(self.headers.items()),
            "size": size, "body": digest.hexdigest()}).encode(), Content_Type="application/json")

    def big(self):
        self.send_response(200)
        self.send_header("Content-Length", str(BIG))
        self.end_headers()
        whole, rest = divmod(BIG, len(PATTERN))
        for _ in range(whole):
            self.wfile.write(PATTERN)
        self.wfile.write(PATTERN[:rest])

    def events(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for data in b"first", b"second":
            line = b"data: " + data + b"\n\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
            self.wfile.flush()
            released.wait(20)
        self.wfile.write(b"0\r\n\r\n")

    def raw(self, text):
        self.wfile.write(text)
        self.close_connection = True

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/big":
            self.big()
        elif path == "/events":
            self.events()
        elif path == "/until-end":
            self.raw(b"HTTP/1.1 200 OK\r\n\r\nuntil the end")
        elif path == "/cut":
            self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.")
        elif path == "/twice":
            self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok")
        elif path == "/nothing" or (path.startswith("/nothing-once") and path not in asked):
            asked.add(path)
            self.raw(b"")
        elif path == "/early":
            self.raw(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nearly")
        elif path == "/hints":
            self.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                     b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        elif path == "/release":
            released.set()
            self.answer(b"released")
        elif path == "/wait":
            released.wait(20)
            self.answer(b"waited")
        elif path == "/count":
            self.answer(str(connections).encode())
        elif path == "/page":
            fresh = self.headers.get("If-None-Match") == '"v1"'
            self.answer(b"page", 304 if fresh else 200, ETag='"v1"')
        else:
            self.echo()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 128


if os.path.exists(sys.argv[1]):
    os.unlink(sys.argv[1])
Server(sys.argv[1], Handler).serve_forever()
