"""What is said about a password that will not do."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override


@pytest.mark.parametrize(("language", "word"), [("fr", "trop court"), ("nl", "te kort")])
def test_a_short_password_is_refused_in_the_readers_language(language: str, word: str) -> None:
    with override(language), pytest.raises(ValidationError, match=word):
        validate_password("court")
