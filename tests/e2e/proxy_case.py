"""tests/e2e/proxy_case.py - a conformance case: bytes sent, and what must come of them."""
import re


class Reached:
    """A request as the backend got it."""

    def __init__(self, line, fields, body, trailer, is_whole):
        self.line, self.fields, self.body, self.is_whole = line, fields, body, is_whole
        self.trailer = trailer

    def path(self):
        return self.line.split(" ")[1]

    def values(self, name):
        return [value for known, value in self.fields if known.lower() == name.lower()]


class Case:
    """status: of the (last) answer, several in a tuple are each fine, 0 for none.
    reach: how many requests reach the backend whole; -1: none whole, a head may.
    line, body, trailer, has, lacks: of the last one that reached it; trailer [line], has
    {field: value}, lacks [field].
    shows, hides: patterns the client's bytes must and must not match.
    answer: raw bytes of the backend for this case's path."""

    def __init__(self, name, request, status, reach=0, line=None, body=None, has=None, lacks=(),
                 shows=(), hides=(), answer=None, trailer=None):
        self.name, self.request, self.status, self.reach = name, request, status, reach
        self.line, self.body, self.has, self.lacks = line, body, has or {}, lacks
        self.trailer = trailer
        self.shows, self.hides, self.answer = shows, hides, answer

    def path(self):
        return self.request.split(b" ")[1].decode("latin-1").lstrip("/")

    def wanted(self):
        return max(self.reach, 0)

    def judge(self, answer, reached):
        """What is wrong, "" when nothing is."""
        statuses = re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)
        final = int(statuses[-1]) if statuses else 0
        if final not in (self.status if isinstance(self.status, tuple) else (self.status,)):
            return f"status {final} instead of {self.status}"
        if b"<timeout>" in answer:
            return "no end within 5 s"
        whole = [request for request in reached if request.is_whole]
        if self.reach == -1:
            if whole:
                return f"reached the backend whole: {whole[-1].line}"
        elif len(whole) != self.reach or len(reached) != self.reach:
            return f"{len(reached)} reached the backend instead of {self.reach}"
        for pattern in self.shows:
            if not re.search(pattern, answer):
                return f"{pattern} is not in the answer"
        for pattern in self.hides:
            if re.search(pattern, answer):
                return f"{pattern} is in the answer"
        return self.judge_request(whole[-1]) if whole else ""

    def judge_request(self, request):
        if self.line is not None and request.line != self.line:
            return f"the backend got {request.line!r}"
        if self.body is not None and request.body != self.body:
            return f"the backend got the body {request.body!r}"
        if self.trailer is not None and request.trailer != self.trailer:
            return f"the backend got the trailer {request.trailer!r}"
        for name, value in self.has.items():
            if request.values(name) != [value]:
                return f"the backend got {name}: {request.values(name)}"
        for name in self.lacks:
            if request.values(name):
                return f"the backend got {name}: {request.values(name)}"
        return ""
