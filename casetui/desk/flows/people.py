"""Acts on the agency: its people and their keys, its own methods, and what line managers are to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casetui.data.days import long_day
from casetui.data.drafts import Draft
from casetui.data.join_requests import JoinRequest
from casetui.data.records import Agency, Notice, Worker
from casetui.desk.acts.newer_method import cases_behind
from casetui.desk.desk import Desk
from casetui.desk.flows.newer_method import move_team
from casetui.desk.flows.steps import Answer, AskLetter, Choose, Do, Fill, Flow, FlowOf, Heard, Tell, saved
from casetui.desk.forms.form_spec import agency_form, person_form
from casetui.desk.people.agency import check_right
from casetui.desk.people.joining import admit, refuse
from casetui.desk.people.notices import keep_as_seen, short_words, whole_words
from casetui.desk.people.own_methods import OwnPack, drop_pack, own_packs, rules_left_out, take_pack
from casetui.desk.people.retiring import cases_left_by_moving, retire
from casetui.desk.people.signing_gaps import new_gaps, signing_gaps
from casetui.desk.telling.wording import spelled
from casetui.words import N_, say, say_n


def write_person(desk: Desk, before: Worker | None = None) -> Flow:
    """Have the form of the person ``before`` filled in, or without them the form of a new person.

    Raises ``NotAllowed`` where the signed-in person may not change people, as every flow here does.
    """
    check_right(desk)
    gaps = signing_gaps(desk)

    def saved_lines() -> list[str]:
        left_cases = cases_left_by_moving(desk, before) if before else ""
        return [*saved(), *filter(None, (left_cases, new_gaps(gaps, desk)))]

    yield Fill(person_form(desk, before), saved_lines)


def change_settings(desk: Desk) -> Flow:
    """Have the agency's settings filled in: zone, holidays, methods, own targets."""
    check_right(desk)
    yield Fill(agency_form(desk))


def resume_on_people(desk: Desk, draft: Draft) -> Flow:
    """Have the form of a person or of the settings filled in, in which a draft was typed."""
    if draft.where.form == Agency.table:
        yield from change_settings(desk)
    else:
        yield from write_person(desk, desk.people.get(draft.where.record))


def admit_one_of(desk: Desk, worker: Worker, asked: Sequence[JoinRequest]) -> FlowOf[bool]:
    """Ask which of several fingerprints a person reads out, and compare it.

    ``asked`` are the person's join requests; where there are none, that is said. Returns whether a key was
    admitted.
    """
    check_right(desk)
    found = {request.public.fingerprint: request for request in asked}
    if not found:
        yield Tell(say(N_("{name} does not ask to be admitted."), name=worker.name))
        return False
    question = say(N_("Which one does {name} read out?"), name=worker.name)
    options = [(one, one) for one in found]
    shown = yield Choose(question, options, takes_only=True, heard={one: spelled(one) for one in found})
    if shown is None:
        return False
    return (yield from compare(desk, worker, found[shown]))


def compare(desk: Desk, worker: Worker, asked: JoinRequest) -> FlowOf[bool]:
    """Ask whether the person reads out the fingerprint of a request; admit the key, or remove the request.

    Returns whether the key was admitted.
    """
    shown, name = asked.public.fingerprint, worker.name
    text = say(
        N_("{name} asks with this fingerprint:\n\n      {fingerprint}\n\nHave them read theirs to you, "
           "by telephone or in person. If it is another one, somebody else put this here."),
        name=name, fingerprint=shown,
    )  # fmt: skip
    heard = [
        say(N_("{name} asks with the fingerprint {fingerprint}"), name=name, fingerprint=spelled(shown)),
        say(N_("Have them read theirs to you, by telephone or in person.")),
    ]
    if desk.agency_file.key_of(worker.id):
        ends = say(N_("The key that they have now ends."))
        text += f" {ends}"
        heard.append(ends)
    same = Answer("y", say(N_("It is the same: admit")), say(N_("yes, it is the same: admit")))
    other = Answer(
        "r",
        say(N_("It is another one: remove the request")),
        say(N_("no, it is another one: remove the request")),
    )
    answer = yield AskLetter(
        say(N_("Is it the same?")), text, [same, other],
        back=say(N_("Back, nothing is admitted")),
        heard=Heard(say(N_("Is it the same? back admits nothing.")), heard),
    )  # fmt: skip
    if answer == same.letter:
        yield Do(lambda: admit(desk, worker.id, shown), say(N_("{name} is admitted."), name=name))
        return True
    if answer == other.letter:
        yield _removal(desk, asked.file)
    return False


def drop_join_requests(desk: Desk, found: Mapping[str, str], worker: Worker | None = None) -> Flow:
    """Ask whether to drop requests that are left over, a mistake, or another person's.

    ``found`` has the name of each request's file and a sentence about it. ``worker`` is the person in whose
    name they ask, if any.
    """
    check_right(desk)
    after = say(
        N_("Nobody is admitted or shut out by that. Who still wants to come in asks again by starting "
           "the program.")
    )  # fmt: skip
    title = say(N_("Drop what asks as {name}?"), name=worker.name) if worker else say(N_("Drop this?"))
    answer = yield AskLetter(
        title, "\n".join([*found.values(), "", after]), [Answer("d", say(N_("Drop it")))],
        heard=Heard(say(N_("Remove it?"))),
    )  # fmt: skip
    if answer:
        yield _removal(desk, *found)


def _removal(desk: Desk, *files: str) -> Do:
    return Do(lambda: refuse(desk, *files), say(N_("The request is removed.")))


def retire_today(desk: Desk, worker: Worker) -> FlowOf[bool]:
    """Ask whether today is a person's last day, and retire them; return whether they were."""
    check_right(desk)
    text = say(
        N_("Today, {day}, is then their last day. Their key ends, and they can read nothing that is "
           "written from then on. What they wrote stays. Their clients are given to others by hand."),
        day=long_day(desk.today()),
    )  # fmt: skip
    yes = Answer("x", say(N_("Retire {name}"), name=worker.name))
    if not (yield AskLetter(say(N_("Retire {name}?"), name=worker.name), text, [yes])):
        return False
    sentence: str = yield Do(lambda: retire(desk, worker.id))
    yield Tell(sentence)
    return True


BEHIND = " behind"
"""The choice to look at the cases that an older version of a method judges; no file is called so."""


def own_methods(desk: Desk) -> Flow:
    """Ask which of the agency's own packs is meant, show it, and take it into use or out of it."""
    check_right(desk)
    packs = {pack.file: pack for pack in own_packs(desk)}
    behind = len(cases_behind(desk)) if desk.who.has("line manager") else 0
    if not packs and behind:
        yield from move_team(desk)
        return
    if not packs:
        yield Tell(
            say(
                N_("The agency has no methods of its own. Put a pack into the vault's folder methods; README "
                   "says how.")
            )
        )  # fmt: skip
        return
    question = say(N_("The agency's own methods. Which one?"))
    options = [(pack.file, pack.label) for pack in packs.values()]
    if behind:
        options.append(
            (BEHIND, say_n("{n} case of your team is judged by an older version",
                           "{n} cases of your team are judged by an older version", behind))
        )  # fmt: skip
    file: str | None = yield Choose(question, options)
    if file == BEHIND:
        yield from move_team(desk)
    elif file:
        yield from _about_pack(desk, packs[file])


def _about_pack(desk: Desk, pack: OwnPack) -> Flow:
    """Show a pack, and ask whether to take it into use or out of it."""
    take = Answer("t", say(N_("Take it into use")))
    drop = Answer("o", say(N_("Take it out of use")))
    may_take = pack.state in ("new", "changed") and bool(pack.digest) and not pack.mistakes
    answers = [take] if may_take else []
    if pack.file in desk.agency_file.taken_packs:
        answers.append(drop)
    lines = pack_lines(pack)
    if not answers:
        yield Tell(" ".join(lines))
        return
    asked = say(N_("What is to be done with it?")) if len(answers) > 1 else f"{answers[0].label}?"
    answer = yield AskLetter(
        f"methods/{pack.label}", "\n".join(lines), answers, heard=Heard(asked, [pack.label, *lines])
    )
    if answer == take.letter:
        said = say(N_("methods/{file} is in use. Every line manager sees that."), file=pack.file)
        yield Do(lambda: take_pack(desk, pack), said)
    elif answer == drop.letter:
        said = say(N_("methods/{file} is out of use. Every line manager sees that."), file=pack.file)
        yield Do(lambda: drop_pack(desk, pack.file), said)


def pack_lines(pack: OwnPack) -> list[str]:
    """Return what to know of a pack before it is taken: its mistakes, or the rules that it leaves out."""
    if pack.mistakes:
        return [*pack.mistakes, say(N_("It can be taken into use once that is mended."))]
    if not pack.digest:
        return [say(N_("Its file is missing."))]
    if pack.method is None:
        return [say(N_("A checklist. Methods that name it show it."))]
    left_out = rules_left_out(pack.method)
    rules = say(N_("It works by every rule of the program."))
    if left_out:
        rules = say(
            N_("It leaves out {n} rules of the program, which then hold nothing back: {rules}."),
            n=len(left_out), rules=", ".join(left_out),
        )  # fmt: skip
    return [say(N_("{title}. Read the file too."), title=pack.method.title), rules]


def see_notice(desk: Desk, notice: Notice) -> FlowOf[bool]:
    """Show what was changed about the agency, and keep that it was seen; return whether it was."""
    text = whole_words(desk, notice)
    seen = Answer("s", say(N_("Seen")), say(N_("keep that you saw it")))
    answer = yield AskLetter(
        short_words(notice), text, [seen], heard=Heard(say(N_("Keep it as seen?")), [text])
    )
    if answer != seen.letter:
        return False
    yield Do(lambda: keep_as_seen(desk, notice.id), say(N_("Kept as seen.")))
    return True
