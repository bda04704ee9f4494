"""tests/e2e/proxy_answer_cases.py - what upstreams answer: RFC 9110 and 9112, one MUST a case."""
from proxy_case import Case


def ask(number, method=b"GET", version=b"HTTP/1.1", fields=b"Connection: close\r\n"):
    return method + b" /answer/%d " % number + version + b"\r\nHost: h\r\n" + fields + b"\r\n"


cases = []


def add(name, answer, status, method=b"GET", version=b"HTTP/1.1", fields=b"Connection: close\r\n", **more):
    # A broken answer to what may be repeated may be asked for once more.
    cases.append(Case(name, ask(len(cases), method, version, fields), status, more.pop("reach", 1), answer=answer, **more))


OK = b"HTTP/1.1 200 OK\r\n"
LEAK = [rb"smuggled"]
for name, line in [
        ("not HTTP", b"SSH-2.0-OpenSSH\r\n\r\n"), ("HTTP/2.0", b"HTTP/2.0 200 OK\r\n\r\n"), ("HTTP/0.9", b"HTTP/0.9 200 OK\r\n\r\n"),
        ("no status", b"HTTP/1.1 OK\r\n\r\n"), ("a status of two digits", b"HTTP/1.1 20 OK\r\n\r\n"),
        ("a status of four digits", b"HTTP/1.1 2000 OK\r\n\r\n"), ("a status below 100", b"HTTP/1.1 099 OK\r\n\r\n"),
        ("a status over 599", b"HTTP/1.1 600 OK\r\n\r\n"), ("a signed status", b"HTTP/1.1 +20 OK\r\n\r\n"),
        ("two blanks", b"HTTP/1.1  200 OK\r\n\r\n"), ("a bare LF", b"HTTP/1.1 200 OK\nA: b\n\n"),
        ("a blank before the version", b" HTTP/1.1 200 OK\r\n\r\n"), ("small letters", b"http/1.1 200 OK\r\n\r\n")]:
    add(f"9112-4 status line: {name}", line + b"smuggled", 502, hides=LEAK)
for name, fields in [
        ("two lengths", b"Content-Length: 2\r\nContent-Length: 3\r\n"), ("two equal lengths", b"Content-Length: 2\r\nContent-Length: 2\r\n"),
        ("a negative length", b"Content-Length: -2\r\n"), ("a signed length", b"Content-Length: +2\r\n"), ("a list of lengths", b"Content-Length: 2, 2\r\n"),
        ("a length of letters", b"Content-Length: two\r\n"), ("an empty length", b"Content-Length:\r\n"), ("a length of 2^64", b"Content-Length: 18446744073709551616\r\n"),
        ("both framings", b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"), ("an unknown coding", b"Transfer-Encoding: xchunked\r\n"),
        ("gzip as a coding", b"Transfer-Encoding: gzip, chunked\r\n"), ("two codings", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        ("identity", b"Transfer-Encoding: identity\r\n"), ("a fold", b"A: b\r\n c\r\n"), ("a blank before a colon", b"A : b\r\n"),
        ("no colon", b"A\r\n"), ("no name", b": b\r\n"), ("a bare LF", b"A: b\nC: d\r\n"), ("a NUL", b"A: b\0c\r\n"), ("a bare CR", b"A: b\rC: d\r\n"),
        ("too many fields", b"A: b\r\n" * 200), ("too large", b"A: " + b"b" * 70000 + b"\r\n")]:
    add(f"9112-5 and 6: {name}", OK + fields + b"\r\nsmuggled", 502, hides=LEAK)
for field in b"Keep-Alive: timeout=5", b"Proxy-Connection: keep-alive", b"Proxy-Authenticate: Basic", b"TE: gzip", b"Trailer: A", b"Upgrade: h2c":
    name = field.split(b":")[0]
    add(f"9110-7.6.1 {name.decode()} stays on its connection", OK + field + b"\r\nContent-Length: 2\r\n\r\nok", 200, hides=[b"(?i)\r\n" + name + b":"], shows=[rb"\r\n\r\nok$"])
add("9110-7.6.1 a nominated field stays", OK + b"Connection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 2\r\n\r\nok", 200, hides=[rb"X-Hop"])
add("9110-6.6.1 Date is added", OK + b"Content-Length: 0\r\n\r\n", 200, shows=[rb"\r\nDate: \w{3}, \d\d "])
add("9110-6.6.1 Date is not doubled", OK + b"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n", 200, shows=[rb"1994"], hides=[rb"(?s)Date:.*Date:"])
add("9112-4 the version told is ours", b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, shows=[rb"^HTTP/1\.1 200 "])
add("9112-4 no reason", b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", 200, shows=[rb"ok$"])
add("9110-15 an unknown status goes on", b"HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nok", 299, shows=[rb"ok$"])
for status in 204, 304:
    add(f"9110-15 {status} has no body", b"HTTP/1.1 %d X\r\nContent-Length: 8\r\n\r\nsmuggled" % status, status, hides=LEAK + ([rb"(?i)content-length"] if status == 204 else []))
    add(f"9112-6.1 {status} has no coding", b"HTTP/1.1 %d X\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nsmuggled\r\n0\r\n\r\n" % status, status, hides=LEAK + [rb"(?i)transfer-encoding"])
add("9110-9.3.2 HEAD has no body", OK + b"Content-Length: 8\r\n\r\nsmuggled", 200, method=b"HEAD", hides=LEAK, shows=[rb"Content-Length: 8"])
add("9112-6.3 a length", OK + b"Content-Length: 5\r\n\r\nhellosmuggled", 200, hides=LEAK, shows=[rb"hello$"])
add("9112-6.3 chunks", OK + b"Transfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n0\r\nT: r\r\n\r\nsmuggled", 200, hides=LEAK + [rb"T: r", rb";x"], shows=[rb"hello"])
add("9112-6.3 until the end", OK + b"\r\nuntil the end", 200, shows=[rb"(?s)chunked.*until the end.*0\r\n\r\n$"])
add("9112-6.1 no chunks for HTTP/1.0", OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200, version=b"HTTP/1.0", hides=[rb"(?i)transfer-encoding"], shows=[rb"\r\n\r\nhello$"])
add("9112-8 a body that is cut by its length is not whole", OK + b"Content-Length: 9\r\n\r\nhalf", 200, shows=[rb"half<reset>$"])
add("9112-8 a body that is cut in a chunk is not whole", OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\nhalf", 200, shows=[rb"<reset>$"], hides=[rb"0\r\n\r\n$"])
for name, chunks in ("no size", b"\r\nhello"), ("a signed size", b"+5\r\nhello\r\n0\r\n\r\n"), ("a bare LF", b"5\nhello\r\n0\r\n\r\n"), ("no line end", b"5\r\nhello0\r\n\r\n"), ("a size too large", b"fffffffffffffffff\r\nhello"):
    add(f"9112-7.1 {name}", OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks, (0, 200, 502), hides=[rb"0\r\n\r\n$"], shows=[rb"(<reset>|502)"])
add("9110-15.2 interim answers go on", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok", 200, shows=[rb"^HTTP/1\.1 103 ", rb"ok$"])
add("9110-15.2 several of them", b"HTTP/1.1 102 Processing\r\n\r\n" * 3 + OK + b"Content-Length: 2\r\n\r\nok", 200, shows=[rb"(?s)(102.*){3}ok$"])
add("9110-15.2 none for HTTP/1.0", b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok", 200, version=b"HTTP/1.0", hides=[rb" 103 "], shows=[rb"ok$"])
add("9110-15.2 an interim answer has no body", b"HTTP/1.1 103 X\r\nContent-Length: 8\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok", 200, shows=[rb"ok$"])
add("9110-15.2.2 101 that nobody asked for", b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nsmuggled", 502, hides=LEAK)
add("9112-9.3 nothing at all to a POST", b"", (200, 502), method=b"POST")
add("9110-15.6.3 half a head", b"HTTP/1.1 200 OK\r\nContent-Le", 502, reach=1)
add("9110-11.6 WWW-Authenticate goes on", b"HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n", 401, shows=[rb'realm="x"'])
add("9110-8 several fields of one name go on", OK + b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n", 200, shows=[rb"(?s)a=1.*b=2"])
add("9110-10.2.2 Location goes on", b"HTTP/1.1 302 X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", 302, shows=[rb"Location: /elsewhere"])

# ---- 9110, 6.5: trailers
TRAILED = b"HTTP/1.1 200 OK\r\nTrailer: Digest, Set-Cookie\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nDigest: x\r\nSet-Cookie: a=b\r\nServer-Timing: db\r\n\r\n"
TAKES = b"TE: trailers\r\nConnection: close, TE\r\n"
add("9110-6.5 trailers reach a client that takes them", TRAILED, 200, fields=TAKES, shows=[rb"(?s)\r\nTrailer: Digest\r\n.*hello\r\n0\r\nDigest: x\r\nServer-Timing: db\r\n\r\n$"], hides=[rb"Set-Cookie"])
add("9110-6.5.1 trailers do not reach one that said nothing", TRAILED, 200, hides=[rb"Digest", rb"Server-Timing"], shows=[rb"hello\r\n0\r\n\r\n$"])
add("9110-10.1.4 TE that is not for this connection counts for nothing", TRAILED, 200, fields=b"TE: trailers\r\nConnection: close\r\n", hides=[rb"Digest"], shows=[rb"0\r\n\r\n$"])
add("9110-6.5 HTTP/1.0 has no trailers", TRAILED, 200, version=b"HTTP/1.0", fields=TAKES, hides=[rb"Digest", rb"(?i)transfer-encoding"], shows=[rb"\r\n\r\nhello$"])
add("9110-7.6.1 a trailer the upstream nominates stays", OK + b"Connection: X-Hop\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Hop: 1\r\nA: 2\r\n\r\n", 200, fields=TAKES, shows=[rb"0\r\nA: 2\r\n\r\n$"], hides=[rb"X-Hop"])
for name, lines in ("without a colon", b"A\r\n"), ("with a blank before the colon", b"A : b\r\n"), ("folded", b"A: b\r\n c\r\n"), ("with a bare LF", b"A: b\nC: d\r\n"), ("without end", b"A: b"), ("too large", b"A: " + b"b" * 9000 + b"\r\n"):
    add(f"9112-7.1.2 a trailer {name}", OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n" + lines + b"\r\n", (0, 200, 502), fields=TAKES, hides=[rb"0\r\n.*\r\n\r\n$"], shows=[rb"(<reset>|502)"])
add("9110-15.3.6 205 has no content of its own", b"HTTP/1.1 205 X\r\nContent-Length: 0\r\n\r\n", 205, shows=[rb"Content-Length: 0\r\n"])
add("9110-15.3.7 206 goes on with its range", b"HTTP/1.1 206 X\r\nContent-Range: bytes 0-1/5\r\nContent-Length: 2\r\n\r\nhe", 206, shows=[rb"(?s)bytes 0-1/5.*he$"])
add("9110-15.5.17 416 goes on", b"HTTP/1.1 416 X\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n", 416, shows=[rb"bytes \*/5"])
add("9110-15.4.5 304 keeps the length it tells", b"HTTP/1.1 304 X\r\nContent-Length: 8\r\nETag: \"v\"\r\n\r\n", 304, shows=[rb"Content-Length: 8"])
add("9112-6.3 HEAD with chunks has none", OK + b"Transfer-Encoding: chunked\r\n\r\n", 200, method=b"HEAD", hides=[rb"\r\n\r\n."])
add("9112-9.6 close of the upstream is not the client's", OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nok", 200, version=b"HTTP/1.0", fields=b"Connection: keep-alive\r\n\r\nGET /after HTTP/1.1\r\nHost: h\r\nConnection: close\r\n", reach=2, shows=[rb"(?i)connection: keep-alive"])
add("9112-6.3 bytes behind an answer are not the next one's", OK + b"Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled", 200, hides=LEAK)
add("9110-5.5 a NUL in a trailer", OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\0\r\n\r\n", (0, 200, 502), fields=TAKES, shows=[rb"(<reset>|502)"])
add("9110-15.2 101 behind another interim answer that nobody asked for", b"HTTP/1.1 103 X\r\n\r\nHTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nsmuggled", 502, hides=LEAK)
add("9110-10.2.3 Retry-After goes on", b"HTTP/1.1 503 X\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n", 503, shows=[rb"Retry-After: 7"])
add("9110-9.3.2 a body with HEAD is nobody else's answer", OK + b"Content-Length: 42\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled", 200, method=b"HEAD", fields=b"\r\nGET /after HTTP/1.1\r\nHost: h\r\nConnection: close\r\n", reach=2, hides=LEAK, shows=[rb"ok$"])
