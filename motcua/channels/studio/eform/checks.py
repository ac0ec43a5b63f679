"""Checks between questions, and pages of questions: their boxes."""

from motcua.lib.marks import N_

from ..boxes import Box, Part
from .drafts import Draft
from .places import name_of

STEP = Part(
    "trang",
    "",
    N_("Trang của biểu mẫu"),
    (
        Box("title", N_("Tên trang"), is_needed=True),
        Box("guidance", N_("Lời hướng dẫn ở đầu trang"), "long", N_("Để trống nếu không cần.")),
        Box(
            "show_if",
            N_("Chỉ hiện trang này khi"),
            "condition",
            N_("Để trống nếu luôn hiện. Chỉ xét được câu hỏi ở các trang trước."),
        ),
    ),
    is_list=False,
)
CHECK = Part(
    "kiem-tra",
    "",
    N_("Kiểm tra giữa các câu trả lời"),
    (
        Box(
            "holds",
            N_("Điều phải đúng"),
            "holds",
            N_("Không đúng thì người nộp thấy lời nhắc. Câu nào chưa trả lời thì không kiểm tra."),
        ),
        Box("when", N_("Chỉ kiểm tra khi"), "condition", N_("Để trống nếu luôn kiểm tra.")),
        Box("path", N_("Lời nhắc đứng cạnh câu hỏi"), "one", is_needed=True, is_offered=True),
        Box("message", N_("Lời nhắc"), "long", N_("Nói điều gì chưa đúng và phải làm gì."), is_needed=True),
    ),
    is_list=False,
)


def beside(draft: Draft, names: dict[str, str], now: str) -> list[tuple[str, str]]:
    """Return the questions beside which the message of a check can stand: path and label; also where it stands now."""
    found = [("", "–")]
    for spot, item in draft.spots():
        path = str(item.get("path", ""))
        if path and spot.inner is None:
            found.append((path, name_of(item)))
            found += [
                (name.removeprefix("answers."), label.strip("“”"))
                for name, label in names.items()
                if name.startswith(f"answers.{path}.") and not item.get("fields")
            ]
    return found if now in dict(found) else [*found, (now, now)]
