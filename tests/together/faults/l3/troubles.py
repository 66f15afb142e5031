"""What befalls a PostgreSQL under four desks: fail-overs, a zombie, held locks, long and slow transactions, a dump.

Each scenario returns the URL of the database that survives; `tally` hears what bit.
"""

import shutil
import subprocess
import time

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from server.dialect import CASEBOOK_LOCK
from tests.fixtures.children import wait_until
from tests.fixtures.postgres import Cluster, _aside, working_binaries
from tests.fixtures.replicas import Node, Replicas
from tests.together.faults.l3.fleet import Fleet
from tests.together.faults.l3.programs import ServerProgram
from tests.together.faults.tally import Tally

MORE, PATIENCE_S = 60, 120


class Trouble(Exception):
    """A scenario could not be made."""


def busy(fleet: Fleet, more: int = MORE) -> None:
    """The desks go on until so many commands more are recorded."""
    enough = fleet.recorded() + more
    until = time.monotonic() + PATIENCE_S
    while fleet.recorded() < enough:
        fleet.ask_states()
        for desk in fleet.desks:
            if desk.state.get("left", 1) == 0:
                desk.tell(do="wish", count=8)
        if time.monotonic() > until:
            raise TimeoutError(f"{fleet.recorded()} of {enough} commands: {fleet.told()}")
        time.sleep(0.1)


def rows(url: str, asked: str) -> list[tuple[object, ...]]:
    """What a database holds."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(asked))]


def _epochs(url: str) -> int:
    return int(str(rows(url, "SELECT count(*) FROM epochs")[0][0]))


def heads(url: str) -> int:
    """How far its feeds have come, all together."""
    return int(str(rows(url, "SELECT coalesce(sum(seq), 0) FROM feed_heads")[0][0]))


# ------------------------------------------------------------------------------------------------- with its standbys
def synchronous(fleet: Fleet, replicas: Replicas, tally: Tally, more: int = MORE) -> str:
    """S2: the standby that each commit waited for takes over; nothing that was answered is missing."""
    busy(fleet, more)
    answered, pushes = _killed_under_load(fleet, replicas.primary)
    replicas.near.promote()
    here = heads(replicas.near.url("storm"))
    busy(fleet, more)
    if pushes and here >= answered:
        tally.bit("S2", f"{pushes} pushes were under way, {answered} rows had been told, the standby has {here}")
    return replicas.near.url("storm")


def _killed_under_load(fleet: Fleet, primary: Node) -> tuple[int, int]:
    """Kill it while pushes are under way; how many rows had been committed by then at least, and how many pushes."""
    answered = heads(primary.url("storm"))
    for desk in fleet.desks:
        desk.tell(do="wish", count=8)
    until = time.monotonic() + PATIENCE_S
    while not (pushes := sum(proxy.pushes for proxy in fleet.proxies)) and time.monotonic() < until:
        time.sleep(0.001)
    primary.kill()
    return answered, pushes


def stale(fleet: Fleet, replicas: Replicas, tally: Tally, more: int = MORE) -> str:
    """S3 and S5: a standby that was behind takes over, and then the old primary comes back."""
    busy(fleet, more // 2)
    wait_until(lambda: heads(replicas.far.url("storm")) > 0, "the far standby to follow", 60)
    replicas.cut_far()
    busy(fleet, more)
    acked, pushes = _killed_under_load(fleet, replicas.primary)
    replicas.near.kill()
    behind = heads(replicas.far.url("storm"))
    before = _epochs(replicas.far.url("storm"))
    replicas.far.promote()
    if acked > behind:
        tally.bit("S3", f"{acked} rows had been told, {behind} are there; {pushes} pushes were under way")
    busy(fleet, more)
    # Before it is served nobody can know that it was meant: a primary that is back then goes on, and has lost nothing.
    wait_until(lambda: _epochs(replicas.far.url("storm")) > before, "the server to go on with it", PATIENCE_S)
    _zombie(fleet, replicas, tally)
    return replicas.far.url("storm")


def _zombie(fleet: Fleet, replicas: Replicas, tally: Tally) -> None:
    """The old primary is up again with a server of its own, and a desk asks it: it must leave it."""

    replicas.primary.start_again()
    replicas.primary.wait_for_nobody()
    zombie = _beside(fleet, "zombie", replicas.primary.url("storm"))
    try:
        proxy, real = fleet.proxies[0], fleet.server.port
        answered = proxy.exchanges
        proxy.target = zombie.port
        proxy.cut()
        fleet.desks[0].tell(do="wish", count=3)
        wait_until(lambda: proxy.exchanges > answered + 2, "the desk to ask the zombie", 60)
        tally.bit("S5", f"the zombie answered {proxy.exchanges - answered} requests")
        proxy.target = real
        proxy.cut()
    finally:
        zombie.stop()


# ------------------------------------------------------------------------------------------------ with one database
_FOR_A_LOCK = """
SELECT pid, query_start FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND NOT granted
"""


def lock_held(fleet: Fleet, url: str, tally: Tally) -> str:
    """S8: somebody holds the lock of the house and hangs: who waits gives up and comes again, and all arrives then."""
    busy(fleet, MORE // 2)
    known = fleet.queued()
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("SELECT pg_advisory_xact_lock(%s)", (CASEBOOK_LOCK,))
        stood = heads(url)
        for desk in fleet.desks:
            desk.tell(do="wish", count=5)
        wait_until(lambda: rows(url, _FOR_A_LOCK), "somebody to wait for the lock", 60)
        first = set(rows(url, _FOR_A_LOCK))
        wait_until(lambda: first.isdisjoint(rows(url, _FOR_A_LOCK)), "who waited first to give up", 60)
        wait_until(lambda: len(fleet.queued() - known) >= 5, "the desks to go on queueing", 60)
        is_still = heads(url) == stood
        holder.rollback()
    meanwhile = fleet.queued() - known
    busy(fleet)
    fleet.heal()
    wait_until(lambda: meanwhile <= _settled(url), "all that was queued meanwhile to arrive", PATIENCE_S)
    if is_still:
        tally.bit("S8", f"{len(first)} gave up while it was held, {len(meanwhile)} commands queued meanwhile arrived")
    return url


def _settled(url: str) -> set[str]:
    return {str(row[0]) for row in rows(url, "SELECT id FROM commands")}


def long_writer(fleet: Fleet, url: str, tally: Tally) -> str:
    """S9: a transaction of somebody else is open all the while; no feed stands still for it."""
    with psycopg.connect(url.replace("+psycopg", "")) as beside:
        beside.execute("CREATE TEMP TABLE beside (n int)")
        beside.execute("INSERT INTO beside SELECT generate_series(1, 1000)")
        beside.execute("SELECT txid_current()")
        busy(fleet)
        fleet.heal()
        wait_until(fleet.is_drained, "the desks to drain beside a long transaction", PATIENCE_S)
        told = rows(url, "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
        if told[0][0]:
            tally.bit("S9", "a writing transaction was open while all drained")
        beside.rollback()
    return url


SLOW = """
CREATE FUNCTION slow_now() RETURNS trigger AS $$ BEGIN
  IF random() < 0.05 THEN PERFORM pg_sleep(0.5); END IF; RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER slow_now BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION slow_now();
"""
_WAITING = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
AND EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep')
"""


def slow_writers(fleet: Fleet, url: str, tally: Tally) -> str:
    """S10: two servers write into the same lanes, some transactions sleep in the middle; no row is passed over."""
    second = _beside(fleet, "second", url)
    try:
        for proxy in fleet.proxies[len(fleet.proxies) // 2 :]:
            proxy.target = second.port
            proxy.cut()
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as beside:
            beside.execute(SLOW)
            waited = _most_waiting(fleet, url)
            beside.execute("DROP TRIGGER slow_now ON events")
    finally:
        for proxy in fleet.proxies:
            proxy.target = fleet.server.port
            proxy.cut()
        second.stop()
    if waited:
        tally.bit("S10", f"{waited} writers waited for the lane of one that slept")
    return url


def _most_waiting(fleet: Fleet, url: str) -> int:
    """The desks go on; how many writers waited at most for one that slept."""
    until, most, enough = time.monotonic() + PATIENCE_S, 0, fleet.recorded() + MORE
    while (fleet.recorded() < enough or not most) and time.monotonic() < until:
        fleet.ask_states()
        for desk in fleet.desks:
            if desk.state.get("left", 1) == 0:
                desk.tell(do="wish", count=8)
        most = max(most, int(str(rows(url, _WAITING)[0][0])))
    return most


def _beside(fleet: Fleet, name: str, url: str) -> ServerProgram:
    """One more server with a data folder of its own."""
    data = fleet.folder / name
    shutil.copytree(fleet.data / "cities", data / "cities")
    server = ServerProgram(name, fleet.folder, data, url)
    server.start()
    wait_until(server.is_ready, f"{name} to answer", PATIENCE_S)
    if not server.is_up:
        raise Trouble(f"{name} ended: {server.last_words()}")
    return server


def restored(fleet: Fleet, url: str, cluster: Cluster, tally: Tally) -> str:
    """S6: a dump is put into another database, while the desks were told more than it holds."""
    busy(fleet, MORE // 2)
    dump = fleet.folder / "dump"
    before = rows(url, "SELECT id FROM epochs ORDER BY no DESC LIMIT 1")
    _tool("pg_dump", "-Fc", "-f", str(dump), "-d", url.replace("+psycopg", ""), fleet=fleet)
    busy(fleet)
    told = heads(url)
    fleet.server.stop()
    other = cluster.create("restored")
    _tool("pg_restore", "-d", other.replace("+psycopg", ""), str(dump), fleet=fleet)
    fleet.move_to(other)
    busy(fleet, MORE // 2)
    wait_until(lambda: rows(other, "SELECT id FROM epochs ORDER BY no DESC LIMIT 1") != before, "the next epoch", 60)
    tally.bit("S6", f"{told} rows had been told before the dump was put back, and another epoch began")
    return other


def _tool(name: str, *arguments: str, fleet: Fleet) -> None:
    fleet.folder.chmod(0o777)
    command = [working_binaries() / name, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, **_aside())
    if ran.returncode:
        raise Trouble(f"{name}: {ran.stderr}")
