#!/usr/bin/python3
"""tests/bench/chart_peer.py - the peer of `make bench-chart`: the same rows drawn by pandas and Plotly, over HTTP.

chart_peer.py make STORE DB    copies apiary 1 of STORE into the one wide table such a page keeps
chart_peer.py serve DB SOCKET  answers GET /draw?from=S&to=S with two line charts (internal and external, internal and
                               delta) and two 3D scatter charts (coloured by amplitude and by temperature) as Plotly's
                               JSON, a figure a line: what a Dash page sends for the same range

Needs Debian's python3-pandas and python3-plotly: run it with /usr/bin/python3.
"""
import http.server
import socketserver
import sqlite3
import struct
import sys
import urllib.parse

BINS = [f"fft_bin{n}" for n in range(1, 65)]


def make(store, path):
    source = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    db = sqlite3.connect(path)
    columns = ", ".join(f"{name} REAL" for name in BINS)
    db.execute(f"CREATE TABLE reading (timestamp INTEGER, internal REAL, external REAL, delta REAL, {columns})")
    rows = source.execute("SELECT ts, internal, external, internal - external, fft FROM sample WHERE apiary = 1 ORDER BY ts")
    insert = f"INSERT INTO reading VALUES ({', '.join('?' * (4 + len(BINS)))})"
    db.executemany(insert, ((*row[:4], *struct.unpack("<64b" if row[4][0] == 1 else "<64f", row[4][1:])) for row in rows))
    db.execute("CREATE INDEX reading_by_time ON reading (timestamp)")
    db.commit()


def draw(db, first, last):
    import pandas as pd
    import plotly.graph_objects as go

    rows = pd.read_sql("SELECT * FROM reading WHERE timestamp >= ? AND timestamp < ? ORDER BY timestamp", db, params=(first, last))
    when = pd.to_datetime(rows["timestamp"], unit="s")
    figures = [
        go.Figure([go.Scatter(x=when, y=rows["internal"], name="internal"), go.Scatter(x=when, y=rows[name], name=name, yaxis="y2")])
        for name in ("external", "delta")
    ]
    points = rows.assign(when=when).melt(id_vars=["when", "internal"], value_vars=BINS, var_name="band", value_name="amplitude")
    for colour in ("amplitude", "internal"):
        marker = {"color": points[colour], "colorscale": "viridis"}
        figures.append(go.Figure(go.Scatter3d(x=points["when"], y=points["band"], z=points["amplitude"], mode="markers", marker=marker)))
    for figure in figures:
        yield figure.to_json().encode() + b"\n"


class Handler(http.server.BaseHTTPRequestHandler):
    db = None

    def do_GET(self):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        self.send_response(200)
        self.end_headers()
        for part in draw(self.db, int(asked["from"][0]), int(asked["to"][0])) if asked else [b"ready"]:
            self.wfile.write(part)

    def address_string(self):
        return "local"

    def log_message(self, *_):
        pass


class Server(socketserver.UnixStreamServer):
    def get_request(self):
        request, _ = super().get_request()
        return request, ("local", 0)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:])
    else:
        Handler.db = sqlite3.connect(sys.argv[2])
        Server(sys.argv[3], Handler).serve_forever()
