"""Made answers to the question who leaked."""

import msgspec

HOSTILE = "<script>alert(1)</script>\u202e@aoba.example"


def make_trace(*, probability: float = 0.9, mailbox: str = HOSTILE) -> bytes:
    """An answer with one mailbox, of a hostile name."""
    return msgspec.json.encode(
        {
            "schema": "kakekomi.trace/1",
            "hypotheses": [
                {
                    "mailboxes": [mailbox],
                    "side": "own",
                    "probability": probability,
                    "because": [{"spoof": "1.eml", "message_id": "<a@b>", "matched_chars": 120}],
                }
            ],
            "indistinguishable": [],
            "unmatched": [],
            "without_quote": [],
            "stolen_after": None,
            "settling": {"recipients": [], "archives": [], "own_reports": False},
            "spoofs": [],
            "archives": [],
            "mails": 10,
            "gaps": [],
            "says": "一行目\n二行目",
        }
    )
