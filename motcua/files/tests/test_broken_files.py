"""Files broken at random are taken or turned down, never answered with a fault of ours."""

import random

import pytest

from motcua.files import fenced, inspection
from motcua.files.rules import Limits
from motcua.files.tests import samples
from motcua.lib.fence import Breach

SMALL = samples.page_photo(200, 300)
SEEDS = {
    "pdf": samples.pdf(3, weight=2000),
    "jpeg": samples.encode(SMALL),
    "png": samples.encode(SMALL, "PNG"),
    "tiff": samples.encode(SMALL, "TIFF", save_all=True, append_images=[SMALL]),
    "webp": samples.encode(SMALL, "WEBP"),
    "heic": samples.heic(SMALL),
    "docx": samples.docx(**{"word/media/a.txt": b"abc" * 1000}),
}


def broken(data: bytes, luck: random.Random) -> bytes:
    result = bytearray(data)
    for _ in range(luck.choice((1, 2, 5, 20))):
        place, what = luck.randrange(len(result)), luck.random()
        if what < 0.5:
            result[place] = luck.randrange(256)
        elif what < 0.75:
            del result[place : place + luck.randrange(1, 50)]
        else:
            result[place:place] = luck.randbytes(luck.randrange(1, 20))
    return bytes(result)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the parsers' own; the process behind the fence ignores them too
@pytest.mark.parametrize("kind", SEEDS)
def test_broken_files_never_break_us(kind: str) -> None:
    luck, limits = random.Random(kind), vars(Limits())
    for _ in range(60):
        data = broken(SEEDS[kind], luck)
        found = inspection.inspect(blobs=[data], **limits)
        assert "refused" in found or found["kind"] == kind
        if "refused" in found or not found["pages"]:
            continue
        image, blobs = inspection.page_image(
            blobs=[data], kind=found["kind"], page=1, width=200, pixels=limits["pixels"]
        )
        assert "refused" in image or blobs[0].startswith(b"\x89PNG")
        if found["kind"] != "pdf":
            small, pages = inspection.shrink(blobs=[data], pixels=limits["pixels"], longest=300)
            assert "refused" in small or inspection.bind(blobs=pages, title="a")[1][0].startswith(b"%PDF")


def test_a_busy_machine_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*args: object, **more: object) -> None:
        raise Breach("inspect") from TimeoutError("no answer in time")

    monkeypatch.setattr(fenced.fence, "call", late)
    with pytest.raises(fenced.FileRefused, match="file_not_now"):
        fenced.ask("inspect", [SEEDS["pdf"]], "a.pdf")
