"""What is written together stands or falls together, and looks like what the ORM writes."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua import statements

pytestmark = pytest.mark.django_db


def number(index: str, **more: int) -> ContentType:
    return ContentType(app_label="test", model=index, **more)


def twice(*indexes: str | None) -> None:
    """Write rows together; None makes it break before the end."""
    with statements.together():
        for index in indexes:
            if index is None:
                raise TypeError
            statements.insert(number(index))


def test_a_row_is_written_as_the_orm_would() -> None:
    row = number("a")
    statements.insert(row)
    assert ContentType.objects.get(app_label="test", model="a").pk == row.pk
    assert not row._state.adding


def test_what_is_written_together_goes_in_one_statement() -> None:
    first, second = statements.keys(ContentType, ContentType)
    with CaptureQueriesContext(connection) as asked, statements.together():
        statements.insert(number("a", pk=first), number("b", pk=second))
        statements.write("UPDATE django_content_type SET model = model WHERE model = %s", ["nobody"])
        assert not ContentType.objects.filter(pk=first).exists()
    assert len(asked) == 2, "the question inside, and the one statement"
    assert ContentType.objects.filter(pk__in=[first, second]).count() == 2


def test_a_wrong_count_is_refused() -> None:
    statements.insert(number("a"))
    text = "UPDATE django_content_type SET model = model WHERE model = ANY(%s)"
    for count, wanted in ((2, True), (1, False)):
        with pytest.raises(LookupError) if wanted else transaction.atomic(), statements.together():
            statements.write(text, [["a", "b"]], count=count, otherwise=LookupError())
    with pytest.raises(LookupError):
        statements.write(text, [["b"]], count=1, otherwise=LookupError())


def test_one_wrong_row_leaves_nothing() -> None:
    statements.insert(number("a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        twice("c", "a")
    assert not ContentType.objects.filter(model="c").exists()


def test_nothing_is_sent_after_a_failure_inside() -> None:
    with pytest.raises(TypeError):
        twice("a", None)
    assert not ContentType.objects.filter(app_label="test").exists()
    statements.insert(number("b"))
    assert ContentType.objects.filter(app_label="test").count() == 1, "the broken batch is closed"


def test_a_column_that_the_server_computes() -> None:
    row = number("ABC")
    statements.insert(row, through={"model": "lower(%s)"})
    assert row.model == "abc"


def test_what_is_made_is_what_the_constructor_makes() -> None:
    kind = number("a")
    statements.insert(kind)
    values = {"name": "Xem", "content_type": kind, "codename": "see"}
    made, built = statements.made(Permission, **values), Permission(**values)
    assert (made.__dict__ | {"_state": 0}) == (built.__dict__ | {"_state": 0})
    assert made.content_type is kind
    assert made._state.adding
    statements.insert(made)
    assert Permission.objects.get(codename="see") == made
    with pytest.raises(KeyError):
        statements.made(Permission, nam="Xem")


class Wrong(Exception):
    """What a wrong count is refused with."""


def write_alone(count: int, *indexes: str, is_asked: bool = False) -> None:
    with statements.alone():
        if is_asked:
            statements.row("SELECT 1")
        statements.insert(*(number(index) for index in indexes))
        text = "UPDATE django_content_type SET model = model WHERE model = %s"
        statements.write(text, ["nobody"], count=count, otherwise=Wrong())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_asked", [False, True])
def test_what_is_written_alone_is_a_transaction(is_asked: bool) -> None:
    done: list[str] = []
    with pytest.raises(Wrong):
        write_alone(1, "a", is_asked=is_asked)
    assert not ContentType.objects.filter(app_label="test").exists()
    with statements.alone():
        transaction.on_commit(lambda: done.append("after"))
        if is_asked:
            statements.row("SELECT 1")
        statements.insert(number("a"))
        assert done == []
    with pytest.raises(IntegrityError):
        write_alone(0, "b", "a", is_asked=is_asked)
    assert done == ["after"]
    assert [row.model for row in ContentType.objects.filter(app_label="test")] == ["a"]
    assert connection.get_autocommit()
    ContentType.objects.filter(app_label="test").delete()
