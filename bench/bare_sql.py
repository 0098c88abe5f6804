"""The limit: the rows that one life cycle leaves, written by one statement per act and by nothing else.

No log-in, no authority, no clock, no hash chain, no sealing: the payloads are random bytes as long as ours.
The tables have our unique keys and foreign keys, and the statements write as many rows as our acts do.
"""

import os
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg

DATABASE = "bare"

SCHEMA = """
CREATE TABLE command (id uuid PRIMARY KEY, actor text NOT NULL, key text NOT NULL, digest bytea NOT NULL,
  at timestamptz NOT NULL, UNIQUE (actor, key));
CREATE TABLE datakey (id uuid PRIMARY KEY, wrapped bytea NOT NULL);
CREATE TABLE party (id uuid PRIMARY KEY, key_id uuid NOT NULL REFERENCES datakey, digest bytea NOT NULL UNIQUE,
  content bytea NOT NULL);
CREATE TABLE blob (id uuid PRIMARY KEY, key_id uuid NOT NULL REFERENCES datakey, name text NOT NULL UNIQUE,
  sha256 bytea NOT NULL, size bigint NOT NULL);
CREATE SEQUENCE case_number;
CREATE TABLE matter (id uuid PRIMARY KEY, number text NOT NULL UNIQUE, status text NOT NULL, version int NOT NULL,
  site_id bigint NOT NULL, applicant_id uuid NOT NULL REFERENCES party, key_id uuid NOT NULL REFERENCES datakey,
  received_at timestamptz NOT NULL, due date, content bytea NOT NULL, conclusion bytea, handover bytea,
  head bytea NOT NULL);
CREATE INDEX ON matter (site_id, received_at DESC);
CREATE TABLE material (id bigserial PRIMARY KEY, matter_id uuid NOT NULL REFERENCES matter, code text NOT NULL,
  form text NOT NULL, blob_id uuid REFERENCES blob, verdict text NOT NULL DEFAULT '', UNIQUE (matter_id, code));
CREATE TABLE step (id bigserial PRIMARY KEY, matter_id uuid NOT NULL REFERENCES matter, code text NOT NULL,
  state text NOT NULL, opinion bytea, UNIQUE (matter_id, code));
CREATE TABLE event (id bigserial PRIMARY KEY, stream text NOT NULL, seq int NOT NULL, canonical bytea NOT NULL,
  prev bytea NOT NULL, hash bytea NOT NULL, UNIQUE (stream, seq));
CREATE TABLE counter (kind text PRIMARY KEY, last int NOT NULL);
CREATE TABLE paper (id uuid PRIMARY KEY, subject uuid NOT NULL, key_id uuid NOT NULL REFERENCES datakey,
  kind text NOT NULL, serial int NOT NULL, snapshot bytea NOT NULL, code text NOT NULL UNIQUE, UNIQUE (kind, serial));
CREATE TABLE message (id uuid PRIMARY KEY, command_id uuid NOT NULL UNIQUE, content bytea NOT NULL);
CREATE TABLE job (id bigserial PRIMARY KEY, task text NOT NULL, args jsonb NOT NULL);
"""

_COMMAND = "c AS (INSERT INTO command VALUES (%(command)s, 'staff', %(key)s, %(hash)s, %(at)s) RETURNING 1)"
_JOB = "j AS (INSERT INTO job (task, args) VALUES ('effects', jsonb_build_object('command', %(command)s::text)) RETURNING 1)"
_MESSAGE = "n AS (INSERT INTO message VALUES (%(message)s, %(command)s, %(note)s) RETURNING 1)"
_PAPER = (
    "s AS (INSERT INTO counter VALUES (%(kind)s, 1) ON CONFLICT (kind) DO UPDATE SET last = counter.last + 1 RETURNING last), "
    "p AS (INSERT INTO paper SELECT %(paper)s, %(matter)s, %(case_key)s, %(kind)s, last, %(snapshot)s, %(code)s FROM s RETURNING 1)"
)
_PAPER_EVENT = "(%(paper)s::text, 1, %(canonical)s, %(hash)s, %(hash)s)"
_EVENT = "(%(matter)s::text, %(version)s, %(canonical)s, %(hash)s, %(hash)s)"

SUBMIT = f"""
WITH {_COMMAND}, k AS (INSERT INTO datakey VALUES (%(case_key)s, %(wrapped)s), (%(party_key)s, %(wrapped)s) RETURNING 1),
 y AS (INSERT INTO party VALUES (%(party)s, %(party_key)s, %(digest)s, %(note)s) RETURNING 1),
 b AS (INSERT INTO blob VALUES (%(blob1)s, %(case_key)s, %(blob1)s::text, %(hash)s, 8000),
   (%(blob2)s, %(case_key)s, %(blob2)s::text, %(hash)s, 8000), (%(blob3)s, %(case_key)s, %(blob3)s::text, %(hash)s, 8000) RETURNING 1),
 m AS (INSERT INTO matter VALUES (%(matter)s, 'X' || nextval('case_number'), 'submitted', 1, 1, %(party)s, %(case_key)s,
   %(at)s, %(at)s::date, %(content)s, NULL, NULL, %(hash)s) RETURNING 1),
 a AS (INSERT INTO material (matter_id, code, form, blob_id) VALUES (%(matter)s, 'a', 'paper', %(blob1)s),
   (%(matter)s, 'b', 'paper', %(blob2)s), (%(matter)s, 'c', 'paper', %(blob3)s) RETURNING 1),
 t AS (INSERT INTO step (matter_id, code, state) VALUES (%(matter)s, 'review', 'waiting') RETURNING 1),
 {_MESSAGE}, {_PAPER}, {_JOB},
 e AS (INSERT INTO event (stream, seq, canonical, prev, hash) VALUES {_EVENT}, {_PAPER_EVENT} RETURNING 1)
SELECT count(*) FROM m"""

_UPDATE = (
    "m AS (UPDATE matter SET status = %(status)s, version = %(version)s, head = %(hash)s, {} "
    "WHERE id = %(matter)s AND version = %(version)s - 1 RETURNING 1)"
)
_BOTH = f"e AS (INSERT INTO event (stream, seq, canonical, prev, hash) VALUES {_EVENT}, {_PAPER_EVENT} RETURNING 1)"
_ONE = f"e AS (INSERT INTO event (stream, seq, canonical, prev, hash) VALUES {_EVENT} RETURNING 1)"

ACCEPT = f"""
WITH {_COMMAND}, {_UPDATE.format("due = %(at)s::date")},
 a AS (UPDATE material SET verdict = 'ok' WHERE matter_id = %(matter)s RETURNING 1),
 t AS (UPDATE step SET state = 'open' WHERE matter_id = %(matter)s RETURNING 1),
 {_MESSAGE}, {_PAPER}, {_JOB}, {_BOTH} SELECT count(*) FROM m"""
OPINION = f"""
WITH {_COMMAND}, {_UPDATE.format("due = %(at)s::date")},
 t AS (UPDATE step SET state = 'done', opinion = %(note)s WHERE matter_id = %(matter)s RETURNING 1),
 {_JOB}, {_ONE} SELECT count(*) FROM m"""
DECIDE = f"""
WITH {_COMMAND}, {_UPDATE.format("conclusion = %(note)s")}, {_MESSAGE}, {_PAPER}, {_JOB}, {_BOTH} SELECT count(*) FROM m"""
DELIVER = f"""
WITH {_COMMAND}, {_UPDATE.format("handover = %(note)s")}, {_PAPER}, {_JOB}, {_BOTH} SELECT count(*) FROM m"""

ACTS = {"submit": SUBMIT, "accept": ACCEPT, "give_opinion": OPINION, "decide": DECIDE, "deliver": DELIVER}
PAPERS = {
    "submit": "receipt",
    "accept": "notice",
    "give_opinion": "",
    "decide": "decision",
    "deliver": "return",
}


def parameters(act: str, matter: UUID, case_key: UUID, version: int) -> dict[str, Any]:
    """What one act writes: identifiers, and payloads as long as ours."""
    return {
        "command": uuid4(),
        "key": uuid4().hex,
        "at": datetime.now(UTC),
        "hash": os.urandom(32),
        "digest": os.urandom(32),
        "wrapped": os.urandom(60),
        "note": os.urandom(220),
        "content": os.urandom(620),
        "canonical": os.urandom(900 if act == "submit" else 480),
        "snapshot": os.urandom(1500),
        "matter": matter,
        "case_key": case_key,
        "party_key": uuid4(),
        "party": uuid4(),
        "message": uuid4(),
        "paper": uuid4(),
        "code": uuid4().hex[:16],
        "blob1": uuid4(),
        "blob2": uuid4(),
        "blob3": uuid4(),
        "kind": PAPERS[act],
        "version": version,
        "status": act,
    }


class BareSql:
    """One client: a connection of its own, each act one prepared statement in autocommit mode."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=1)

    def acts(self, serial: int) -> list[tuple[str, Any]]:
        matter, case_key = uuid4(), uuid4()
        return [
            (act, lambda act=act, version=version: self._act(act, parameters(act, matter, case_key, version)))
            for version, act in enumerate(ACTS, start=1)
        ]

    def _act(self, act: str, values: dict[str, Any]) -> None:
        row = self.connection.execute(ACTS[act], values).fetchone()
        if row != (1,):
            raise RuntimeError(f"{act} touched {row}")
