"""Makes ``made_by_0_1_0.db.gz`` and ``shown_by_0_1_0.json.gz``: a database of schema 1, and what was said of it.

Everything in it was done by the command line of that time (the saved views by its service), as four sellers at set
instants. It runs against the code of the last commit whose schema was 1, and needs ``time-machine``::

    git worktree add --detach /tmp/funnelboard-0.1.0 6407f24
    cd tests/store/data && PYTHONPATH=/tmp/funnelboard-0.1.0 python make_0_1_0.py
"""

from __future__ import annotations

import gzip
import io
import json
import shlex
import sys
import tempfile
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine

from funnelboard.cli.main import run
from funnelboard.domain.board import Sort
from funnelboard.services import workspace

BEGAN = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
SHOWN_AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
"""When the answers in ``shown_by_0_1_0.json`` were given."""

SELLERS = {"kari": "Kari Bråten", "söder": "Örjan Söderström", "aino": "Äinö Yli-Hällilä", "þóra": "Þóra Æsudóttir"}

LEADS = """\
external_id,title,company,contact,email,amount,currency,tags
M-1,Messesykler,Tromsø Sykkel AS,Bjørn Lørenskog,bjorn@tromso.example,42 000,NOK,messe
M-2,Fælles værksted,Ærø Cykler,Søren Ægidius,soren@aero.example,18 500,DKK,messe
M-3,Þjónusta á hjólum,Reiðhjólaverkstæðið,Guðrún Ýr,,310 000,ISK,messe
"""

STORY = """
kari: setting currency EUR
kari: setting preset consulting
kari: setting rate.NOK 0.086
kari: setting rate.SEK 0.091
kari: setting stale.lead 20
kari: add 'Jæren Elsykkel: booking 1980 € @Torbjørn Åsen torbjorn@jaeren.example #nord ~referral !20 nov call'
kari: edit 1 phone='+47 51 00 00 00'
söder: add 'Umeå Vintercykel: vinterlager 30k SEK @Åsa Öberg #vinter #nord ~event !19 nov demo'
aino: add 'Kuopion Satula: varaukset 2500 € @Väinö Äijälä ~inbound'
þóra: add 'Hjólaland: leiga 3 400 € @Þorsteinn Ólafsson #ísland'
kari: add 'Lofoten Sykkelutleie: flåte 3k € @Sigrid Bø =söder'
kari: add 'Borås Cykelgrossist: planering 69300 SEK @Märta Sjöö'
kari: add 'Vélodrome: réservation 3100 € @Zoë Crête'
kari: add 'Mölndals Cykel: 6 workshops 49500 SEK @Björn Källström'
kari: add 'Feilskrevet'
kari: add 'Bergen Elsykkel: booking + drift 3400 € @Ragnhild Grøn' --stage opportunity
kari: import LEADS
kari: contact 1 add 'Ingrid Aasen' role=adviser email=ingrid@jaeren.example decides=yes
kari: contact 1 edit Torbjørn birthday='12 may 1976' contact-by='phone email'
kari: contact 1 edit Ingrid may-contact=no
kari: contact 1 role Torbjørn influencer
kari: contact 2 add 'Gösta Ek' role=user
kari: contact 2 remove Gösta
kari: qualify 1 market=yes means=yes authority=yes --how call --contact Torbjørn
kari: move 1 prospect
söder: qualify 2 market=yes means=no --how meeting
kari: qualify 8 market=yes means=yes authority=yes
kari: move 8 prospect
kari: qualify 8 need=yes willing=yes expected-close='18 dec'
kari: qualify 8 pain-point='lager på papper' current-supplier=Excel competitor=Cykelbooker
kari: edit 8 decision-process='styrelsen i december' buyer-next-step='skickar volymer'
kari: move 8 opportunity
kari: edit 8 probability=70 tags='+stor'
kari: note 1 'Ringte; vil ha tilbud før jul'
kari: note 1 --kind meeting 'Møte på messa: æøå ÆØÅ'
söder: note 2 --kind call 'Åsa ringer tillbaka på måndag'
aino: note 3 --kind email 'Lähetin esitteen; hän lukee sen viikolla'
kari: note 8 --kind requirements 'Sex verkstäder, två lager'
kari: note 8 --kind proposal 'Offert skickad'
kari: follow-up 8 '27 nov send contract'
kari: follow-up 8 '16 nov meeting with the board'
kari: done 4 'De vill ha fast pris'
kari: follow-up 1 '17 nov email the offer'
kari: objection 1 'for dyrt'
kari: objection 8 'vem äger data?'
kari: objection 8 'för lång bindningstid'
kari: objection --resolve 2 'kunden äger dem'
kari: move 6 closed --lost --reason timing --detail 'tidigast våren' --return '1 mar' --force --because 'de ringde'
kari: move 7 closed --lost --reason competitor --competitor Vélogestion --may-return no --force --because 'par courriel'
kari: qualify 10 agreed=yes signed=yes settled=yes amount='3600 EUR'
kari: move 10 closed --won --because 'signert i dag'
kari: repeat 10
kari: reference 10
kari: park 3 '15 jan' --reason budget --words 'uusi budjetti'
söder: park 5 '12 feb' --reason 'internal decision'
kari: wake 5
kari: delete 9
söder: edit 2 amount='32k SEK' close='12 dec'
þóra: edit 4 title='leiga og þjónusta' source=social owner=aino
aino: note 4 --kind presentation 'Näytin varaukset; he pitivät siitä'
þóra: undo
þóra: edit 4 title='leiga og þjónusta' company='Hjólaland ehf.'
kari: edit 5 title='flåte for sommeren'
kari: undo
kari: redo
kari: note 5 'Denne skal vekk'
kari: undo
söder: follow-up 2 '24 nov call Åsa'
söder: undo
"""

ASKED = [
    *(("list", "--json", *query) for query in ((), ("is:parked",), ("is:won",), ("is:lost",), ("tag:nord",))),
    *(("show", str(deal_id), "--json") for deal_id in (*range(1, 9), *range(10, 15))),
    ("log", "--json", "--limit", "1000"),
    ("setting", "--json"),
    ("undo", "--list", "--json"),
]
"""What is shown, as kari."""


def command(path: Path, login: str, *arguments: str) -> str:
    """Run one command as a seller; what it wrote."""
    workspace.account = lambda: (login, SELLERS[login])  # type: ignore[attr-defined]
    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        status = run([*arguments[:1], "--db", str(path), *arguments[1:]])
    if status:
        sys.exit(f"{login}: {shlex.join(arguments)}\n{said.getvalue()}")
    return out.getvalue()


def save_views(path: Path, login: str, *views: tuple[str, str, Sort]) -> None:
    """Save views as a seller."""
    with closing(workspace.open_workspace(str(path), login=login)) as opened:
        for view in views:
            opened.views.save(*view)


def keep(name: str, content: bytes) -> None:
    """Write a file beside this one, compressed."""
    (Path(__file__).parent / name).write_bytes(gzip.compress(content, mtime=0))


def main() -> None:
    """Make both files beside this one."""
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(BEGAN, tick=False) as clock:
        path, leads = Path(folder) / "funnel.db", Path(folder) / "ledetråder.csv"
        leads.write_text(LEADS, encoding="utf-8")
        with redirect_stderr(io.StringIO()):
            run(["init", str(path)])
        for line in STORY.strip().splitlines():
            clock.shift(timedelta(hours=2, minutes=47))
            login, _, rest = line.partition(": ")
            arguments = [str(leads) if word == "LEADS" else word for word in shlex.split(rest)]
            command(path, login, *arguments)
        save_views(path, "kari", ("Nord", "tag:nord", Sort.AMOUNT), ("Mine, åpne", "owner:me", Sort.FOLLOW_UP))
        save_views(path, "söder", ("Vinter", "tag:vinter", Sort.RANK))
        clock.move_to(SHOWN_AT)
        shown: list[dict[str, Any]] = [
            {"command": arguments, "shown": json.loads(command(path, "kari", *arguments))} for arguments in ASKED
        ]
        made = Path(folder) / "made.db"
        command(path, "kari", "backup", str(made))
        keep("made_by_0_1_0.db.gz", made.read_bytes())
    keep("shown_by_0_1_0.json.gz", json.dumps(shown, ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
