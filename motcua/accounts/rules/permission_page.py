"""The permission table as a page of the documents."""

from motcua.accounts.rules.permissions import SCOPE_NAMES, TABLE, Row, name_of

VERB_NAMES: dict[str, str] = {
    "procedure": "Thủ tục / procedures",
    "draft": "Bản nháp / drafts",
    "dossier": "Hồ sơ / dossiers",
    "file": "Tệp / files",
    "paper": "Giấy tờ / papers",
    "identity": "Số định danh / identity numbers",
    "opinion": "Ý kiến phối hợp / opinions",
    "letter": "Văn bản soạn từ mẫu / letters from templates",
    "task": "Bước xử lý / steps",
    "result": "Kết quả / results",
    "receipt": "Biên lai / fee receipts",
    "certification": "Chứng thực / certification",
    "archive": "Lưu trữ / archives",
    "difficulty": "Vướng mắc / difficulties",
    "item": "Giấy tờ trong kho / items of a store",
    "holding": "Dữ liệu về chính mình / what is held of oneself",
    "correction": "Đề nghị đính chính / corrections",
    "mandate": "Thay mặt người khác / acting for others",
    "notice": "Thông báo / notices",
    "desk": "Bàn làm việc / the desk",
    "absence": "Vắng mặt / absences",
    "emergency": "Mở khẩn / emergency openings",
    "report": "Báo cáo / reports",
    "audit": "Nhật ký / audit",
    "system": "Hệ thống / system",
    "account": "Tài khoản / accounts",
    "client": "Ứng dụng kết nối / API clients",
    "webhook": "Webhook",
}
HEAD = """# Bảng phân quyền · Permissions

One table says who may do what, on which objects: `motcua/accounts/rules/permissions.py`. This page is written from it
by `manage.py permissions --write`; a test keeps the two equal. What is not listed is not allowed.
"""


def _line(row: Row) -> str:
    who = ", ".join(sorted(f"{name_of(each)} (`{each.value}`)" for each in row.who))
    return f"| `{row.verb}` | {who} | {SCOPE_NAMES[row.scope]} (`{row.scope.value}`) | {row.api_scope or ''} |"


def markdown() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for noun, title in VERB_NAMES.items():
        rows = [row for row in TABLE if row.verb.partition(".")[0] == noun]
        parts.append(f"\n## {title}\n")
        parts.append("| verb | ai / who | trên đối tượng nào / on which | API scope |\n| --- | --- | --- | --- |")
        parts += [_line(row) for row in rows]
    return "\n".join(parts) + "\n"
