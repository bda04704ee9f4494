#!/usr/bin/python3
"""tests/e2e/proxy_websocket.py serve SOCKET | talk URL [USER:PASSWORD] | hold URL FILE

serve: a WebSocket server on a Unix socket that sends back what it gets, and /refuse.
talk:  a client: texts, 300 kB, a ping, closing; prints `fine` when all came back.
hold:  a client that says `1`, waits until FILE is there, says `2`, prints `fine`.
"""
import asyncio
import base64
import os
import sys

import websockets


async def echo(connection, *_):
    async for message in connection:
        await connection.send(message)


def headers():
    if len(sys.argv) < 4 or ":" not in sys.argv[3]:
        return {}
    return {"Authorization": "Basic " + base64.b64encode(sys.argv[3].encode()).decode()}


async def serve():
    if os.path.exists(sys.argv[2]):
        os.unlink(sys.argv[2])
    async with websockets.unix_serve(echo, sys.argv[2], max_size=None):
        await asyncio.Future()


async def talk():
    async with websockets.connect(sys.argv[2], extra_headers=headers(), max_size=None) as connection:
        for message in "hello", "", "x" * 300_000, b"\x00\xff" * 1000:
            await connection.send(message)
            assert await connection.recv() == message
        await (await connection.ping())
    print("fine", connection.close_code)


async def hold():
    async with websockets.connect(sys.argv[2]) as connection:
        await connection.send("1")
        assert await connection.recv() == "1"
        print("held", flush=True)
        while not os.path.exists(sys.argv[3]):
            await asyncio.sleep(0.02)
        await connection.send("2")
        assert await connection.recv() == "2"
    print("fine", flush=True)


asyncio.run({"serve": serve, "talk": talk, "hold": hold}[sys.argv[1]]())
