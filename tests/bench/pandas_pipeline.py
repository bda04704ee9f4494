#!/usr/bin/python3
"""The peer of hive-sync: what a Python shop would write instead (pandas, SQLAlchemy, PyMySQL).

  pandas_pipeline.py copy MARIADB_URL SQLITE_FILE TABLE   the whole table -> SQLite, with indexes
  pandas_pipeline.py grow MARIADB_URL SQLITE_FILE TABLE   rows above the highest id -> SQLite

Prints one JSON line: seconds (without starting Python), rows, peak_rss_mb.
Needs python3-pandas, python3-sqlalchemy, python3-pymysql of Debian. MARIADB_URL:
mysql+pymysql://user:password@localhost/database?unix_socket=PATH
"""
import json
import resource
import sys
import time

import pandas as pd
import sqlalchemy as sa

COLUMNS = ["id", "apiary_name", "timestamp", "bme680_internal_temperature", "bme680_external_temperature"]
COLUMNS += [f"fft_bin{n}" for n in range(1, 65)]


def fetch(url, table, above):
    query = sa.text(f"SELECT {', '.join(COLUMNS)} FROM {table} WHERE id > :above")
    with sa.create_engine(url).connect() as remote:
        rows = pd.read_sql(query, remote, params={"above": above})
    rows["temp_delta"] = rows["bme680_internal_temperature"] - rows["bme680_external_temperature"]
    return rows


def store(rows, path, mode):
    with sa.create_engine(f"sqlite:///{path}").begin() as local:
        rows.to_sql("reading", local, if_exists=mode, index=False)
        if mode == "replace":
            local.execute(sa.text("CREATE INDEX reading_by_apiary ON reading(apiary_name, timestamp)"))
            local.execute(sa.text("CREATE INDEX reading_by_id ON reading(id)"))


def copy(url, path, table):
    rows = fetch(url, table, -1)
    store(rows, path, "replace")
    return len(rows)


def grow(url, path, table):
    with sa.create_engine(f"sqlite:///{path}").connect() as local:
        above = local.execute(sa.text("SELECT MAX(id) FROM reading")).scalar()
    rows = fetch(url, table, above)
    store(rows, path, "append")
    return len(rows)


if __name__ == "__main__":
    commands = {"copy": copy, "grow": grow}
    if len(sys.argv) != 5 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    start = time.perf_counter()
    count = commands[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({"seconds": round(time.perf_counter() - start, 4), "rows": count,
                      "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)}))
