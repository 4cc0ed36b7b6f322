"""The codes of the HUD HMIS data standards (FY2024 and FY2026) in words: the ones met most."""

from __future__ import annotations

from casetui.words import N_, say

NOT_KNOWN = frozenset(("", "8", "9", "99"))
"""Not known to the client, not told, not collected."""

PROJECT_TYPES = {
    "0": N_("emergency shelter"),
    "1": N_("emergency shelter, night by night"),
    "2": N_("transitional housing"),
    "3": N_("permanent supportive housing"),
    "4": N_("street outreach"),
    "6": N_("services only"),
    "7": N_("other"),
    "8": N_("safe haven"),
    "9": N_("permanent housing"),
    "10": N_("permanent housing with services"),
    "11": N_("day shelter"),
    "12": N_("homelessness prevention"),
    "13": N_("rapid re-housing"),
    "14": N_("coordinated entry"),
}
RELATIONSHIPS = {
    "1": N_("head of household"),
    "2": N_("child of the head of household"),
    "3": N_("spouse or partner of the head of household"),
    "4": N_("other relation of the head of household"),
    "5": N_("in the household, not related"),
}
PLACES = {
    "101": N_("emergency shelter"),
    "116": N_("a place not meant for living in"),
    "118": N_("safe haven"),
    "204": N_("psychiatric hospital"),
    "205": N_("treatment or detox for drugs or alcohol"),
    "206": N_("hospital"),
    "207": N_("prison or detention"),
    "215": N_("foster care"),
    "225": N_("nursing home"),
    "302": N_("transitional housing"),
    "312": N_("with family, for a time"),
    "313": N_("with friends, for a time"),
    "314": N_("hotel, paid for by themselves"),
    "327": N_("transitional housing of another HOPWA project"),
    "329": N_("halfway house"),
    "332": N_("host home"),
    "335": N_("a relative's home"),
    "336": N_("a friend's home"),
    "410": N_("rented home, no subsidy"),
    "411": N_("own home, no subsidy"),
    "421": N_("own home, with a subsidy"),
    "422": N_("with family, for good"),
    "423": N_("with friends, for good"),
    "426": N_("permanent housing of another HOPWA project"),
    "435": N_("rented home, with a subsidy"),
    "17": N_("other"),
    "24": N_("died"),
    "30": N_("no talk at the end"),
    "37": N_("the worker could not find out"),
    "8": N_("not known to the client"),
    "9": N_("not told"),
    "99": N_("not recorded"),
}
"""Where people live when a stay begins, and where they go when it ends."""

GENDERS = {
    "Woman": N_("woman"),
    "Man": N_("man"),
    "NonBinary": N_("non-binary"),
    "CulturallySpecific": N_("a gender of their culture"),
    "Transgender": N_("transgender"),
    "Questioning": N_("questioning"),
}
"""The columns of FY2024 that say 1 for yes. FY2026 records sex, which is not what is asked here."""

DIED = "24"


def in_words(codes: dict[str, str], code: str) -> str:
    """Return a code in words; a code that is not in the table as it is; empty where nothing is known."""
    if code in codes:
        return say(codes[code])
    return "" if code in NOT_KNOWN else say(N_("code {code}"), code=code)


def permanent(destination: str) -> bool:
    """Return whether people left for a home of a lasting kind (codes 400 to 499)."""
    return len(destination) == 3 and destination.startswith("4") and destination.isdigit()
