"""The texts of the demo: names, notes and needs. All are made up; no phone number here can ring."""

from __future__ import annotations

from typing import NamedTuple

FIRST_NAMES = [
    "Aoife",
    "Declan",
    "Fatima",
    "Joe",
    "Niamh",
    "Paddy",
    "Siobhán",
    "Conor",
    "Ewa",
    "Marek",
    "Bríd",
    "Kevin",
    "Ngozi",
    "Rory",
    "Deirdre",
    "Andrei",
    "Maura",
    "Eoin",
    "Grace",
    "Tadhg",
    "Olena",
    "Liam",
    "Róisín",
    "Samuel",
    "Caitríona",
    "Florin",
    "Gráinne",
    "Martin",
    "Zofia",
    "Pádraig",
    "Amara",
    "Noel",
    "Sinéad",
    "Viktor",
    "Jean",
    "Christy",
    "Aisling",
    "Bernard",
    "Halima",
    "Cormac",
    "Dolores",
    "Emmanuel",
    "Fionnuala",
    "Gerry",
    "Ivana",
]
LAST_NAMES = [
    "Nolan",
    "Power",
    "Hand",
    "Byrne",
    "Ó Súilleabháin",
    "Kelly",
    "Nowak",
    "Okafor",
    "Fitzgerald",
    "Popescu",
    "Mac Giolla Phádraig",
    "Doyle",
    "Wójcik",
    "Brennan",
    "O'Reilly",
    "Farrell",
    "Ward",
    "Connors",
    "Shevchenko",
    "Dunne",
    "Quinn",
    "McDonagh",
    "Adeyemi",
    "Lynch",
    "Kavanagh",
    "Ní Bhriain",
    "Ionescu",
    "Hughes",
    "Tighe",
    "Molloy",
    "Abdi",
    "Sweeney",
    "Cullen",
    "Maguire",
    "Kovács",
    "Reilly",
    "Joyce",
    "Tormey",
    "D'Arcy",
    "Whelan",
]
OTHER_SCRIPTS = (
    ("Фатіма Зайцева", ["Fatima Z."], ["Ukrainian", "Russian"]),
    ("محمد الأحمد", ["Mohammed", "Mo"], ["Arabic"]),
    ("王小明", ["Wang Xiaoming", "Ming"], ["Mandarin"]),
    ("Ελένη Παπαδοπούλου", ["Eleni P."], ["Greek"]),
    ("ሰላም ተስፋዬ", ["Selam"], ["Amharic", "Tigrinya"]),
    ("देवी शर्मा", ["Devi"], ["Hindi", "Nepali"]),
)
"""Name, known-as names and languages of clients who write their name in another script."""
NICKNAMES = ("Red", "the Swan", "Jonjo", "Mouse", "Wes", "Titch", "Bosco", "Lala", "Ducky", "Git")
DESCRIPTIONS = (
    "man of about 50, grey coat, sleeps at the canal lock, brown dog",
    "young woman with a red rucksack, doorway by the post office",
    "older man, speaks to nobody, tent behind the allotments",
)
STREETS = (
    "Dorset Lane",
    "North Strand Row",
    "Ballybough Court",
    "Phibsboro Terrace",
    "Amiens Yard",
    "Drumcondra Mews",
    "Summerhill Place",
    "Cabra Close",
    "Glasnevin Row",
    "East Wall Cottages",
)
STAYING = (
    "Riverbank hostel, room {n}",
    "{n} {street}, with a cousin",
    "emergency bed, {street} shelter",
    "a tent off {street}",
    "{n} {street}, private emergency accommodation",
    "sofas, mostly around {street}",
)
SAFE_WAYS = (
    "Text first, ring after five.",
    "Ring any time; may have no credit to ring back.",
    "Leave word at the day centre.",
    "No letters to the hostel; hand them over.",
    "Phone is shared with a sister.",
    "Mornings only. Say you are Joan's friend.",
)
PLACES = (
    "day centre",
    "hostel, at the front desk",
    "street outreach, early shift",
    "hospital, social work department",
    "the office, came in by themselves",
    "soup run",
    "probation office",
)
CONCERNS = (
    "Evicted last month, sleeping in different places. Has not eaten properly for days.",
    "In and out of hostels for three years. Several services know them, none leads.",
    "Left hospital without anywhere to go. Prescription runs out this week.",
    "Rough sleeping and drinking heavily. Worried about losing contact with the children.",
    "Came out of prison on Tuesday with a bag and no bed.",
    "Young, new to the city, using with older people. Asked for help twice and was sent on.",
    "Three hostels in two months. Falls out with staff when it gets loud.",
)
URGENT = (
    ("food", "Food parcel and a voucher for the week"),
    ("shelter", "Emergency bed found for the night"),
    ("medical", "Walked over to the walk-in doctor, wound dressed"),
    ("safety", "Moved to another hostel tonight"),
)

STRATEGIES = (
    ("A sister rings the evening before each appointment", "the sister"),
    ("The letters are read aloud together on Mondays", "the client"),
    ("A friend from the day centre walks along the first time", "the client"),
    ("The key worker texts the time in the morning", "the key worker"),
)
"""Supporting strategies, and who proposed each."""

SIGNS = (
    "Three appointments missed in a row, does not answer messages.",
    "Says the meetings are no use and walks off when services are named.",
    "Left the hostel without a word; seen around, but turns away.",
)
MOVING_ON = (
    "Met the other case manager once and did not want a second time.",
    "Came twice, then stayed away.",
    "Said no before it was explained.",
)
AFTERCARE = (
    "Tenancy support once a month until spring. If the rent falls behind: ring before the second letter.",
    "Drop-in on Wednesdays stays open to them. The plan's last page says what helped last time.",
)
VISIONS = (
    "My own door, and nobody telling me when to be in.",
    "I want my kids to stay over on a Saturday.",
    "To sleep through the night and get up for something.",
    "A quiet place, off the gear, and my mother proud of me.",
    "To cook in my own kitchen again.",
    "Work with my hands, like before.",
)
OWN_WORDS = (
    "It is the waiting that does your head in.",
    "I can do that myself if somebody shows me once.",
    "Nobody ever asked me that before.",
    "I am grand until about four o'clock.",
    "I just want it sorted.",
    "",
)


class Need(NamedTuple):
    """A need in one domain of life, with the texts that demo cases write about it."""

    word: str
    """A word in the key of the method's domain, such as ``income``."""
    situation: str
    strength: str
    goal: str
    measure: str
    actions: tuple[tuple[str, str], ...]
    """Each action, and the kind of person who does it: ``client``, ``service`` and so on."""
    service: str


NEEDS = (
    Need(
        "accommodation",
        "No place of their own; on no housing list.",
        "Kept a tenancy for four years before.",
        "A place of my own to live",
        "Keys in hand, and still there after three months",
        (("Complete the housing application", "worker"), ("Bring proof of address history", "client")),
        "City Council Housing",
    ),
    Need(
        "income",
        "Payment stopped when the address was lost; owes a little.",
        "Keeps to a budget once it is written.",
        "Money that lasts the week",
        "No borrowing for a month",
        (("Apply for the weekly payment", "client"),),
        "Welfare Office, North Circular",
    ),
    Need(
        "physical",
        "Bad chest and a foot that does not heal. No doctor.",
        "Used to run.",
        "A doctor who knows me",
        "Registered, and seen twice",
        (("Ask the practice to take them on", "worker"), ("Go to the first appointment", "client")),
        "Strand Medical Practice",
    ),
    Need(
        "mental",
        "Sleeps badly; low since the summer.",
        "Says so when it gets bad.",
        "To feel steadier",
        "Sleeps five nights in seven",
        (("Refer to the homeless mental health team", "worker"),),
        "Homeless Mental Health Team",
    ),
    Need(
        "drug",
        "Heroin most days, on no programme.",
        "Was off it for eleven months in 2019.",
        "To get onto a programme and stay on it",
        "Six weeks on the programme",
        (("Assessment at the clinic", "service"),),
        "Ushers Clinic",
    ),
    Need(
        "alcohol",
        "Drinks from noon; shakes without it.",
        "Has cut down alone before.",
        "Not to drink before evening",
        "Three days a week, kept in a diary",
        (("First talk with the counsellor", "client"),),
        "Harbour Alcohol Counselling",
    ),
    Need(
        "family",
        "Two children with their grandmother; no visits for months.",
        "Rings them every Sunday.",
        "To see my children regularly",
        "A visit every second week",
        (("Ask the grandmother what would work", "worker"),),
        "Family Links",
    ),
    Need(
        "social",
        "Knows everybody and trusts two.",
        "A sister who answers the phone.",
        "Somebody to spend the day with who does not use",
        "Two afternoons a week",
        (("Go along to the men's shed", "client"),),
        "Northside Men's Shed",
    ),
    Need(
        "legal",
        "A bench warrant for unpaid fines.",
        "Turned up in court by themselves.",
        "To have the warrant cleared",
        "Letter that it is closed",
        (("See the solicitor", "client"),),
        "Free Legal Advice, Dorset Lane",
    ),
    Need(
        "education",
        "Left school at fourteen; worked on sites.",
        "Safe pass card, still valid.",
        "Work, two or three days a week",
        "Started and kept up for a month",
        (("Meet the job coach", "client"),),
        "Steps to Work",
    ),
    Need(
        "skill",
        "Has not cooked for themselves in years.",
        "Learns fast by doing.",
        "To run a household again",
        "Shops and cooks three times a week",
        (("Join the kitchen group", "client"),),
        "Riverbank Day Centre",
    ),
    Need(
        "safety",
        "Was robbed twice this year, sleeps with one eye open.",
        "Knows where it is safe at night.",
        "To be safe at night",
        "No night outside for a month",
        (("Agree a safe place for each night", "network"),),
        "Night Café",
    ),
)
NETWORK = (
    ("sister", "listens, lends small money"),
    ("brother", "a bed for a night"),
    ("mother", "minds the post"),
    ("friend from the hostel", "goes along to appointments"),
    ("former employer", "would give a reference"),
    ("parish sister", "meals on Sunday"),
)
ALERTS = (
    ("worker", "Visit in pairs: threatened a worker at the hostel in spring."),
    ("contact", "Never ring after six: a partner answers and must not know."),
    ("medical", "Epilepsy. Carries a card; ring for an ambulance after five minutes."),
)
GAPS = (
    (
        "block",
        "Detox bed",
        "Detox unit",
        "Rang three times, sent the reports they asked for.",
        "Waits outside, drinking more.",
    ),
    (
        "gap",
        "A hostel bed for a couple",
        "",
        "Asked every hostel north of the river.",
        "They sleep in a tent.",
    ),
    (
        "block",
        "A doctor",
        "Strand Medical Practice",
        "Asked in person with the client.",
        "Foot is getting worse.",
    ),
)
PAUSED = ("In hospital for an operation", "On remand until the hearing", "Away with family in Cork")
