"""Texts that come as data, in the reader's language."""

from django.conf import settings
from django.test import override_settings
from django.utils import translation
from markupsafe import Markup

from motcua.ui import texts


def known(text: str) -> str:
    return {"Giấy <khai> sinh": "Birth <certificate>"}.get(text, "")


@override_settings(PORTS={**settings.PORTS, "texts": f"{__name__}.known"})
def test_english_where_it_is_known_and_marked_vietnamese_where_not() -> None:
    assert texts.said("Giấy <khai> sinh") == texts.translated("Giấy <khai> sinh") == "Giấy <khai> sinh"
    with translation.override("en"):
        assert texts.translated("Giấy <khai> sinh") == "Birth <certificate>"
        assert not isinstance(texts.said("Giấy <khai> sinh"), Markup), "the template escapes it"
        assert texts.said("Việc <lạ>") == '<span lang="vi">Việc &lt;lạ&gt;</span>'
        assert isinstance(texts.said("Việc <lạ>"), Markup)
        assert texts.said("Tiếp tục") == "Continue", "our own texts stand in the catalogue of messages"
        assert texts.said("") == texts.translated("") == ""
        assert texts.said("Một hai ba bốn", 7) == '<span lang="vi">Một ha…</span>'
        assert texts.said(Markup("<b>x</b>")) == "<b>x</b>", "marked already"


def test_a_text_is_cut_between_words() -> None:
    assert texts.shortened("chuyển đổi loại hình doanh nghiệp", 25) == "chuyển đổi loại hình…"
    assert texts.shortened("chuyển đổi loại hình, tên gọi", 22) == "chuyển đổi loại hình…"
    assert texts.shortened("chuyểnđổiloạihìnhdoanhnghiệp", 10) == "chuyểnđổi…", "one long word is cut where it must be"
    assert texts.shortened("ngắn", 4) == "ngắn"
