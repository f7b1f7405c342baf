"""What the engine adds to each call: 1,000 inquiries against a provider that answers at once.

    python -m tests.benchmarks.bench_engine

The provider is a process of its own on loopback; a free source of JSON pages and a paid one are
asked, each with as many threads as its card allows. Then a court on loopback is crawled for 20
subjects, each of whom has a case.
"""

from __future__ import annotations

import asyncio
import dataclasses
import multiprocessing
import os
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from connectors.base import SourceSettings
from connectors.engine.connector import EngineConnector
from connectors.kit.examples import examples_of
from connectors.portal.connector import PortalConnector
from connectors.registry import discover
from skiptrace.model.dates import PartialDate
from tests.inquiries import clock, make_inquiry
from tests.unit.connectors_portal.court_site import CourtCase, CourtParty, CourtSite, serving

INQUIRIES = 1_000
SECRETS = {"ap_name": "a", "ap_password": "b"}
CARDS = ("co_business_entities", "enformion_person")
COURT, SUBJECTS = "county_court", 20
WANTED_SECONDS = 5.0


def main() -> None:
    """Prints the seconds of each source, and what its answers were."""
    for card_id in CARDS:
        loaded = discover().cards[card_id]
        body = max((one.says[0].raw for one in examples_of(loaded) if one.inquiry.name), key=len)
        receiving, sending = multiprocessing.Pipe(duplex=False)
        serving = multiprocessing.Process(target=_serve, args=(sending, body), daemon=True)
        serving.start()
        seconds, busy, ends = _ask(card_id, f"http://127.0.0.1:{receiving.recv()}")
        serving.terminate()
        told = ", ".join(f"{count:,} {end}" for end, count in ends.items())
        met = "met" if seconds < WANTED_SECONDS else "NOT met"
        each = 1e3 * seconds / INQUIRIES
        print(f"{card_id}: {INQUIRIES:,} inquiries in {seconds:.2f} s, {each:.2f} ms each ({told})")
        print(f"  of which this process computed {busy:.2f} s; the rest it waited")
        print(f"  wanted under {WANTED_SECONDS:.0f} s: {met}")
    _crawl()


def _crawl() -> None:
    """Prints the seconds of a crawl of a portal for many subjects."""
    loaded = discover(plugins=["sandbox"]).find(COURT)
    names = [f"QUILL{chr(65 + number)}FEATHER" for number in range(SUBJECTS)]
    cases = [CourtCase(f"A{n}", (CourtParty(name, "ANN"),)) for n, name in enumerate(names)]
    asked = [make_inquiry(name, name=f"Ann {name.title()}") for name in names]
    with serving(CourtSite(cases)) as court, TemporaryDirectory() as folder:
        portal = PortalConnector(loaded, SourceSettings(court.url, Path(folder), clock))
        start, busy = time.perf_counter(), os.times()
        ends = Counter(answer.outcome.value for answer in portal.search(asked))
        seconds, used = time.perf_counter() - start, os.times()
    computed = sum(used[:4]) - sum(busy[:4])
    told = ", ".join(f"{count:,} {end}" for end, count in ends.items())
    met = "met" if seconds < WANTED_SECONDS else "NOT met"
    print(f"{COURT}: a crawl of {SUBJECTS} subjects in {seconds:.2f} s ({told})")
    print(f"  of which the crawl and the court computed {computed:.2f} s; the rest it waited")
    print(f"  wanted under {WANTED_SECONDS:.0f} s: {met}")


def _ask(card_id: str, url: str) -> tuple[float, float, Counter[str]]:
    loaded = discover().cards[card_id]
    changed: dict[str, Any] = {"published": None} if loaded.card.kind == "rest" else {}
    section = {**loaded.section, **changed}
    made = dataclasses.replace(
        loaded, card=dataclasses.replace(loaded.card, limits=()), section=section
    )
    connector = EngineConnector(made, SourceSettings(url, Path("unused"), clock, SECRETS))
    inquiries = [
        make_inquiry(
            f"inq-{number}",
            name=f"Ann Quillfeather{number}",
            dob=PartialDate(1980, 3, 9),
        )
        for number in range(INQUIRIES)
    ]
    start, busy = time.perf_counter(), time.process_time()
    ends = Counter(answer.outcome.value for answer in connector.search(inquiries))
    return time.perf_counter() - start, time.process_time() - busy, ends


def _serve(ready: Connection, body: bytes) -> None:
    """Answers every request with the same body, as fast as one process can."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    reply = head.encode() + b"\r\n" + body

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                asked = await reader.readuntil(b"\r\n\r\n")
                length = [
                    x for x in asked.lower().split(b"\r\n") if x.startswith(b"content-length")
                ]
                if length:
                    await reader.readexactly(int(length[0].split(b":")[1]))
                writer.write(reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(converse, "127.0.0.1", 0)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
