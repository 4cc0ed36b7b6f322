"""A line that drops while a person types, and the files that are then on the disk."""

import asyncio
from contextlib import asynccontextmanager

from casetui.data.records import Contact


def files(office, who="mary"):
    folder = office.own(who).drafts.path()
    return sorted(folder.iterdir()) if folder.exists() else []


async def until(seen):
    """Wait until ``seen`` returns true, ten seconds at most."""
    for _ in range(1000):
        if seen():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


@asynccontextmanager
async def cut_off(office, who="mary", **options):
    """Open the program for ``who``, and let the line drop at the end: nothing is saved or asked."""
    async with office.seat(who, **options) as seat:
        yield seat
        seat.app.hang_up()


def change(office, kind, **fields):
    """Have Tom change Aoife Nolan's case."""
    file = office.read("AB2345").copy()
    file.put(file.one(kind).model_copy(update=fields))
    file.save(office.vault, "tom", office.now)


def contacts(office, number):
    return office.read(number).all(Contact)
