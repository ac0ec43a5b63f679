"""The English of a package's texts: what is missing is asked for in boxes, and what nothing says any more goes."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.lib.refusals import Conflict
from motcua.lib.text import clean
from motcua.procedures.packages.folders import ENGLISH, Folder
from motcua.procedures.packages.schema import faults_of
from motcua.procedures.packages.texts import texts_of
from motcua.ui.texts import worded

from ..sources import of_sketch
from ._page import VERB, found_procedure, own_sketch, page
from .sketches import keep

_LIKE = 0.6


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def english(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the texts of the package that have no English, with `tat-ca` all; a POST keeps what was written."""
    sketch = own_sketch(code, request.user)
    source = of_sketch(sketch)
    folder, refusal = source.folder, ""
    is_readable = _is_readable(folder)
    texts = list(dict.fromkeys(texts_of(folder))) if is_readable else []
    known = {text: words for text, words in folder.english.items() if isinstance(words, str)}
    typed = _typed(request) if request.method == "POST" and is_readable else {}
    if typed:
        written = {**known, **{text: words for text, words in typed.items() if text in texts}}
        # What stood there keeps its place; what is new comes behind, in the order of the package.
        order = [*(text for text in known if text in texts), *(text for text in texts if text not in known)]
        kept = {text: written[text] for text in order if written.get(text)}
        files = {name: text for name, text in source.files.items() if name != ENGLISH}
        if kept:
            files[ENGLISH] = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
        try:
            keep(request, sketch, files)
        except Conflict as conflict:
            refusal = worded(conflict)
        else:
            messages.success(request, _("Đã lưu vào bản soạn."))
            return redirect("studio:english", code)
    gone = [text for text in known if text not in texts] if is_readable else []
    shows_all = "tat-ca" in request.GET
    wanted = texts if shows_all else [text for text in texts if text not in known]
    context = {
        "procedure": found_procedure(code),
        "source": source,
        "sketch": sketch,
        "is_readable": is_readable,
        "is_begun": bool(folder.english),
        "shows_all": shows_all,
        "lines": [_line(text, typed.get(text, known.get(text, "")), gone, known) for text in wanted],
        "missing": sum(text not in known for text in texts),
        "gone": [(text, known[text]) for text in gone],
        "refusal": refusal,
    }
    return page(request, "studio/english.html", context, here="catalogue", status=422 if refusal else 200)


def _is_readable(folder: Folder) -> bool:
    """Tell whether the parts of a package have the shapes in which texts can be found."""
    return not folder.faults and not any(faults_of(folder.about))


def _typed(request: SignedInRequest) -> dict[str, str]:
    """Return what was typed, by the Vietnamese text that it is the English of."""
    post = request.POST
    numbers = [name.removeprefix("vi-") for name in post if name.startswith("vi-")]
    return {post.get(f"vi-{one}", "").replace("\r\n", "\n"): clean(post.get(f"en-{one}", "")) for one in numbers}


def _line(text: str, words: str, gone: Sequence[str], known: dict[str, str]) -> dict[str, Any]:
    """Return a text with its English; where there is none, that of a text that was like it and is gone."""
    like = get_close_matches(text, gone, 1, _LIKE) if not words else []
    return {"text": text, "words": words, "was": like[0] if like else "", "was_words": known[like[0]] if like else ""}
