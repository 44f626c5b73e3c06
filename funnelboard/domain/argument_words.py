"""What arguments mean, in the words that the command line and an agent's tools share."""

from __future__ import annotations

from funnelboard.domain.board import Sort
from funnelboard.domain.note import NoteKind
from funnelboard.domain.stage import LostReason

QUERY = "what the board's filter takes: words, stage:lead, owner:me, amount>10k, due:week, is:stale, tag:expo."
SORT = f"By {', '.join(Sort)}."
LIMIT = "At most so many deals."
FIELDS = "Only these fields of each deal: id,title,amount."
OWNER = "Whose deals and promises; your own by default."
DAYS = "Look so many days ahead too."
SINCE = "From this day on."
UNTIL = "Until this day, which counts too."
LINE = (
    '"Acme Oy: pilot @Kari Nordmann 12k € #expo ~referral !fri call" is a company and title, a contact, an amount, a '
    "tag, a source and a follow-up."
)
STAGE = "Where it starts; lead, if nothing is said."
CONFIRMED = "Yes to what would be asked: keep it all the same."
NOTE_KIND = f"{', '.join(NoteKind)}."
FOLLOW_UP = 'Say when and what, in any order: "fri call about price", "fri 10:30 demo", "send contract 3 dec".'
AGREED = "They have agreed."
SIGNED = "The contract is signed."
SETTLED = "The payment is settled."
AMOUNT = "What it is worth, or what it came to."
CLOSED_ON = "The day it was won or lost; today, if nothing is said."
REASON = f"Why it was lost: {', '.join(LostReason)}, or one of the board's own."
DETAIL = "More about why; needed when the reason is other."
COMPETITOR = "Who got it."
MAY_RETURN = "May we come back to them later?"
RETURN_ON = "When we come back: in 6 months, 1 mar."
WHY = "Kept with the move."
DRY_RUN = "Show what would change, and change nothing."
IF_VERSION = "Only if the deal is still at this version."
