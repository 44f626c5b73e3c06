"""What is said of what a server, a pooler or the driver says."""

from __future__ import annotations

import pytest
from psycopg import OperationalError, errors

from funnelboard.errors import DatabaseError, NotSaved, Unreachable
from funnelboard.store.postgres_faults import translate

HERE = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: FATAL:  '


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ('password authentication failed for user "ola"', "did not accept the password of “ola”. Put the right one"),
        ("SASL authentication failed", "did not accept the password. Put the right one"),
        ('Peer authentication failed for user "ola"', "does not let “ola” in from here. Ask"),
        ('"trust" authentication failed', "does not let you in by that name. Correct it"),
        (
            'no pg_hba.conf entry for host "10.0.0.1", user "ola", database "team", no encryption',
            "does not let “ola” in from here without encryption. Add [?]sslmode=require",
        ),
        (
            'no pg_hba.conf entry for host "10.0.0.1", user "ola", database "team", SSL encryption',
            "does not let “ola” in from here. Ask its administrator to, in pg_hba.conf",
        ),
        ('permission denied for database "team"', "Your role may not connect to “team”. Ask"),
        ("no such database: team", "There is no database “team”"),
        ("no such user: ola", "knows no role “ola”"),
        ("unsupported startup parameter: options", "a pooler, refuses: unsupported startup parameter: options"),
        ("SSL error: certificate verify failed", "could not be told from another"),
        ("sorry, too many clients already", "cannot be reached: .* failed: sorry, too many clients already. Try again"),
        ("der Server fährt herunter", "cannot be reached: .* failed: der Server fährt herunter. Try again"),
    ],
)
def test_who_is_not_let_in_is_told_what_to_do(said: str, sentence: str) -> None:
    error = OperationalError(HERE + said)
    with pytest.raises(Unreachable, match=sentence):
        raise translate(error, "postgresql://db/team")


def test_of_several_servers_what_can_be_helped_counts() -> None:
    first = 'connection failed: connection to server at "one", port 5432 failed: Connection refused'
    error = OperationalError(
        f'{first}\nMultiple connection attempts failed. All failures were:\n- {first}\n- role "x" does not exist'
    )
    assert "knows no role “x”" in str(translate(error, "postgresql://one,two/team"))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.ProtocolViolation("query_wait_timeout"), Unreachable),
        (errors.ConnectionFailure("server closed"), Unreachable),
        (errors.InsufficientPrivilege("permission denied for table deal"), NotSaved),
        (errors.InvalidSchemaName("no schema has been selected to create in"), NotSaved),
        (errors.QueryCanceled("canceling statement"), DatabaseError),
    ],
)
def test_what_passes_by_itself_is_waited_for(error: Exception, kind: type[DatabaseError]) -> None:
    assert type(translate(error, "postgresql://db/team")) is kind
