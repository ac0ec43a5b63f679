"""The page on which something that the linter found is mended."""

from django.urls import reverse

from motcua.procedures.packages.folders import ABOUT, ENGLISH

from ..eform.drafts import PRESENTATION, Spot
from ..finding import Finding
from ..items import part_of


def address_of(code: str, finding: Finding) -> str:
    """Return the page with the boxes of what is wrong where there is one, else that of its file."""
    if finding.file == ENGLISH:
        return reverse("studio:english", args=[code])
    if finding.file == PRESENTATION:
        return _in_form(code, finding.place)
    part = part_of(finding.place)
    if finding.file != ABOUT or part is None:
        return reverse("studio:file", args=[code, finding.file])
    number = finding.place.removeprefix(part.key).lstrip(".").partition(".")[0]
    if part.is_list and number.isdigit():
        return reverse("studio:item", args=[code, part.slug, int(number) + 1])
    return reverse("studio:part", args=[code, part.slug])


def _in_form(code: str, place: str) -> str:
    """Return the page of a question, of a page or of a check of the form."""
    name, *numbers = place.split(".")
    found = [int(number) + 1 for number in numbers if number.isdigit()]
    if name == "checks" and found:
        return reverse("studio:eform_check", args=[code, found[0]])
    if len(found) > 1:
        return question_address(code, Spot(found[0], found[1], found[2] if len(found) > 2 else None))
    return reverse("studio:eform_step", args=[code, found[0]]) if found else reverse("studio:eform", args=[code])


def question_address(code: str, spot: Spot) -> str:
    """Return the page of a question."""
    if spot.inner is None:
        return reverse("studio:eform_question", args=[code, spot.step, spot.number])
    return reverse("studio:eform_inner", args=[code, spot.step, spot.number, spot.inner])
