"""The three holes that import-linter cannot see: foreign keys by string, templates, and INSTALLED_APPS."""

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def floors() -> dict[str, int]:
    """Return each app's floor: 0 is the highest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["name"].startswith("Floors"))["layers"]
    return {name: rank for rank, layer in enumerate(layers) for name in re.findall(r"[a-z_]+", layer)}


def app_of(module: str) -> str:
    return module.split(".")[1]


def test_foreign_keys_point_downwards() -> None:
    rank = floors()
    wrong = [
        f"{model.__module__}.{model.__name__}.{field.name} -> {field.related_model.__module__}"
        for model in apps.get_models()
        if model.__module__.startswith("motcua.")
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and isinstance(field.related_model, type)
        if field.related_model.__module__.startswith("motcua.")
        if app_of(field.related_model.__module__) != app_of(model.__module__)
        and rank[app_of(field.related_model.__module__)] <= rank[app_of(model.__module__)]
    ]
    assert wrong == []


def test_templates_name_nothing_above_or_beside_them() -> None:
    rank = floors()
    wrong = []
    for template in ROOT.glob("motcua/**/jinja2/**/*.html"):
        parts = template.relative_to(ROOT / "motcua").parts
        app, channel = parts[0], parts[1] if parts[0] in {"channels", "connectors"} else None
        text = template.read_text()
        for name in re.findall(r"""(?:url\(\s*|include |import |from |extends )["']([a-z_]+)[:/]""", text):
            if name in rank and name != app and rank[name] >= rank[app] and app != name:
                continue
            if name in {app, channel}:
                continue
            if name in rank or name in {"portal", "desk", "counter", "studio", "api"}:
                wrong.append(f"{template.relative_to(ROOT)} names {name}")
    assert wrong == []


def test_installed_apps_follow_the_floors() -> None:
    rank = floors()
    ranks = [rank[app_of(name)] for name in settings.INSTALLED_APPS if name.startswith("motcua.")]
    assert ranks == sorted(ranks)


def test_every_app_says_what_it_is_for() -> None:
    silent = [
        str(init.relative_to(ROOT))
        for init in ROOT.glob("motcua/*/__init__.py")
        if not init.read_text().strip().startswith('"""')
    ]
    assert silent == []
