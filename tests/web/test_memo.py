"""Answers are kept until the register changes, and no longer."""

from sijill.store import views
from sijill.web.memo import Memo
from tests.make import make_document


def test_an_answer_is_made_once_until_the_register_changes(register):
    memo, asked = Memo(), []

    def count() -> int:
        asked.append(1)
        return views.get_summary(register).documents

    assert [memo.get(register, "documents", count) for _ in range(3)] == [0, 0, 0]
    assert len(asked) == 1
    register.add_documents([make_document()])
    assert memo.get(register, "documents", count) == 1
    assert len(asked) == 2


def test_only_the_latest_answers_are_kept(register):
    memo, asked = Memo(size=2), []
    for key in (1, 2, 3, 1):
        memo.get(register, key, lambda key=key: asked.append(key))
    assert asked == [1, 2, 3, 1]
