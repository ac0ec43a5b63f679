"""Part (h): statutory forms per second, each kind warm, with invented data of usual length; no database takes part."""

import os
import statistics
import time

COUNT = 40


def forms() -> dict[str, object]:
    """Return the processor time of one form by kind in ms (median), and how many of the mix one core draws a second.

    The bar is 30 ms of a form warm (the brief of issue 3 E).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    os.environ.setdefault("MOTCUA_DEMO", "1")
    import django  # noqa: PLC0415 - the other parts measure programs of their own; this one is such a program itself

    django.setup()
    from motcua.dossiers.paperwork import statutory  # noqa: PLC0415
    from motcua.dossiers.paperwork.form_samples import AT, sample  # noqa: PLC0415
    from motcua.dossiers.rules.form_sets import FormKind  # noqa: PLC0415

    by_kind, spent = {}, 0.0
    for kind in FormKind:
        form, took = sample(kind), []
        for turn in range(COUNT + 3):
            # Each another dossier: nothing that the compiler keeps of the last one helps.
            one = type(form)(**{**vars(form), "head": type(form.head)(**{**vars(form.head), "number": f"{turn}/TN"})})
            begun = time.process_time()
            statutory.draw(one, at=AT)
            took.append(time.process_time() - begun)
        by_kind[kind.value] = round(statistics.median(took[3:]) * 1000, 1)
        spent += sum(took[3:])
    return {"ms": by_kind, "slowest_ms": max(by_kind.values()), "per_second": round(COUNT * len(by_kind) / spent)}
