"""Measures how well search finds the procedure that a question is about."""

import json
import statistics
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from motcua.lib.text import fold
from motcua.procedures.search.finding import find, rank
from motcua.procedures.search.index import current_index


class Command(BaseCommand):
    """`manage.py measure_search FILE`."""

    help = (
        "Đo tìm kiếm: đọc các câu hỏi có mã thủ tục (tệp JSONL với question và gold_codes), in tỷ lệ tìm đúng ở vị trí "
        "đầu và trong năm vị trí đầu, có dấu và không dấu, cùng thời gian mỗi câu. Không có tệp thì bỏ qua."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="tệp câu hỏi")
        parser.add_argument("--misses", action="store_true", help="in các câu không tìm đúng ở vị trí đầu")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if not path.exists():
            self.stdout.write(f"bỏ qua: không có tệp {path}")
            return
        index = current_index()
        questions = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
        known = [
            (item["question"], set(item["gold_codes"]))
            for item in questions
            if item.get("gold_codes") and set(item["gold_codes"]) & set(index.by_code)
        ]
        if not known:
            self.stdout.write("bỏ qua: không câu hỏi nào mang mã có trong danh mục")
            return
        for name, change in (("có dấu", str), ("không dấu", fold)):
            places, times = [], []
            for question, gold in known:
                start = time.perf_counter()
                ranked = rank(index, change(question))
                times.append((time.perf_counter() - start) * 1000)
                codes = [index.entries[number].code for number in ranked]
                places.append(next((place for place, code in enumerate(codes, 1) if code in gold), 0))
                if options["misses"] and places[-1] != 1:
                    self.stdout.write(f"  {places[-1] or '-'}\t{sorted(gold)}\t{codes[:3]}\t{question}")
            self.stdout.write(
                f"{name}: n={len(known)} hit@1={_share(places, 1):.3f} hit@5={_share(places, 5):.3f} "
                f"p50={statistics.median(times):.1f} ms max={max(times):.1f} ms"
            )
        start = time.perf_counter()
        find(index, known[0][0], with_facets=True)
        self.stdout.write(f"một trang kết quả có bộ lọc: {(time.perf_counter() - start) * 1000:.1f} ms")


def _share(places: list[int], most: int) -> float:
    return sum(1 <= place <= most for place in places) / len(places)
