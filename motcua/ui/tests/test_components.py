"""Each macro gives the markup that GOV.UK Frontend's own fixtures ask for."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from motcua.ui.environment import environment
from motcua.ui.tests.html import normal

FIXTURES = Path(__file__).parent / "fixtures"
TEMPLATES = Path(__file__).parents[1] / "jinja2"

ENGLISH = {
    "Lỗi": "Error",
    "Có lỗi cần sửa": "There is a problem",
    "Quay lại": "Back",
    "Đường dẫn": "Breadcrumb",
    "Ngày": "Day",
    "Tháng": "Month",
    "Năm": "Year",
    "Thành công": "Success",
    "Quan trọng": "Important",
    "Các trang": "Pagination",
    "Trang %(number)s": "Page %(number)s",
    "Trước": "Previous",
    "Tiếp": "Next",
    "(trang)": "page",
    "Dịch vụ": "Service information",
    "Danh mục": "Menu",
    "Ngôn ngữ": "Language",
    "Nội dung": "Contents",
    "Cảnh báo": "Warning",
    "Hiện": "Show",
    "Hiện mật khẩu": "Show password",
    "Nhập tối đa %(count)s ký tự": "You can enter up to %(count)s characters",
}

# Options that the macros leave out on purpose; cases of these options are not run.
LEFT_OUT = {
    ("character-count", "maxwords"): "limits in this project count characters",
    ("character-count", "count_type"): "limits in this project count characters",
    ("character-count", "words_at_limit_text"): "limits in this project count characters",
    ("file-upload", "value"): "browsers ignore it",
    ("panel", "actions"): "interruption pages are not used",
}
SERVER = "the limit is always given by the server"
LEFT_OUT_CASES = {
    "select: with falsy values": "a false in Python is written False",
    "character-count: to configure in JavaScript": SERVER,
    "character-count: with neither maxlength nor maxwords set": SERVER,
    "character-count: with neither maxlength, maxwords nor textarea description set": SERVER,
}


@pytest.fixture(scope="module")
def env() -> Environment:
    made = environment(loader=FileSystemLoader(TEMPLATES))
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: ENGLISH.get(text, text),
        ngettext=lambda one, many, n: many,
        pgettext=lambda context, text: ENGLISH.get(text, text),
        newstyle=True,
    )
    return made


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


def cases() -> list[Any]:
    found = []
    for path in sorted(FIXTURES.glob("*.json")):
        for case in json.loads(path.read_text()):
            name = f"{path.stem}: {case['name']}"
            if name not in LEFT_OUT_CASES and not any(
                (path.stem, snake(option)) in LEFT_OUT for option in case["options"]
            ):
                found.append(pytest.param(path.stem, case, id=name))
    return found


@pytest.mark.parametrize(("component", "case"), cases())
def test_markup_is_that_of_the_fixtures(component: str, case: dict[str, Any], env: Environment) -> None:
    name = component.replace("-", "_")
    macro = getattr(env.get_template(f"ui/components/{name}.html").module, name)
    options = arguments(name, case["options"])

    written = macro(**options)

    # GOV.UK's scripts speak English unless told otherwise; ours are always told, also where the fixture is silent.
    told = frozenset(re.findall(r"data-i18n[\w.-]+", written)) - frozenset(
        re.findall(r"data-i18n[\w.-]+", case["html"])
    )
    assert normal(written, without=told) == normal(case["html"])


def arguments(name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Turn the fixtures' options into our macros' arguments: snake_case, and HTML as Markup in the place of text."""
    given: dict[str, Any] = converted(options)
    for html, text in (
        ("html", "text"),
        ("title_html", "title"),
        ("summary_html", "summary"),
        ("description_html", "description"),
        ("logo_html", "logo"),
    ):
        if html in given and name != "fieldset":
            given[text] = Markup(given.pop(html))
            given.pop(f"{text}_text", None)
        elif f"{text}_text" in given:
            given[text] = given.pop(f"{text}_text")
    if name == "fieldset" and "html" in given:
        given["html"] = Markup(given["html"])
    if "for" in given:
        given["for_"] = given.pop("for")
    return given


def converted(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {(k if key in ("attributes", "values") else snake(k)): converted(v, snake(k)) for k, v in value.items()}
    if isinstance(value, list):
        return [converted(item) for item in value]
    if isinstance(value, str) and (key == "html" or key in ("start", "end", "navigation_start", "navigation_end")):
        return Markup(value)
    return value
