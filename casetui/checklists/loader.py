"""Reads method packs from folders. A pack with a mistake is refused; the other packs are still read."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from casetui.checklists import checks
from casetui.checklists.checks import Mistake
from casetui.checklists.lines import line_numbers, line_of
from casetui.checklists.pack import Checklist, Method
from casetui.data.store.base import digest_of
from casetui.words import N_, CaseTUIError, say

BUILT_IN = Path(__file__).parent / "packs"
"""The packs that come with the program."""

MOST_DOTS = 200
"""The most dots in a line of a pack; a line of text has a few."""

Source = Path | Mapping[str, bytes | None]
"""A folder of packs, or their texts by the names of their files; ``None`` for one that cannot be read."""


class NoMethod(CaseTUIError):
    """A kept version of a method cannot be read."""


@dataclass(frozen=True)
class PackProblem:
    """A mistake in a pack: its file and line, and a sentence that says what was expected."""

    file: str
    line: int
    """Counts from 1; 0 where the problem is the whole file's."""
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.sentence}"


@dataclass
class Methods:
    """The methods that could be read, by key, and the mistakes of the packs that were refused."""

    methods: dict[str, Method] = field(default_factory=dict)
    problems: list[PackProblem] = field(default_factory=list)


@dataclass(frozen=True)
class _Pack:
    """One file: its text, and the model that it holds."""

    file: str
    text: str
    model: Method | Checklist

    @property
    def name(self) -> str:
        """The file name under which a vault keeps the text, such as ``method-guidebook.toml``."""
        return f"{self.model.kind}-{self.model.key}.toml"

    def problem(self, mistake: Mistake) -> PackProblem:
        """Return a mistake with this file's name and line."""
        return PackProblem(self.file, line_of(line_numbers(self.text), mistake.path), mistake.sentence)


def load_methods(*sources: Source) -> Methods:
    """Read the packs that come with the program, and those of ``sources``; a missing folder holds none."""
    return _load([BUILT_IN, *sources])


def load_own(texts: Mapping[str, bytes | None], taken: Mapping[str, str]) -> Methods:
    """Read the packs that come with the program, and those of the agency's own that were taken into use.

    ``texts`` are the agency's own packs by the names of their files. ``taken`` has the digest of each pack
    as it was taken into use, by the name of its file. Another pack is named among the problems and not used:
    what is in the folder is not signed, and a pack decides which rules hold.
    """
    used = {file: data for file, data in texts.items() if pack_state(file, texts, taken) == "in use"}
    methods = load_methods(used)
    for file in sorted({*texts, *taken} - used.keys()):
        methods.problems.append(PackProblem(file, 0, say(NOT_USED[pack_state(file, texts, taken)])))
    return methods


PackState = Literal["in use", "new", "changed", "missing"]
NOT_USED: dict[PackState, str] = {
    "new": N_("It is not used, as nobody took it into use. A line manager or an administrator reads it and "
              "takes it: People, Methods."),
    "changed": N_("It is not used, as it was changed since it was taken into use. Bring the former file "
                  "back, or have a line manager or an administrator read it and take it anew: People, "
                  "Methods."),
    "missing": N_("It was taken into use and is missing. Bring it back with casetui restore, or have a line "
                  "manager or an administrator take it out of use: People, Methods."),
}  # fmt: skip
"""Why one of the agency's own packs is not used, and what to do."""


def pack_state(file: str, texts: Mapping[str, bytes | None], taken: Mapping[str, str]) -> PackState:
    """Return whether one of the agency's own packs is in use, or why it is not."""
    if file not in texts:
        return "missing"
    if file not in taken:
        return "new"
    data = texts[file]
    return "in use" if data is not None and digest_of(data) == taken[file] else "changed"


def number_built_in() -> int:
    """Return the number of packs that come with the program."""
    return len(_texts(BUILT_IN))


def load_kept(version: str, source: Source) -> Method:
    """Return the method whose texts are in ``source``; ``version`` is the digest of the texts.

    Raises ``NoMethod`` where the method cannot be read, or where a text was changed.
    """
    loaded = _load([source])
    if len(loaded.methods) == 1 and not loaded.problems:
        method = next(iter(loaded.methods.values()))
        if method.version == version:
            return method
        raise NoMethod(
            say(
                N_("packs/{folder}: somebody changed a kept pack; put a version of your own under methods/ "
                   "instead. casetui check says how it comes back."),
                folder=version,
            )
        )  # fmt: skip
    why = str(loaded.problems[0]) if loaded.problems else say(N_("there is not one method in it."))
    raise NoMethod(say(N_("The kept method in {folder} cannot be read: {why}"), folder=version, why=why))


def _load(sources: Iterable[Source]) -> Methods:
    loaded = Methods()
    packs = _distinct(_read_all(sources, loaded.problems), loaded.problems)
    lists = {pack.model.key: pack for pack in packs if isinstance(pack.model, Checklist)}
    for key, pack in list(lists.items()):
        if mistakes := list(checks.checklist_mistakes(pack.model)):
            loaded.problems += [pack.problem(mistake) for mistake in mistakes]
            del lists[key]
    for pack in packs:
        if isinstance(pack.model, Method):
            problems = [pack.problem(one) for one in checks.method_mistakes(pack.model, lists.keys())]
            problems = problems or _domain_problems(pack.model, lists)
            loaded.problems += problems
            if not problems:
                loaded.methods[pack.model.key] = _whole(pack, pack.model, lists)
    return loaded


def _domain_problems(method: Method, lists: dict[str, _Pack]) -> list[PackProblem]:
    """Return the domains that the method's checklists mean and the method does not have."""
    used = dict.fromkeys(key for step in method.step for key in step.checklists)
    return [
        lists[key].problem(mistake)
        for key in used
        if isinstance(checklist := lists[key].model, Checklist)
        for mistake in checks.domain_mistakes(checklist, method)
    ]


def _whole(pack: _Pack, method: Method, lists: dict[str, _Pack]) -> Method:
    """Return a method with its checklists, its texts and the digest of them."""
    used = [lists[key] for key in dict.fromkeys(key for step in method.step for key in step.checklists)]
    texts = {taken.name: taken.text for taken in sorted([pack, *used], key=lambda taken: taken.name)}
    digest = hashlib.blake2b(digest_size=8)
    for name, text in texts.items():
        digest.update(f"{name}\0{text}\0".encode())
    found = {other.model.key: other.model for other in used if isinstance(other.model, Checklist)}
    return method.model_copy(update={"lists": found, "texts": texts, "version": digest.hexdigest()})


def _distinct(packs: Iterator[_Pack], problems: list[PackProblem]) -> list[_Pack]:
    """Return the packs, without those whose kind and key an earlier pack has."""
    found: dict[str, _Pack] = {}
    for pack in packs:
        if pack.name in found:
            sentence = say(
                N_('The key "{key}" is taken by {file}; choose another.'),
                key=pack.model.key, file=found[pack.name].file,
            )  # fmt: skip
            problems.append(pack.problem(Mistake(("key",), sentence)))
        else:
            found[pack.name] = pack
    return list(found.values())


def _read_all(sources: Iterable[Source], problems: list[PackProblem]) -> Iterator[_Pack]:
    for source in sources:
        for file, data in sorted((_texts(source) if isinstance(source, Path) else source).items()):
            try:
                text = (b"\xff" if data is None else data).decode("utf-8-sig")
            except UnicodeDecodeError:
                problems.append(PackProblem(file, 1, say(N_("The file cannot be read as text (UTF-8)."))))
                continue
            found = read_pack(file, text)
            if isinstance(found, tuple):
                problems += found
            else:
                yield found


def _texts(folder: Path) -> dict[str, bytes | None]:
    """Return the texts of the packs in a folder, none where it is missing."""
    found: dict[str, bytes | None] = {}
    for path in folder.glob("*.toml"):
        found[path.name] = None
        with suppress(OSError):
            found[path.name] = path.read_bytes()
    return found


@lru_cache(maxsize=64)  # the same text is the same pack, and is read whenever people or settings change
def read_pack(file: str, text: str) -> _Pack | tuple[PackProblem, ...]:
    """Return the pack that ``text`` holds, or its problems."""
    if problem := _without_end(file, text):
        return (problem,)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number or a nesting that is beyond reading
        return (_syntax(file, text, error),)
    numbers = line_numbers(text)
    kinds: dict[str, type[Method] | type[Checklist]] = {"method": Method, "checklist": Checklist}
    model = kinds.get(str(data.get("kind")))
    if model is None:
        sentence = say(N_('Expected kind = "method" or kind = "checklist".'))
        return (PackProblem(file, line_of(numbers, ("kind",)), sentence),)
    try:
        return _Pack(file, text, model.model_validate(data, strict=False))
    except ValidationError as error:
        return tuple(
            PackProblem(file, line_of(numbers, mistake.path), mistake.sentence)
            for mistake in checks.model_mistakes(model, error)
        )


def _without_end(file: str, text: str) -> PackProblem | None:
    """Return the problem of a text that would take minutes to read; ``None`` for another text.

    Reading a key of many parts (``a.a.a``) takes a time that grows with the square of their number.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > MOST_DOTS:
            sentence = N_("This line has more than {most} dots: divide it into several lines.")
            return PackProblem(file, number, say(sentence, most=MOST_DOTS))
    return None


def _syntax(file: str, text: str, error: Exception) -> PackProblem:
    """Return the problem of a text that is not TOML."""
    message = str(error)
    place: Any = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(place[1]) if place else max(1, text.rstrip().count("\n") + 1)
    why = re.sub(r"\s*\(at .*\)$", "", message)
    return PackProblem(file, line, say(N_("This is not TOML: {why}."), why=why))
