"""The question and the answer of `TraCuuThongTinCongDan` as XML.

The blocks and the fields of the question are those that provincial systems use; an envelope of SOAP 1.1 in the
namespace `http://dancuquocgia.bca`. No published schema was found: elements are therefore found by their local names,
wherever in the answer they stand, and the names of places (`TenTinhThanh`, ...) and codes of sex are assumed [?].
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from motcua.lib.population import Block, Place, Question, Registered, Relative
from motcua.lib.text import clean, fold

SOAP, SERVICE = "http://schemas.xmlsoap.org/soap/envelope/", "http://dancuquocgia.bca"
OPERATION = "TraCuuThongTinCongDan"
# What the service says where all is well, and where nobody has this number, name and birth [?].
FINE = frozenset({"", "0", "00"})
NOBODY = frozenset({"1", "01", "404"})
# Texts are what is documented; codes as Circular 46/2022/TT-BCA is remembered to give them [?].
SEXES = {"nam": "male", "nu": "female", "1": "male", "2": "female"}
LONGEST = 500

register_namespace("soapenv", SOAP)
register_namespace("dan", SERVICE)


class Unreadable(ValueError):
    """An answer that is not one; the text says what is wrong and holds nothing of it."""


def question_xml(question: Question, service: str) -> bytes:
    """Return the envelope that asks for one person; the elements in the order in which the service wants them."""
    envelope = Element(f"{{{SOAP}}}Envelope")
    SubElement(envelope, f"{{{SOAP}}}Header")
    asked = SubElement(SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{SERVICE}}}{OPERATION}")
    for name, text in (
        ("MaYeuCau", question.request),
        ("MaDVC", question.purpose),
        ("MaTichHop", service),
        ("MaCanBo", question.officer),
        ("SoDinhDanh", question.number),
        ("HoVaTen", plain_name(question.name)),
    ):
        SubElement(asked, f"{{{SERVICE}}}{name}").text = text
    born = SubElement(asked, f"{{{SERVICE}}}NgayThangNamSinh")
    is_day = len(question.birth) == len("2026-11-30")
    part, text = ("NgayThangNam", question.birth.replace("-", "")) if is_day else ("Nam", question.birth[:4])
    SubElement(born, f"{{{SERVICE}}}{part}").text = text
    return bytes(tostring(envelope, encoding="utf-8", xml_declaration=True))


def plain_name(name: str) -> str:
    """Return a name as the question has it: capitals without accents and spaces."""
    return re.sub(r"\s+", "", fold(name)).upper()


def read(content: bytes) -> Registered | None:
    """Return the entry in an answer, None where it says that nobody was found. Raises Unreadable for anything else."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise Unreadable(f"no XML: {type(problem).__name__}") from problem
    code = next((_text(one) for one in _named(root, "error_code")), "")
    if code in NOBODY:
        return None
    if code not in FINE:
        raise Unreadable(f"error code {code[:20]}")
    people = list(_named(root, "CongDan"))
    if len(people) != 1:
        raise Unreadable(f"{len(people)} people")
    return _entry(people[0])


def _entry(person: Element) -> Registered:
    blocks = {_local(child): child for child in person}
    values = {block.value: read_one(blocks.get(name)) for block, (name, read_one) in BLOCKS.items()}
    return Registered(**values, unknown=tuple(sorted(blocks.keys() - {name for name, _read in BLOCKS.values()})))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _named(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if _local(one) == name)


def _text(element: Element | None) -> str:
    return clean(element.text or "")[:LONGEST] if element is not None else ""


def _parts(element: Element | None) -> dict[str, str]:
    return {_local(child): _text(child) for child in element} if element is not None else {}


def _name(element: Element | None) -> str:
    parts = _parts(element)
    return " ".join(filter(None, (parts.get(key, "") for key in ("Ho", "ChuDem", "Ten")))) or _text(element)


def _birth(element: Element | None) -> str:
    parts = _parts(element)
    text = parts.get("NgayThangNam") or parts.get("Nam") or _text(element)
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text if re.fullmatch(r"\d{4}", text, re.ASCII) else ""


def _place(element: Element | None) -> Place:
    parts = _parts(element)
    return Place(
        detail=parts.get("ChiTiet", "") or _text(element),
        ward=parts.get("TenPhuongXa", ""),
        district=parts.get("TenQuanHuyen", ""),
        province=parts.get("TenTinhThanh", ""),
        country=parts.get("QuocGia", ""),
        ward_code=parts.get("MaPhuongXa", ""),
        district_code=parts.get("MaQuanHuyen", ""),
        province_code=parts.get("MaTinhThanh", ""),
    )


def _relative(element: Element | None) -> Relative:
    if element is None:
        return Relative()
    parts = _parts(element)
    return Relative(
        name=_name(next((child for child in element if _local(child) == "HoVaTen"), None)),
        nationality=parts.get("QuocTich", ""),
        number=parts.get("SoDinhDanh", ""),
        old_number=parts.get("SoCMND", ""),
        relation=parts.get("QuanHe", ""),
    )


def _sex(element: Element | None) -> str:
    return SEXES.get(fold(_text(element)), "")


# Each block by the name of its element, with what reads it.
BLOCKS: dict[Block, tuple[str, Callable[[Element | None], Any]]] = {
    Block.NUMBER: ("SoDinhDanh", _text),
    Block.OLD_NUMBER: ("SoCMND", _text),
    Block.NAME: ("HoVaTen", _name),
    Block.SEX: ("GioiTinh", _sex),
    Block.BIRTH: ("NgayThangNamSinh", _birth),
    Block.BIRTH_REGISTERED: ("NoiDangKyKhaiSinh", _place),
    Block.ORIGIN: ("QueQuan", _place),
    Block.ETHNICITY: ("DanToc", _text),
    Block.RELIGION: ("TonGiao", _text),
    Block.NATIONALITY: ("QuocTich", _text),
    Block.MARRIAGE: ("TinhTrangHonNhan", _text),
    Block.BLOOD: ("NhomMau", _text),
    Block.RESIDENCE: ("ThuongTru", _place),
    Block.DWELLING: ("NoiOHienTai", _place),
    Block.FATHER: ("Cha", _relative),
    Block.MOTHER: ("Me", _relative),
    Block.SPOUSE: ("VoChong", _relative),
    Block.REPRESENTATIVE: ("NguoiDaiDien", _relative),
    Block.HEAD: ("ChuHo", _relative),
    Block.HOUSEHOLD: ("SoSoHoKhau", _text),
}
