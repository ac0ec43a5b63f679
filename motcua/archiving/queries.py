"""Reads of what is kept until when, and of packages."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from . import access
from .models import ArchivePackage, Retention


class Pile(StrEnum):
    """What the list shows."""

    HAND_IN = "nop-luu"  # ended in an earlier year, not in the archive yet
    OVER = "het-han"  # the time of keeping is over


PILES = {Pile.HAND_IN: N_("Đến hạn nộp lưu trữ"), Pile.OVER: N_("Hết thời hạn lưu trữ")}


def kept(by: User, pile: Pile, on: date) -> QuerySet[Retention]:
    """Return what is due in a pile among the dossiers that somebody looks after, the oldest first."""
    found = Retention.objects.filter(dossier__in=access.visible_to(by))
    found = found.select_related("rule", "dossier__version__procedure", "dossier__competent_agency")
    if pile == Pile.OVER:
        return found.filter(ends_on__lt=on).order_by("ends_on", "pk")
    done = ArchivePackage.objects.filter(made_at__isnull=False).values("dossier")
    return found.filter(closed_on__lt=date(on.year, 1, 1)).exclude(dossier__in=done).order_by("closed_on", "pk")


def packages_of(dossier_ids: Iterable[int]) -> dict[int, ArchivePackage]:
    """Return the newest package of each of these dossiers."""
    found = ArchivePackage.objects.filter(dossier__in=list(dossier_ids)).select_related("file").order_by("pk")
    return {one.dossier_id: one for one in found}


def package(public_id: UUID, *, by: User) -> ArchivePackage:
    """Return a finished package of a dossier that somebody looks after; raises Refused for any other."""
    found = ArchivePackage.objects.select_related("dossier", "file").filter(public_id=public_id).first()
    if found is None or found.file is None or not access.may(by, found.dossier):
        raise Refused("no_such_package", N_("Không tìm thấy gói lưu trữ này, hoặc gói chưa làm xong."))
    return found


def kept_until(dossier_ids: Iterable[int]) -> dict[int, Retention]:
    """Return until when these dossiers are kept, those alone of which it is said."""
    found = Retention.objects.filter(dossier__in=list(dossier_ids)).select_related("rule")
    return {one.dossier_id: one for one in found}
