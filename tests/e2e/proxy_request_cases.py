"""tests/e2e/proxy_request_cases.py - what clients send: RFC 9110 and 9112, one MUST a case.

Names begin with the section: 9112-2.2 is RFC 9112, section 2.2."""
from proxy_case import Case

SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
END = b"Connection: close\r\n\r\n"


def get(target=b"/x", fields=b"", version=b"HTTP/1.1", method=b"GET"):
    return method + b" " + target + b" " + version + b"\r\nHost: h\r\n" + fields + END


def post(fields, body, rest=b"", path=b"/x"):
    return b"POST " + path + b" HTTP/1.1\r\nHost: h\r\n" + fields + END + body + rest


cases = [
    # ---- 9112, 2 and 3: message and request line
    Case("9112-2.2 one empty line before a request is skipped", b"\r\n" + get(), 200, 1, "GET /x HTTP/1.1"),
    Case("9112-2.2 a bare LF ends no line", b"GET /x HTTP/1.1\nHost: h\n\n" + SMUGGLED, 400),
    Case("9112-2.2 a bare CR in a line", b"GET /x HTTP/1.1\r\nHost: h\r\nA: b\rC: d\r\n\r\n" + SMUGGLED, 400),
    Case("9112-2.2 a blank before the first field", b"GET /x HTTP/1.1\r\n Host: h\r\n\r\n" + SMUGGLED, 400),
    Case("9112-2.2 a blank line of blanks", b"GET /x HTTP/1.1\r\nHost: h\r\n \r\n\r\n" + SMUGGLED, 400),
    Case("9112-3 two blanks before the target", b"GET  /x HTTP/1.1\r\nHost: h\r\n\r\n" + SMUGGLED, 400),
    Case("9112-3 two blanks before the version", b"GET /x  HTTP/1.1\r\nHost: h\r\n\r\n" + SMUGGLED, 400),
    Case("9112-3 a tab for a blank", b"GET\t/x HTTP/1.1\r\nHost: h\r\n\r\n" + SMUGGLED, 400),
    Case("9112-3 a blank behind the version", b"GET /x HTTP/1.1 \r\nHost: h\r\n\r\n" + SMUGGLED, (400, 505)),
    Case("9112-3 a blank before the method", b" GET /x HTTP/1.1\r\nHost: h\r\n\r\n" + SMUGGLED, 400),
    Case("9112-3 no version (HTTP/0.9)", b"GET /x\r\n\r\n" + SMUGGLED, (400, 505)),
    Case("9112-3 no target", b"GET HTTP/1.1\r\nHost: h\r\n\r\n" + SMUGGLED, (400, 505)),
    Case("9112-3 no method", b"/x HTTP/1.1\r\nHost: h\r\n\r\n" + SMUGGLED, 400),
    Case("9112-3 a fourth word", b"GET /x y HTTP/1.1\r\nHost: h\r\n\r\n" + SMUGGLED, 400),
    Case("9112-3.2 absolute-form counts more than Host", get(b"http://other/x"), 200, 1, "GET /x HTTP/1.1", has={"Host": "other"}),
    Case("9112-3.2 absolute-form without a path", get(b"http://other"), 200, 1, "GET / HTTP/1.1", has={"Host": "other"}),
    Case("9112-3.2.4 asterisk-form asks the gateway itself", get(b"*", method=b"OPTIONS"), 204, shows=[rb"Allow: GET, HEAD"]),
    Case("9112-3.2.4 an absolute OPTIONS without a path is asterisk-form", get(b"http://h", method=b"OPTIONS"), 204),
    Case("9112-3.2.4 an absolute OPTIONS of the root is not", get(b"http://h/", method=b"OPTIONS"), 200, 1, "OPTIONS / HTTP/1.1"),
    Case("9112-3.2.4 asterisk-form is for OPTIONS only", get(b"*"), 400),
    Case("9112-3.2.4 nothing stands behind the asterisk", get(b"*x", method=b"OPTIONS"), 400),
    Case("9110-7.6.2 OPTIONS with no forwards left stays here", get(method=b"OPTIONS", fields=b"Max-Forwards: 0\r\n"), 204, shows=[rb"Allow: "]),
    Case("9110-7.6.2 forwards of OPTIONS are counted down", get(method=b"OPTIONS", fields=b"Max-Forwards: 7\r\n"), 200, 1, has={"Max-Forwards": "6"}),
    Case("9110-7.6.2 forwards that are no number", get(method=b"OPTIONS", fields=b"Max-Forwards: x\r\n") + SMUGGLED, 400),
    Case("9110-7.6.2 forwards given twice", get(method=b"OPTIONS", fields=b"Max-Forwards: 1\r\nMax-Forwards: 2\r\n") + SMUGGLED, 400),
    Case("9110-7.6.2 forwards of other methods go on as they are", get(fields=b"Max-Forwards: 0\r\n"), 200, 1, has={"Max-Forwards": "0"}),
    Case("9112-3.2 authority-form is not for this gateway", get(b"h:80"), 400),
    Case("9112-3.2 a target without a slash", get(b"x"), 400),
    Case("9112-3.2 a user in the authority", get(b"http://a@h/x"), 400),
    Case("9110-4.2 another scheme", get(b"ftp://h/x"), 400),
    Case("9110-7.1 a fragment", get(b"/x#y"), 400),
    Case("9110-9.3.6 CONNECT opens no tunnel", get(b"h:80", method=b"CONNECT"), 501),
    Case("9110-9.3.8 TRACE echoes no credentials", get(method=b"TRACE"), 501),
    Case("9110-9.1 methods are case-sensitive", get(method=b"get"), (400, 501)),
    Case("9112-2.3 the HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, 505)),
    Case("9112-2.2 an endless first line", b"GET /" + b"a" * 20000, (414, 431)),
    Case("9110-5.4 fields too large", get(fields=b"A: " + b"b" * 20000 + b"\r\n"), 431),
    Case("9110-5.4 too many fields", get(fields=b"A: b\r\n" * 120), (400, 431)),
    # ---- 9112, 9.3 and 9.6: connections
    Case("9112-9.3 HTTP/1.0 closes", b"GET /x HTTP/1.0\r\nHost: h\r\n\r\n" + SMUGGLED, 200, 1, "GET /x HTTP/1.1", shows=[rb"(?i)connection: close"]),
    Case("9112-9.3 requests sent ahead are answered in order", b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n" + get(b"/b"), 200, 2, "GET /b HTTP/1.1"),
    Case("9112-9.6 nothing is taken behind Connection: close", get() + SMUGGLED, 200, 1, "GET /x HTTP/1.1"),
    Case("9112-9.3 close is seen in a list", b"GET /x HTTP/1.1\r\nHost: h\r\nConnection: x, ClOsE\r\n\r\n" + SMUGGLED, 200, 1),
    Case("9110-10.1.1 another expectation", get(fields=b"Expect: cake\r\n"), 417),
    Case("9110-10.1.1 Expect of HTTP/1.0 is void", b"GET /x HTTP/1.0\r\nHost: h\r\nExpect: cake\r\n\r\n", 200, 1, lacks=["Expect"]),
    Case("9110-7.8 h2c is not passed on", get(fields=b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"), 200, 1, lacks=["Upgrade", "HTTP2-Settings"]),
    Case("9110-7.8 Upgrade needs Connection", get(fields=b"Upgrade: websocket\r\n"), 200, 1, lacks=["Upgrade"]),
    Case("9110-9.3.2 HEAD has no body", get(method=b"HEAD"), 200, 1, "HEAD /x HTTP/1.1", hides=[rb"\r\n\r\n."]),
    Case("9110-7.6.3 Via is added", get(), 200, 1, has={"Via": "1.1 hive"}),
    Case("9110-7.6.3 Via names the version received", b"GET /x HTTP/1.0\r\n\r\n", 200, 1, has={"Via": "1.0 hive"}),
    Case("9110-7.2 HTTP/1.0 needs no Host", b"GET /x HTTP/1.0\r\n\r\n", 200, 1, "GET /x HTTP/1.1"),
    Case("9112-9.3 HTTP/1.0 is kept alive when it asks", b"GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + get(b"/b"), 200, 2, "GET /b HTTP/1.1", shows=[rb"(?i)connection: keep-alive"]),
    Case("9112-9.6 Connection: close is told back", get(), 200, 1, shows=[rb"(?i)\r\nconnection: close\r\n"]),
    Case("9112-9.6 a refused head ends the connection", b"GET /x HTTP/1.1\r\n\r\n" + SMUGGLED, 400, shows=[rb"(?i)\r\nconnection: close\r\n"]),
    Case("9110-6.6.1 an own answer has a Date", b"GET /x HTTP/1.1\r\n\r\n", 400, shows=[rb"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n"]),
    Case("9110-10.1.4 chunked in TE changes nothing", get(fields=b"TE: chunked\r\n"), 200, 1, lacks=["TE"]),
    Case("9110-10.1.1 the expectation is in any case", b"POST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-CONTINUE\r\nContent-Length: 2\r\n" + END + b"ab", 200, 1, body=b"ab"),
    Case("9110-8.6 HEAD may have a length", b"HEAD /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n" + END + b"ab", 200, 1, body=b"ab"),
]

for version in b"HTTP/2.0", b"HTTP/0.9", b"HTTP/1.2", b"HTTP/1.10", b"HTTP/01.1", b"http/1.1", b"HTTP/1,1", b"HTTP/ 1.1", b"HTTP/1.", b"HTTP/", b"HTTPS/1.1", b"RTSP/1.0", b"ICE/1.0", b"HTTP/-1.1":
    cases.append(Case(f"9112-2.3 version {version.decode()}", b"GET /x " + version + b"\r\nHost: h\r\n\r\n" + SMUGGLED, (400, 505)))
for method in b"GET", b"HEAD", b"POST", b"PUT", b"DELETE", b"OPTIONS", b"PATCH", b"PROPFIND", b"REPORT":
    fields = b"" if method in (b"GET", b"HEAD") else b"Content-Length: 0\r\n"
    cases.append(Case(f"9110-9 {method.decode()} is relayed", get(fields=fields, method=method), 200, 1, f"{method.decode()} /x HTTP/1.1"))
for method in b"G@T", b"GE(T", b"G\x80T", b"G\x00T", b'G"T', b"":
    cases.append(Case(f"9110-9.1 method {method!r} is no token", get(method=method), (400, 501)))

# ---- 9110, 7.2: Host
for name, fields, status in [
        ("is missing", b"", 400), ("is doubled", b"Host: h\r\nHost: h\r\n", 400),
        ("is doubled in other case", b"Host: h\r\nhOST: i\r\n", 400), ("holds a blank", b"Host: h i\r\n", 400),
        ("holds a path", b"Host: h/x\r\n", 400), ("holds a user", b"Host: a@h\r\n", 400),
        ("is a list of two", b"Host: h\r\nX: y\r\nHost: i\r\n", 400), ("holds a quote", b'Host: "h"\r\n', 400),
        ("holds a backslash", b"Host: h\\i\r\n", 400), ("holds bytes above ASCII", b"Host: h\xc3\xa4\r\n", 400),
        ("holds a question mark", b"Host: h?x\r\n", 400), ("holds a fragment", b"Host: h#x\r\n", 400),
        ("has a port of letters", b"Host: h:x\r\n", 400), ("has two ports", b"Host: h:1:2\r\n", 400),
        ("has a port out of range", b"Host: h:65536\r\n", 400), ("has a negative port", b"Host: h:-1\r\n", 400),
        ("has an open bracket", b"Host: [::1\r\n", 400), ("has text behind a bracket", b"Host: [::1]h\r\n", 400),
        ("has a bracket inside", b"Host: h[::1]\r\n", 400), ("is a list", b"Host: h, i\r\n", 400),
        ("is given once and once in capitals", b"Host: h\r\nHOST: h\r\n", 400),
        ("is folded", b"Host:\r\n h\r\n", 400), ("has a blank before its colon", b"Host : h\r\n", 400)]:
    cases.append(Case(f"9110-7.2 Host {name}", b"GET /x HTTP/1.1\r\n" + fields + b"\r\n" + SMUGGLED, status))
for host in b"h", b"h:8080", b"192.0.2.7", b"[2001:db8::7]:80", b"a-b.example", b"A.Example":
    cases.append(Case(f"9110-7.2 Host {host.decode()} goes on as it is", b"GET /x HTTP/1.1\r\nHost: " + host + b"\r\n" + END, 200, 1, has={"Host": host.decode()}))

# ---- 9110, 5: fields
for byte in b'(),/:;<=>?@[\\]{}" \t\x00\x01\x0b\x7f\x80\xff':
    if byte == ord(":"):
        continue
    cases.append(Case(f"9110-5.6.2 byte {byte:#04x} in a field name", get(fields=b"A" + bytes([byte]) + b"B: c\r\n") + SMUGGLED, 400))
for byte in [*range(0x00, 0x09), 0x0b, 0x0c, *range(0x0e, 0x20), 0x7f]:
    cases.append(Case(f"9110-5.5 byte {byte:#04x} in a field value", get(fields=b"A: b" + bytes([byte]) + b"c\r\n") + SMUGGLED, 400))
cases += [
    Case("9112-5.1 a blank before the colon", get(fields=b"A : b\r\n") + SMUGGLED, 400),
    Case("9112-5.1 a tab before the colon", get(fields=b"A\t: b\r\n") + SMUGGLED, 400),
    Case("9112-5.1 blanks around a value are dropped", get(fields=b"A: \t b \t \r\n"), 200, 1, has={"A": "b"}),
    Case("9112-5.1 no blank behind the colon", get(fields=b"A:b\r\n"), 200, 1, has={"A": "b"}),
    Case("9112-5.1 an empty value", get(fields=b"A:\r\n"), 200, 1, has={"A": ""}),
    Case("9112-5.1 no colon", get(fields=b"A\r\n") + SMUGGLED, 400),
    Case("9112-5.1 no name", get(fields=b": b\r\n") + SMUGGLED, 400),
    Case("9112-5.2 a folded line", get(fields=b"A: b\r\n c\r\n") + SMUGGLED, 400),
    Case("9112-5.2 a line folded by a tab", get(fields=b"A: b\r\n\tc\r\n") + SMUGGLED, 400),
    Case("9112-5.2 a fold behind an empty value", get(fields=b"A:\r\n b\r\n") + SMUGGLED, 400),
    Case("9110-5.3 the order of one name's fields stays", get(fields=b"A: 1\r\nA: 2\r\n") , 200, 1),
    Case("9110-5.5 bytes above ASCII go on", get(fields=b"A: \xc3\xa4\r\n"), 200, 1, has={"A": "\xc3\xa4"}),
    Case("9110-5.1 unknown fields go on", get(fields=b"X-Unknown: yes\r\n"), 200, 1, has={"X-Unknown": "yes"}),
    Case("9110-8.8 conditions go on", get(fields=b'If-None-Match: "v1"\r\n'), 200, 1, has={"If-None-Match": '"v1"'}),
    Case("9110-14 ranges go on", get(fields=b"Range: bytes=0-1\r\n"), 200, 1, has={"Range": "bytes=0-1"}),
    Case("9110-11.6 Authorization is not for the upstream", get(fields=b"Authorization: Basic eDp5\r\n"), 200, 1, lacks=["Authorization"]),
]

# ---- 9110, 7.6.1: fields of one connection; and those that claim an identity
for field in b"Keep-Alive: 5", b"Proxy-Connection: keep-alive", b"TE: gzip", b"Trailer: A", b"Proxy-Authenticate: Basic", b"Proxy-Authorization: Basic eDp5", b"HTTP2-Settings: x":
    name = field.split(b":")[0].decode()
    cases.append(Case(f"9110-7.6.1 {name} stays on its connection", get(fields=field + b"\r\n"), 200, 1, lacks=[name]))
for names in b"X-Hop", b"x-HOP", b"close, X-Hop", b"X-Hop, close", b" X-Hop ,,", b"keep-alive,X-Hop":
    request = b"GET /x HTTP/1.1\r\nHost: h\r\nX-Hop: 1\r\nConnection: " + names + b"\r\n" + END
    cases.append(Case(f"9110-7.6.1 nominated by {names.decode()!r}", request, 200, 1, lacks=["X-Hop", "Connection"]))
cases.append(Case("9110-7.6.1 endless nominations", get(fields=b"Connection: " + b"a," * 4000 + b"\r\n") + SMUGGLED, 400))
cases.append(Case("9110-7.6.1 Content-Length cannot be nominated away", b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nConnection: close, Content-Length\r\n\r\nab", 200, 1, body=b"ab"))
cases.append(Case("9110-7.6.1 Host cannot be nominated away", b"GET /x HTTP/1.1\r\nHost: h\r\nConnection: close, Host\r\n\r\n", 200, 1, has={"Host": "h"}))
cases.append(Case("9110-7.6.1 who asks cannot be nominated away", b"GET /x HTTP/1.1\r\nHost: h\r\nConnection: close, X-Hive-Address\r\n\r\n", 200, 1, has={"X-Hive-Address": "127.0.0.1"}))
for name in b"X.Hive.User", b"x!hive!user", b"X-Hive_Groups", b"Remote-User", b"REMOTE_USER", b"X-Remote-User", b"X-Client-IP", b"Client-IP", b"True-Client-IP", b"X-Cluster-Client-IP", b"X-Original-URL", b"X-Rewrite-URL", b"X_REWRITE_URL", b"x-forwarded-prefix", b"X-Hive-User", b"X-Hive-Groups", b"X_Hive_User", b"x-hive-anything", b"X-Real-IP", b"Proxy", b"X-Forwarded-User", b"X_Forwarded_For", b"X-FORWARDED-SERVER", b"X-Forwarded", b"CF-Connecting-IP", b"X-Remote-Addr", b"X_Originating_IP":
    cases.append(Case(f"7239-8 {name.decode()} of a client", get(fields=name + b": root\r\n"), 200, 1, lacks=[name.decode()]))
for name, value in ("X-Hive-Address", "127.0.0.1"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "h"), ("Forwarded", "for=127.0.0.1;proto=http"):
    cases.append(Case(f"7239-8 {name} is ours", get(fields=name.encode() + b": made-up\r\n"), 200, 1, has={name: value}))

# ---- 9112, 6: framing
for name, fields, status in [
        ("both framings", b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
        ("both framings, the other order", b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400),
        ("two lengths", b"Content-Length: 0\r\nContent-Length: 5\r\n", 400),
        ("two equal lengths", b"Content-Length: 5\r\nContent-Length: 5\r\n", 400),
        ("a list of lengths", b"Content-Length: 5, 5\r\n", 400),
        ("a signed length", b"Content-Length: +5\r\n", 400), ("a negative length", b"Content-Length: -5\r\n", 400),
        ("a hexadecimal length", b"Content-Length: 0x5\r\n", 400), ("a length with a point", b"Content-Length: 5.0\r\n", 400),
        ("a length with a blank", b"Content-Length: 5 5\r\n", 400), ("an empty length", b"Content-Length:\r\n", 400),
        ("a length of letters", b"Content-Length: five\r\n", 400),
        ("a length of 2^63", b"Content-Length: 9223372036854775808\r\n", 400),
        ("a length of 2^64+5", b"Content-Length: 18446744073709551621\r\n", 400),
        ("a quoted length", b'Content-Length: "5"\r\n', 400), ("a length with digits above ASCII", b"Content-Length: \xd9\xa5\r\n", 400),
        ("a folded length", b"Content-Length:\r\n 5\r\n", 400),
        ("a blank before the colon of the length", b"Content-Length : 5\r\n", 400),
        ("chunked twice", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
        ("chunked in a list twice", b"Transfer-Encoding: chunked, chunked\r\n", (400, 501)),
        ("chunked not last", b"Transfer-Encoding: chunked, gzip\r\n", (400, 501)),
        ("gzip before chunked", b"Transfer-Encoding: gzip, chunked\r\n", (400, 501)),
        ("identity", b"Transfer-Encoding: identity\r\n", (400, 501)),
        ("identity and chunked", b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", 400),
        ("an unknown coding", b"Transfer-Encoding: xchunked\r\n", (400, 501)),
        ("a coding with a byte before it", b"Transfer-Encoding: \x0bchunked\r\n", 400),
        ("a quoted coding", b'Transfer-Encoding: "chunked"\r\n', (400, 501)),
        ("a coding with a parameter", b"Transfer-Encoding: chunked;q=1\r\n", (400, 501)),
        ("an empty coding", b"Transfer-Encoding:\r\n", (400, 501)),
        ("a folded coding", b"Transfer-Encoding:\r\n chunked\r\n", 400),
        ("a blank before the colon of the coding", b"Transfer-Encoding : chunked\r\n", 400),
        ("a coding behind a comma", b"Transfer-Encoding: ,chunked\r\n", (400, 501))]:
    cases.append(Case(f"9112-6 {name}", b"POST /x HTTP/1.1\r\nHost: h\r\n" + fields + b"\r\n0\r\n\r\n" + SMUGGLED, status))
cases += [
    Case("9112-6.1 chunked in HTTP/1.0", b"POST /x HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED, 400),
    Case("9112-6.3 no framing is no body", get(method=b"POST"), 200, 1, body=b""),
    Case("9112-6.2 a body by its length", post(b"Content-Length: 5\r\n", b"hello"), 200, 1, body=b"hello", has={"Content-Length": "5"}),
    Case("9112-6.2 leading zeros of a length are written anew", post(b"Content-Length: 005\r\n", b"hello"), 200, 1, body=b"hello", has={"Content-Length": "5"}),
    Case("9112-6.2 what follows a body is the next request", b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello" + get(b"/y"), 200, 2, "GET /y HTTP/1.1"),
    Case("9110-8.6 GET may have a body", b"GET /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n" + END + b"ab", 200, 1, body=b"ab"),
    Case("9112-6.1 the coding's name in any case", post(b"Transfer-Encoding: CHUNKED\r\n", b"2\r\nab\r\n0\r\n\r\n"), 200, 1, body=b"ab"),
]

# ---- 9112, 7: the chunked coding
for name, chunks, body in [
        ("one chunk", b"5\r\nhello\r\n0\r\n\r\n", b"hello"), ("two chunks", b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", b"hello"),
        ("no chunk", b"0\r\n\r\n", b""), ("capital digits", b"A\r\n0123456789\r\n0\r\n\r\n", b"0123456789"),
        ("small digits", b"a\r\n0123456789\r\n0\r\n\r\n", b"0123456789"), ("leading zeros", b"0005\r\nhello\r\n000\r\n\r\n", b"hello"),
        ("an extension is dropped", b"5;a=b\r\nhello\r\n0;c\r\n\r\n", b"hello"),
        ("a quoted extension", b'5;a="b;c"\r\nhello\r\n0\r\n\r\n', b"hello"),
        ("a length in the trailers is dropped", b"5\r\nhello\r\n0\r\nContent-Length: 9\r\nX-Hive-User: root\r\n\r\n", b"hello"),
        ("data that looks like a chunk", b"7\r\n0\r\n\r\nab\r\n0\r\n\r\n", b"0\r\n\r\nab")]:
    cases.append(Case(f"9112-7.1 {name}", post(b"Transfer-Encoding: chunked\r\n", chunks), 200, 1, body=body, has={"Transfer-Encoding": "chunked"}, lacks=["X-Hive-User", "Content-Length"]))
for name, chunks in [
        ("a bare LF behind the size", b"5\nhello\r\n0\r\n\r\n"), ("a bare LF behind the data", b"5\r\nhello\n0\r\n\r\n"),
        ("a bare CR behind the size", b"5\rhello\r\n0\r\n\r\n"), ("no line end behind the data", b"5\r\nhello0\r\n\r\n"),
        ("no size", b"\r\nhello\r\n0\r\n\r\n"), ("a negative size", b"-5\r\nhello\r\n0\r\n\r\n"), ("a signed size", b"+5\r\nhello\r\n0\r\n\r\n"),
        ("0x before the size", b"0x5\r\nhello\r\n0\r\n\r\n"), ("a blank before the size", b" 5\r\nhello\r\n0\r\n\r\n"),
        ("a blank behind the size", b"5 \r\nhello\r\n0\r\n\r\n"), ("a size that is no number", b"G\r\nhello\r\n0\r\n\r\n"),
        ("a size over 2^64", b"10000000000000005\r\nhello\r\n0\r\n\r\n"), ("sixteen digits", b"0000000000000005\r\nhello\r\n0\r\n\r\n"),
        ("a size of 2^60 in digits", b"f000000000000000\r\nhello\r\n0\r\n\r\n"),
        ("data longer than its size", b"4\r\nhello\r\n0\r\n\r\n"), ("a bare LF in an extension", b"5;a\nb\r\nhello\r\n0\r\n\r\n"),
        ("a bare CR in an extension", b"5;a\rb\r\nhello\r\n0\r\n\r\n"), ("a NUL in an extension", b"5;a\0\r\nhello\r\n0\r\n\r\n"),
        ("a bare LF in the trailers", b"0\r\nA: b\n\r\n"), ("a folded trailer", b"0\r\n A: b\r\n\r\n"),
        ("endless extensions", b"5;" + b"a" * 9000 + b"\r\nhello\r\n0\r\n\r\n"), ("endless trailers", b"0\r\n" + b"A: b\r\n" * 4000 + b"\r\n"),
        ("no line end at the end", b"0\r\n\rX")]:
    cases.append(Case(f"9112-7.1 {name}", post(b"Transfer-Encoding: chunked\r\n", chunks, SMUGGLED, b"/broken"), 400, -1))

# ---- 9110, 6.5: trailers
def trailed(lines, fields=b""):
    return post(b"Transfer-Encoding: chunked\r\n" + fields, b"2\r\nab\r\n0\r\n" + lines + b"\r\n")


cases += [
    Case("9110-6.5 a trailer goes on", trailed(b"Digest: x\r\n"), 200, 1, body=b"ab", trailer=["Digest: x"], lacks=["Digest"]),
    Case("9110-6.5 several trailers go on in order", trailed(b"A: 1\r\nB:2 \r\nA: 3\r\n"), 200, 1, trailer=["A: 1", "B: 2", "A: 3"]),
    Case("9110-6.6.2 trailers are announced", trailed(b"Digest: x\r\n", b"Trailer: Digest\r\n"), 200, 1, has={"Trailer": "Digest"}, trailer=["Digest: x"]),
    Case("9110-6.6.2 only those that go on are announced", trailed(b"Digest: x\r\n", b"Trailer: X-Hive-User, Digest, Content-Length\r\n"), 200, 1, has={"Trailer": "Digest"}),
    Case("9110-6.6.2 nothing is announced without chunks", post(b"Content-Length: 2\r\nTrailer: Digest\r\n", b"ab"), 200, 1, lacks=["Trailer"]),
    Case("9110-7.6.1 a nominated trailer stays", b"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close, X-Hop\r\n\r\n0\r\nX-Hop: 1\r\nA: 2\r\n\r\n", 200, 1, trailer=["A: 2"]),
    Case("9110-10.1.4 TE: trailers goes on when it is for this connection", b"GET /x HTTP/1.1\r\nHost: h\r\nTE: trailers\r\nConnection: close, TE\r\n\r\n", 200, 1, has={"TE": "trailers", "Connection": "TE"}),
    Case("9110-10.1.4 TE that is not for this connection stays", get(fields=b"TE: trailers\r\n"), 200, 1, lacks=["TE", "Connection"]),
    Case("9110-10.1.4 other codings in TE stay", b"GET /x HTTP/1.1\r\nHost: h\r\nTE: gzip, trailers;q=1, trailers\r\nConnection: close, TE\r\n\r\n", 200, 1, has={"TE": "trailers"}),
    Case("9112-7.1 what follows trailers is the next request", b"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n" + get(b"/y"), 200, 2, "GET /y HTTP/1.1"),
]
for name in (b"Host", b"Content-Length", b"Content-Type", b"Content-Encoding", b"Content-Range", b"Trailer", b"TE", b"Connection", b"Authorization", b"Proxy-Authorization", b"Cookie", b"Set-Cookie",
             b"Cache-Control", b"Expect", b"Max-Forwards", b"Range", b"If-Match", b"X-Hive-User", b"X_Hive_User", b"X.Hive.User", b"x-hive-groups", b"X-Forwarded-For", b"Forwarded", b"X-Real-IP", b"Remote-User", b"Upgrade"):
    value = b"9" if name == b"Content-Length" else b"x"
    cases.append(Case(f"9110-6.5.1 {name.decode()} is no trailer", trailed(name + b": " + value + b"\r\nFine: 1\r\n"), 200, 1, trailer=["Fine: 1"], body=b"ab"))
for name, lines in ("without a colon", b"A\r\n"), ("without a name", b": b\r\n"), ("with a blank before the colon", b"A : b\r\n"), ("folded behind a line", b"A: b\r\n c\r\n"), ("with a control byte", b"A: \x01\r\n"), ("with a bare CR", b"A: b\rC: d\r\n"), ("with a name that is no token", b"A(b: c\r\n"):
    cases.append(Case(f"9112-7.1.2 a trailer {name}", trailed(lines).replace(b"/x", b"/broken", 1) + SMUGGLED, 400, -1))

# ---- 9110, 4 and 7.1; 3986, 6.2: the path a location is chosen by is the path that is sent on
for sent, arrives in [
        ("/a/b", "/a/b"), ("/a%62", "/ab"), ("/a/./b", "/a/b"), ("/a/../b", "/b"), ("/a/%2e%2e/b", "/b"), ("/a/%2E/b", "/a/b"),
        ("//a", "/a"), ("/a//b", "/a/b"), ("/a%2fb", "/a/b"), ("/a%20b", "/a%20b"), ("/%C3%A4", "/%C3%A4"), ("/a?b=%2e%2e/", "/a?b=%2e%2e/"),
        ("/a?", "/a?"), ("/a?b?c", "/a?b?c"), ("/a/", "/a/"), ("/a/..", "/"), ("/a/.", "/a/"), ("/~a", "/~a"), ("/a;b=c", "/a;b=c"), ("/%7ea", "/~a"),
        ("/a%25b", "/a%25b"), ("/a%252e%252e/b", "/a%252e%252e/b"), ("/a%3fb", "/a%3Fb"), ("/a%23b", "/a%23b")]:
    cases.append(Case(f"3986-6.2 {sent}", get(sent.encode()), 200, 1, f"GET {arrives} HTTP/1.1"))
for target in b"/../x", b"/a/../../x", b"/%2e%2e/x", b"/..%2fx", b"/%2e%2e%2fx", b"/a%00b", b"/a%0ab", b"/a%0d%0aX:y", b"/a%", b"/a%2", b"/a%zz", b"/a\\..\\b", b"/a%5cb", b"/a\x7f", b"/a\x80b", b"/a\xc3\xa4", b"/a%7f", b"/a/..;/b", b"/a/%2e%2e;x=1/b", b"/a/..%3b/b", b"/a/.;/b", b"/%c0%ae%c0%ae/x", b"/..%c0%afx", b"/%e0%80%ae/x", b"/%f0%80%80%ae/x":
    cases.append(Case(f"3986-6.2 {target!r} is refused", get(target) + SMUGGLED, 400))
