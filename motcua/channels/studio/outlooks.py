"""What a package would ask of somebody who answers its form in a way: papers, fees, time; for each way to file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.packages import trial_of
from motcua.dossiers.rules import fees, supplements
from motcua.eforms.settling import Context
from motcua.procedures.conditions import CHANNELS
from motcua.procedures.packages.folders import package_in_folder
from motcua.procedures.saying import say_ask_within, say_limit, say_paper, say_span
from motcua.ui.amounts import say_money

from .sources import Source


@dataclass(frozen=True)
class Asked:
    """One paper or fee: its name and what is said of it."""

    name: str
    words: str


@dataclass(frozen=True)
class Outlook:
    """What is asked of who files in one way. `total` is empty where an amount is not settled."""

    channel: str
    papers: Sequence[Asked]
    charges: Sequence[Asked]
    total: str
    limit: str
    # Until when more may be asked, and in what time it is answered; empty where the package does not say.
    supplement: str


def outlooks(source: Source, answers: Mapping[str, Any], case: str, today: date) -> list[Outlook]:
    """Return what a package without faults asks, for each of its ways to file, in their order."""
    package = trial_of(package_in_folder(source.folder))
    about = source.folder.about
    said = {paper["key"]: paper for paper in about["papers"]}
    cases = {str(one["key"]): str(one["name"]) for one in about.get("cases") or ()}
    found = []
    for channel in (one for one in CHANNELS if one in package.settings["channels"]):
        names = package.form.names(answers, Context(today=today, case=case, channel=channel))
        charged = fees.charges(package.fees, channel=channel, case=case, context=names)
        total, limit = fees.total(charged), _limit_of(about["limits"], channel, case)
        found.append(
            Outlook(
                channel=_(CHANNELS[channel]),
                papers=[Asked(one.name, say_paper(said[one.key], cases)) for one in package.papers(case, names)],
                charges=[
                    Asked(one.name, say_money(one.amount) if one.amount is not None else one.text) for one in charged
                ],
                total=say_money(total) if total is not None else "",
                limit=say_limit(limit) if limit is not None else "",
                supplement=_supplement_of(about.get("supplement") or {}, case),
            )
        )
    return found


def _supplement_of(rule: Mapping[str, Any], case: str) -> str:
    within = supplements.ask_within(rule, case)
    answer = rule.get("answer_within")
    parts = [
        say_ask_within(within) if within else "",
        _("bổ sung trong %(span)s") % {"span": say_span(answer)} if answer else "",
    ]
    return "; ".join(filter(None, parts))


def _limit_of(limits: Sequence[Mapping[str, Any]], channel: str, case: str) -> Mapping[str, Any] | None:
    """Return the limit that applies, as `dossiers.rules.package.limit_of` finds it."""
    fitting = (one for one in limits if channel in one["channels"] and (not one.get("cases") or case in one["cases"]))
    return next(fitting, None)
