"""Checks signed files on any machine, without network, database or settings: `python -m motcua.signing.offline`.

Vouched for is what the given trust list vouches for. Whether a document was replaced or revoked since, no file says:
that is asked of the page its QR leads to.
"""

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from motcua.lib.fence import Breach, Fault, Fence
from motcua.signing.reports import report_of, xml_report_of
from motcua.signing.rules import PROBLEMS, Report, Revocation, Signature
from motcua.signing.trust import BadList, Seal, TrustList, read_list

LARGEST = 200_000_000
USAGE = """Kiểm tra chữ ký số của tệp PDF, XML; không cần mạng. · Checks the signatures of PDF and XML files, offline.

Mã trả về · exit codes: 0 hợp lệ · good; 1 không hợp lệ · bad (altered, added to, revoked, expired); 3 không rõ ai ký ·
whole, but nobody on the list vouches for the signer; 4 không có gì để kiểm tra · nothing that can be checked (unsigned,
locked, broken, another kind of file); 5 danh sách tin cậy không dùng được · the trust list is unusable; 2 gọi sai ·
wrong usage. Nhiều tệp thì lấy mã xấu nhất · of several files the worst counts: 1, then 3, then 4."""


class Outcome(IntEnum):
    """The exit codes; of several files the first in this order counts."""

    BAD = 1
    UNKNOWN = 3
    NOTHING = 4
    LIST = 5
    GOOD = 0


BAD = frozenset({"altered", "added", "revoked", "expired"})
NOBODY = frozenset({"untrusted", "partial"})
ORDER = (Outcome.BAD, Outcome.UNKNOWN, Outcome.NOTHING, Outcome.GOOD)


def outcome_of(report: Report) -> Outcome:
    """Return what a report comes to: the worst of its signatures."""
    problems = {one.problem for one in report.signatures}
    if report.problem or not report.is_signed or "unreadable" in problems:
        return Outcome.NOTHING
    if problems & BAD or not report.intact:
        return Outcome.BAD
    return Outcome.UNKNOWN if problems & NOBODY or not report.trusted else Outcome.GOOD


def check(data: bytes, trust: TrustList, *, pdfs: Fence, xmls: Fence) -> Report:
    """Return what the signatures of a file are worth by a trust list; never raises for what the file is."""
    try:
        if b"%PDF-" in data[:1024]:
            return report_of(pdfs.call("check", [data], roots=list(trust.roots)).value)
        if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return xml_report_of(xmls.call("check", [data], roots=list(trust.roots)).value)
    except Breach:
        return Report(problem="too_heavy")
    except Fault:  # a hole in the checker that this file found
        return Report(problem="unreadable")
    return Report(problem="other_kind")


def seal_of(one: Signature, trust: TrustList) -> Seal | None:
    """Return the agency whose listed certificate signed, if one did."""
    return next((seal for seal in trust.seals if one.is_good and seal.serial == one.serial), None)


def as_json(report: Report, trust: TrustList) -> dict[str, Any]:
    """Return a report for machines: moments in ISO 8601, codes as in the documentation of the verifier."""
    signatures = []
    for one in report.signatures:
        seal = seal_of(one, trust)
        signatures.append(
            {
                "good": one.is_good,
                "problem": one.problem or None,
                "name": one.name,
                "position": one.capacity or None,
                "agency": one.agency or None,
                "seal_of": seal.agency if seal is not None else None,
                "signed_at": one.signed_at.isoformat() if one.signed_at is not None else None,
                "time": "stamped" if one.is_witnessed else "claimed",
                "time_authority": one.time_authority or None,
                "whole": one.intact,
                "added": one.added.value,
                "added_permitted": one.is_permitted,
                "level": one.level.value,
                "revocation": one.revocation.value,
                "revoked_at": one.revoked_at.isoformat() if one.revoked_at is not None else None,
                "certificate": {
                    "serial": one.serial,
                    "issuer": one.issuer,
                    "valid_to": one.valid_to.isoformat() if one.valid_to is not None else None,
                    "chain": list(one.chain),
                },
            }
        )
    return {
        "outcome": outcome_of(report).name.lower(),
        "problem": report.problem or None,
        "signatures": signatures,
        "time_stamps": [
            {
                "at": each.at.isoformat() if each.at is not None else None,
                "authority": each.authority,
                "good": each.is_good,
            }
            for each in report.stamps
        ],
    }


def as_words(report: Report, trust: TrustList) -> list[str]:
    """Return a report for people, in Vietnamese."""
    heads = {
        Outcome.GOOD: "HỢP LỆ: tệp còn nguyên, người ký được danh sách tin cậy bảo đảm.",
        Outcome.BAD: "KHÔNG HỢP LỆ: đừng tin tệp này.",
        Outcome.UNKNOWN: "KHÔNG RÕ AI KÝ: không tổ chức nào trong danh sách bảo đảm tên người ký.",
        Outcome.NOTHING: "KHÔNG CÓ GÌ ĐỂ KIỂM TRA.",
    }
    lines = [heads[outcome_of(report)]]
    if report.problem:
        lines.append(f"  {PROBLEMS[report.problem]}")
    for number, one in enumerate(report.signatures, start=1):
        seal = seal_of(one, trust)
        who = ", ".join(part for part in (one.name, one.capacity, one.agency) if part)
        lines.append(f"  {number}. {who or 'không rõ tên'}: {'hợp lệ' if one.is_good else PROBLEMS[one.problem]}")
        if seal is not None:
            lines.append(f"     Dấu của {seal.agency}, có trong danh sách.")
        how = f"theo dấu thời gian của {one.time_authority}" if one.is_witnessed else "chỉ theo đồng hồ của người ký"
        lines.append(f"     Ký lúc {one.signed_at.isoformat() if one.signed_at else 'không rõ'}, {how}.")
        proof = {
            Revocation.GOOD: "bằng chứng chưa bị thu hồi nằm trong tệp",
            Revocation.REVOKED: "đã bị thu hồi",
            Revocation.UNKNOWN: "tệp không mang bằng chứng chưa bị thu hồi",
        }[one.revocation]
        lines.append(f"     Chứng thư {one.serial} do {one.issuer or 'không rõ'} cấp; {proof}; mức {one.level.value}.")
    return lines


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))


def main(arguments: list[str] | None = None) -> int:
    """Check the files of a command line; return the exit code."""
    parser = argparse.ArgumentParser(
        "motcua.signing.offline", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--trust", required=True, type=Path, help="danh sách tin cậy đã tải về · the published trust list"
    )
    parser.add_argument(
        "--signer", default="", help="vân tay SHA-256 phải có của nơi ký danh sách · whose list it must be"
    )
    parser.add_argument("--json", action="store_true", help="trả lời cho máy đọc · answer for machines")
    asked = parser.parse_args(arguments)
    try:
        trust = read_list(asked.trust.read_text(encoding="utf-8"))
        if asked.signer and asked.signer.replace(":", "").lower() != trust.signer:
            raise BadList(f"signed by {trust.signer}, not by {asked.signer}")
    except (OSError, UnicodeDecodeError, BadList) as problem:
        sys.stderr.write(f"danh sách tin cậy không dùng được · the trust list is unusable: {problem}\n")
        return Outcome.LIST
    is_old = datetime.now(UTC) > trust.renew_by
    told, outcomes = [], []
    with (
        closing(Fence("motcua.signing.pades", memory=2_000_000_000, cpu=60, timeout=90.0, processes=1)) as pdfs,
        closing(Fence("motcua.signing.xades", memory=1_000_000_000, cpu=20, timeout=30.0, processes=1)) as xmls,
    ):
        for path in asked.files:
            try:
                data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
            except OSError as problem:
                parser.error(f"{path}: {problem.strerror}")
            report = check(data, trust, pdfs=pdfs, xmls=xmls)
            outcomes.append(outcome_of(report))
            told.append({"file": str(path), **as_json(report, trust)})
            if not asked.json:
                _say(f"{path}:", *as_words(report, trust))
    about = {"publisher": trust.publisher, "number": trust.number, "made_at": trust.made_at.isoformat()}
    if asked.json:
        _say(json.dumps({"trust_list": {**about, "signer": trust.signer, "is_old": is_old}, "files": told}, indent=1))
    else:
        _say(
            f"Danh sách tin cậy số {trust.number} của {trust.publisher}, {trust.made_at:%d/%m/%Y}; "
            f"ký bởi {trust.signer}"
        )
        if is_old:
            _say("Danh sách này đã cũ: hãy tải bản mới.")
    return next(each for each in ORDER if each in outcomes)


if __name__ == "__main__":
    sys.exit(main())
