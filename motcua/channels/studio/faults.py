"""What the linter found, in words for somebody who configures procedures and is no programmer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from motcua.lib.marks import N_
from motcua.procedures.packages.folders import PROCESS, Folder
from motcua.procedures.questions import names_of

from .editing import PARTS as EDITED
from .editing import held
from .eform.drafts import PRESENTATION
from .eform.fault_places import place_of_fault, say_place
from .finding import Finding

# Lists of package.yaml as the studio's pages call them, what lies deeper first.
LISTS = sorted((part for part in EDITED if part.is_list), key=lambda part: -len(part.key))
# Keys of package.yaml as the studio's pages call them.
KEYS = {part.key: part.name for part in EDITED if part.key}
# What the linter says -> what it means. The first that fits; groups fill the places in their order.
MEANINGS: Sequence[tuple[str, str]] = (
    (r"^missing$", N_("Thiếu tệp này.")),
    (r"^too large$", N_("Tệp lớn quá 1 MB.")),
    (r"^not UTF-8$", N_("Tệp không phải văn bản UTF-8.")),
    (r"^not (?:an object|a mapping)$", N_("Nội dung không đúng dạng của tệp này.")),
    (r"^no place is called (.+)$", N_("Dạng số không có chỗ “{0}”. Chỉ có number, number:4, year, yy, agency.")),
    (r"^\{number\} stands (\d+) times", N_("Dạng số phải có {{number}} đúng một lần; đang có {0} lần.")),
    (r"^a number has at most (\d+) digits", N_("Số có nhiều nhất {0} chữ số, ví dụ: number:4.")),
    (r"^only letters, digits, spaces", N_("Ngoài các chỗ trong ngoặc, dạng số chỉ gồm chữ, số, dấu cách và / . -")),
    (r"^the number would have more than (\d+)", N_("Số viết theo dạng này dài quá {0} ký tự.")),
    (
        r"^result\.kind is none: ",
        N_("Thủ tục không có kết quả riêng thì quy trình phải có bước loại “kết thúc, không có kết quả”."),
    ),
    (
        r"^a step finish ends without",
        N_(
            "Bước “kết thúc, không có kết quả” chỉ dùng khi thủ tục không có kết quả, "
            "và không đi cùng bước ký, phát hành, trả."
        ),
    ),
    (r"^unclear: ", N_("Đang đánh dấu “chưa rõ”: hãy ghi mức đúng kèm căn cứ, rồi bỏ dấu.")),
    (r"^key (\S+) stands (\d+) times$", N_("Khóa “{0}” dùng {1} lần; mỗi mục cần một khóa riêng.")),
    (r"^no case is called (\S+)$", N_("Không có trường hợp nào có khóa “{0}”.")),
    (r"^the case (\S+) has two times$", N_("Trường hợp “{0}” có hai thời hạn yêu cầu bổ sung; chỉ để lại một.")),
    (r"^no paper is called (\S+)$", N_("Không có giấy tờ nào có khóa “{0}”.")),
    (r"^no time limit for filing by (\S+)$", N_("Chưa có thời hạn cho cách nộp “{0}”.")),
    (r"^amount and unit are known together", N_("Số và đơn vị thời gian phải cùng có, hoặc cùng để trống.")),
    (r"^result\.typ belongs", N_("Mẫu kết quả (result.typ) chỉ dùng, và phải có, khi kết quả được in từ mẫu.")),
    (r"^the folder is called (\S+)$", N_("Mã trong package.yaml khác mã thủ tục {0}.")),
    (
        r"^the process has a step for (\w+),",
        N_("Quy trình có bước này nhưng gói chưa khai phần “{0}”; hãy ghi phần đó, hoặc bỏ bước khỏi sơ đồ."),
    ),
    (
        r"^package\.yaml has (\w+), the process has no step",
        N_("Gói khai phần “{0}” nhưng quy trình không có bước như vậy; hãy thêm bước vào sơ đồ, hoặc bỏ phần đó."),
    ),
    (
        r"^the budgets add up to (\S+) working hours, the shortest time limit is (\S+) working hours",
        N_(
            "Thời gian các bước cộng lại là {0} giờ làm việc, nhưng thời hạn ngắn nhất là {1} giờ làm việc (một ngày "
            "là 8 giờ); hai số phải bằng nhau."
        ),
    ),
    (
        r"^what is added to a limit is in its unit",
        N_("Thời gian thêm khi phải xác minh phải cùng đơn vị với thời hạn."),
    ),
    (r"^the form has no question (\S+)$", N_("Biểu mẫu không có câu hỏi “{0}”.")),
    (r"^only where processing_system is external$", N_("Chỉ dùng khi hệ thống khác giải quyết thủ tục này.")),
    (r"^unknown name: (.+)$", N_("Điều kiện dùng tên không có: {0}. Chỉ có answers, case, channel, today.")),
    (r"no such function: (.+)$", N_("Điều kiện dùng hàm không có: {0}.")),
    (r"not a valid expression: ('.*?'|\".*?\"):", N_("Điều kiện {0} viết sai cú pháp.")),
    (r"(\S+) is not in the schema", N_("“{0}” không phải là câu hỏi nào của biểu mẫu.")),
    (r"(\S+) is compared with (.+?): ", N_("“{0}” không bao giờ bằng {1}: không có lựa chọn đó.")),
    (r"(\S+) is asked later, or never", N_("Điều kiện nhìn tới “{0}”, là câu hỏi ở sau hoặc không hỏi.")),
    (r"'(.+)' is required, but never asked", N_("“{0}” bắt buộc trả lời nhưng không trang nào hỏi.")),
    (r"'?([\w.]+)'? is asked twice", N_("“{0}” được hỏi hai lần; chỉ để lại một.")),
    (r"fields of the group are missing$", N_("Nhóm này chưa có câu hỏi nào: hãy thêm câu hỏi vào nhóm.")),
    (r"fields are missing$", N_("Trang này chưa có câu hỏi nào: hãy thêm câu hỏi, hoặc bỏ trang.")),
    (r"holds is missing$", N_("Chưa ghi điều phải đúng.")),
    (r"a form has one pledge$", N_("Một biểu mẫu chỉ có một lời cam đoan.")),
    (r"looks at the pledge", N_("Điều kiện nhìn tới lời cam đoan, là câu được hỏi sau cùng.")),
    (r"a pledge is true, of a boolean", N_("Lời cam đoan không có điều kiện, giá trị có sẵn hay công thức.")),
    (r"a (?:group|file) inside a group$", N_("Trong nhóm không đặt được nhóm khác hay tệp.")),
    (r"width must be one of", N_("Bề rộng của ô không nằm trong các số cho phép.")),
    (r"a text is missing$", N_("Thiếu chữ để hiện cho người dân (nhãn hoặc tên trang).")),
    (r"options must give words for exactly (.+)$", N_("Các lựa chọn phải có chữ cho đúng các giá trị {0}.")),
    (r"widget '(\w+)' does not fit", N_("Cách hỏi “{0}” không hợp với loại câu trả lời.")),
    (r"leads nowhere$|is neither in \$defs", N_("Có chỗ dẫn ($ref) tới phần không tồn tại.")),
    (r"not a valid schema: (.+)$", N_("Biểu mẫu không đúng chuẩn JSON Schema: {0}")),
    (r"line (\d+) column (\d+)", N_("Viết sai dấu ở dòng {0}, cột {1} (thường là thiếu dấu phẩy, ngoặc hoặc nháy).")),
    (r"line (\d+), column (\d+)", N_("Viết sai ở dòng {0}, cột {1} (thường là thụt dòng hoặc thiếu dấu hai chấm).")),
    (r"the same key twice: (.+)$", N_("Một khóa viết hai lần: {0}.")),
    (r"^no English$", N_("Câu này chưa có bản tiếng Anh.")),
    (r"^the package says no such thing$", N_("Gói không còn câu này; hãy bỏ nó khỏi bản tiếng Anh.")),
    (r"^the English is not a text$", N_("Bản tiếng Anh phải là chữ.")),
    (r'^"(\w+)" is a required property$', N_("Thiếu mục “{0}”.")),
    (r"Additional properties are not allowed \((.+) (?:was|were) unexpected\)", N_("Có mục lạ: {0}.")),
    (r"does not match ", N_("Viết không đúng dạng (khóa chỉ gồm chữ thường không dấu, số và dấu gạch dưới).")),
    (r"is not one of|is not valid under", N_("Giá trị không nằm trong các lựa chọn cho phép.")),
    (r"is shorter than|has less than|is too short", N_("Không được để trống.")),
    (r"is longer than|is too long", N_("Dài quá mức cho phép.")),
    (r"is not of types? ", N_("Sai loại giá trị (số, chữ hoặc có/không).")),
    (r"is less than the minimum|is greater than the maximum", N_("Số nằm ngoài khoảng cho phép.")),
    (r"has non-unique elements", N_("Có giá trị lặp lại.")),
    (r"takes too long or needs too much memory", N_("Mẫu in chạy quá lâu hoặc quá nặng.")),
    (r"unknown variable: (\S+)", N_("Mẫu in dùng tên không có: {0}.")),
    (r"dictionary does not contain key \"?([\w.]+)\"?", N_("Mẫu in đòi “{0}”, là điều biểu mẫu không hỏi.")),
)
_MEANINGS = [(re.compile(pattern, re.DOTALL), words) for pattern, words in MEANINGS]
# Of these the first group is a path of a question, which is told by its label.
_ABOUT_QUESTIONS = re.compile(r"in the schema|is compared with|asked|has no question|does not contain key")
_VIETNAMESE = re.compile(r"[à-ỹđĐ]")


def findings(
    folder: Folder, faults: Iterable[tuple[str, str, str]], files: dict[str, str], before: Folder | None = None
) -> list[Finding]:
    """Return the linter's faults in words; questions by their labels, also those that only `before` asked."""
    found, faults = [], list(faults)
    labels = _labels(folder, before) if faults else {}
    for file, place, what in faults:
        line = _line(files.get(file, ""), place, what)
        if file == PRESENTATION:
            place = place or place_of_fault(folder.presentation, what)
        # The reader of diagrams speaks our language already.
        words = what if file == PROCESS and _VIETNAMESE.search(what) else _what(what, labels)
        found.append(Finding(file, place, _where(folder, file, place), words, what, line))
    return found


def _labels(folder: Folder, before: Folder | None) -> dict[str, str]:
    """Return what questions are called, by their paths with and without `answers.` in front."""
    found: dict[str, str] = {}
    for one in (before, folder):
        labels = names_of(one).labels if one is not None else {}
        for path, label in labels.items():
            if path.startswith("answers."):
                name = path.removeprefix("answers.")
                found[path] = found[name] = label.strip("“”")
                # A template that lacks something says its last name alone.
                found.setdefault(name.rpartition(".")[2], found[path])
    return found


def _what(fault: str, labels: Mapping[str, str]) -> str:
    for pattern, words in _MEANINGS:
        if match := pattern.search(fault):
            groups = [group or "" for group in match.groups()]
            if _ABOUT_QUESTIONS.search(pattern.pattern):
                return _(words).format(*(labels.get(group.strip("'"), group) for group in groups))
            return _(words).format(*(_(KEYS.get(group, group)) if group else "" for group in groups))
    return _("Chưa đúng; xem lời báo gốc bên dưới.")


def _where(folder: Folder, file: str, place: str) -> str:
    """Say a place: `papers.0.when` -> Giấy tờ 1 (Giấy chứng sinh); of a diagram, the name of its part."""
    if file == PROCESS and place:
        tag = re.search(rf'<[^<>]*\sid="{re.escape(place)}"[^<>]*>', folder.process)
        named = re.search(r'\sname="([^"]+)"', tag[0]) if tag else None
        return f"“{unescape(named[1])}”" if named else place
    if file == PRESENTATION:
        return say_place(folder.presentation, place)
    part = next((one for one in LISTS if place.startswith(f"{one.key}.")), None)
    if file == "package.yaml" and part is not None:
        number, _dot, key = place.removeprefix(f"{part.key}.").partition(".")
        items: Any = held(folder.about, part)
        if number.isdigit():
            item = items[int(number)] if isinstance(items, list) and int(number) < len(items) else {}
            name = str(item.get("name") or item.get("text") or "") if isinstance(item, dict) else ""
            said = f"{_(part.name)} {int(number) + 1}" + (f" ({name[:60]})" if name else "")
            return f"{said}, {key}" if key else said
    return place


def _line(text: str, place: str, what: str) -> int:
    """Return the line that a fault is probably about; 0 where nothing tells."""
    if match := re.search(r"line (\d+),? column", what):
        return int(match[1])
    if not text:
        return 0
    named = [place, *re.findall(r"['\"“]([^'\"”]{2,80})['\"”]", what), *re.findall(r"answers\.[\w.]*?(\w+)\b", what)]
    lines = text.splitlines()
    for name in named:
        last = name.rpartition(".")[2] if re.fullmatch(r"[\w.]+", name) else name
        for number, line in enumerate(lines, start=1):
            if last and (f'"{last}"' in line or f"'{last}'" in line or name in line):
                return number
    return 0
