"""The made worlds that the estimate is tried on: as it takes the world to be, and otherwise."""

from dataclasses import replace

from bench.trace_world import Setting

ASSUMED = Setting()
OUTSIDE = replace(ASSUMED, name="only reports from outside", reporters="outside")
FEW_ARCHIVES = replace(ASSUMED, name="archives of 3 in 10 own mailboxes", archived=0.3)
SMALL = replace(ASSUMED, name="a small office: 4 own, 40 partners", own=4, partners=40, mails=4_000)
SETTINGS = (
    replace(ASSUMED, name="owner never shown on purpose", owner_shown=0.0),
    OUTSIDE,
    FEW_ARCHIVES,
    replace(OUTSIDE, name="only outside, owner never shown", owner_shown=0.0),
    replace(OUTSIDE, name="only outside, archives of 1 in 3", archived=0.33),
    SMALL,
    replace(SMALL, name="small office, only outside", reporters="outside"),
    replace(SMALL, name="small office, archive of 1 in 4", archived=0.25),
    replace(ASSUMED, name="no deleted mails, no blind copies", deleted=0.0, blind=0.0),
    replace(ASSUMED, name="40 % deleted, 10 % blind copies", deleted=0.4, blind=0.1),
    replace(ASSUMED, name="half without quote", no_quote=0.5),
    replace(ASSUMED, name="a third from the address book", address_book=0.33),
    replace(ASSUMED, name="everybody reports alike", diligence_power=5.0),
    replace(ASSUMED, name="equal contacts", contacts_power=0.3),
    replace(ASSUMED, name="a window of two years", window_days=730.0),
    replace(ASSUMED, name="a window of a month, half deleted", window_days=30.0, deleted=0.5),
    replace(ASSUMED, name="8 in 10 partner threads elsewhere", outside_threads=0.8),
    replace(ASSUMED, name="two people of one name", namesakes=True),
    replace(ASSUMED, name="quotes matched in half, header block read", missed=0.5, block=0.7),
    replace(ASSUMED, name="the same, header block not read", missed=0.5),
    replace(ASSUMED, name="1 % false matches", false_match=0.01),
)
LARGE = replace(ASSUMED, name="200,000 mails", mails=200_000)
TWO_LEAKS = replace(ASSUMED, name="two leaks", leaks=2)
