"""What is said in a message, without what was said before and without how it looks."""

from __future__ import annotations

import pytest

from funnelboard.exchange.mail_html import text_of_html
from funnelboard.exchange.mail_lines import fold_quotes

ATTRIBUTIONS = [
    "On Tue, Nov 3, 2026 at 10:30 AM Kari Nordmann <kari@acme.example> wrote:",
    "On Tue, Nov 3, 2026 at 10:30 AM Kari Nordmann <\nkari@acme.example> wrote:",
    "Am 03.11.2026 um 10:30 schrieb Kari Nordmann:",
    "Am Di., 3. Nov. 2026 um 10:30 Uhr schrieb Kari <kari@acme.example>:",
    "Le mar. 3 nov. 2026 à 10:30, Kari <kari@acme.example> a écrit :",
    "Den 3. november 2026 kl. 10:30 skrev Kari Nordmann:",
    "tir. 3. nov. 2026 kl. 10:30 skrev Kari Nordmann <kari@acme.example>:",
    "Den tis 3 nov. 2026 kl 10:30 skrev Kari <kari@acme.example>:",
    "ti 3. marrask. 2026 klo 10.30 Kari (kari@acme.example) kirjoitti:",
    "El mar, 3 nov 2026 a las 10:30, Kari (<kari@acme.example>) escribió:",
    "Em ter., 3 de nov. de 2026 às 10:30, Kari <kari@acme.example> escreveu:",
    "Il giorno mar 3 nov 2026 alle ore 10:30 Kari <kari@acme.example> ha scritto:",
    "Op di 3 nov 2026 om 10:30 schreef Kari <kari@acme.example>:",
]
HEADINGS = [
    "-----Original Message-----", "-----Ursprüngliche Nachricht-----", "-----Message d'origine-----",
    "-----Opprinnelig melding-----", "-----Ursprungligt meddelande-----", "-----Oprindelig meddelelse-----",
    "-----Alkuperäinen viesti-----", "-----Mensaje original-----",
    "From: Kari\nSent: Tuesday, 3 November 2026 10:30\nTo: Me\nSubject: Pilot",
    "________________________________\nFrom: Kari\nSent: Tuesday\nTo: Me\nSubject: Pilot",
    "Von: Kari\nGesendet: Dienstag\nAn: Ich\nBetreff: Pilot",
    "De : Kari\nEnvoyé : mardi\nÀ : Moi\nObjet : Pilot",
    "Fra: Kari\nSendt: tirsdag\nTil: Meg\nEmne: Pilot",
    "Från: Kari\nSkickat: tisdag\nTill: Mig\nÄmne: Pilot",
    "*From:* Kari\n*Date:* Tuesday\n*To:* Me\n*Subject:* Pilot",
]  # fmt: skip


@pytest.mark.parametrize("said_by", ATTRIBUTIONS)
def test_quoted_history_becomes_one_line_with_who_wrote_it(said_by: str) -> None:
    lines = 2 + said_by.count("\n") + 1
    for quoted in ("> one\n> two", "> one\n>\n>> two", "one\ntwo"):
        folded = fold_quotes(f"Yes.\n\n{said_by}\n\n{quoted}")
        assert folded == f"Yes.\n\n[{lines} lines of quoted history]"


@pytest.mark.parametrize("heading", HEADINGS)
def test_what_follows_an_original_messages_heading_is_folded(heading: str) -> None:
    count = heading.count("\n") + 3
    assert fold_quotes(f"Yes.\n\n{heading}\n\none\n\ntwo") == f"Yes.\n\n[{count} lines of quoted history]"


def test_what_stands_right_above_who_wrote_is_kept() -> None:
    for above in ("Yes.", "At 10:30 then"):
        said = f"{above}\nOn Tue, 3 Nov 2026 at 10:30, Kari\n<kari@acme.example> wrote:\n> one"
        assert fold_quotes(said) == f"{above}\n[3 lines of quoted history]"


def test_answers_between_quotes_are_kept() -> None:
    text = "Hi\n> how many?\nForty.\n> when?\n> where?\nFriday.\n\n-- \nKari"
    assert fold_quotes(text) == (
        "Hi\n[1 line of quoted history]\nForty.\n[2 lines of quoted history]\nFriday.\n\n--\nKari"
    )


@pytest.mark.parametrize(
    "text",
    [
        "> only\n> quoted",
        "-----Original Message-----\nFrom: Kari\n\nforwarded",
        "Look:\n\n---------- Forwarded message ---------\nFrom: Kari <kari@acme.example>\n\nDo you rent?",
        "In 2026 we wrote:\na contract",
        "Den 3. november 2026 skrev vi en kontrakt:\nden gjelder",
        "From: what I see\nit is good",
        "He wrote:\nnothing",
        "We meet at 10:30\n2 of us wrote:\nyes",
        "-----\nprices\n-----",
        "",
    ],
)
def test_what_is_said_is_never_folded(text: str) -> None:
    assert fold_quotes(text) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<html><head><title>x</title><style>p {}</style></head><body><p>One</p><p>Two<br>three</p></body>",
         "One\n\nTwo\nthree"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("a   b\n c&nbsp;d &lt;e&gt; &#8364; &bogus;", "a b c d <e> € &bogus;"),
        ("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\n\nafter"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>a  b\n\n  c</pre>d", "a  b\n\n  c\n\nd"),
        ("<script>alert(1)</script><!-- no --><p>yes", "yes"),
        ("2 < 3 and <b>bold</b>", "2 < 3 and bold"),
        ("<!--[if mso]><p>no</p><![endif]--><![if !mso]>yes<![endif]>", "yes"),
        ("Yes.<blockquote>one<blockquote>two</blockquote></blockquote>Bye", "Yes.\n\n> one\n>\n> > two\n>\nBye"),
        ("<a href='https://x.example'>here</a>", "here"),
        ("a<!-- never ends", "a"),
        ("a<b", "a"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_text_of_a_page(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_a_pages_quote_is_folded_as_any() -> None:
    page = (
        "<div>Yes.</div><div class=gmail_quote><div>On Tue, 3 Nov 2026 at 10:30, Kari &lt;<a>kari@acme.example</a>&gt; "
        "wrote:<br></div><blockquote><div>one</div><div>two</div></blockquote></div>"
    )
    assert fold_quotes(text_of_html(page)) == "Yes.\n[3 lines of quoted history]"
