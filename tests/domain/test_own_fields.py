"""Names of own fields: how they are compared, and how they are typed."""

from __future__ import annotations

import pytest

from funnelboard.domain.own_fields import LONGEST_NAME, key_of, own_name, own_text, typed_name
from funnelboard.errors import BadInput


@pytest.mark.parametrize(
    ("name", "key", "typed"),
    [
        ("Contract no.", "contractno", "contract-no"),
        ("contract_no", "contractno", "contract-no"),
        ("ContractNo", "contractno", "contractno"),
        ("Größe (cm)", "grössecm", "grösse-cm"),
        ("Vertragsnummer Ⅱ", "vertragsnummerii", "vertragsnummer-ⅱ"),
        ("संपर्क", "संपर्क", "संपर्क"),
        ("%", "%", "%"),
        (" # ", "#", "#"),
    ],
)
def test_letters_and_digits_alone_tell_names_apart(name: str, key: str, typed: str) -> None:
    assert (key_of(name), typed_name(name)) == (key, typed)
    assert key_of(typed) == key


def test_an_own_field_is_named_behind_a_prefix() -> None:
    assert own_name("field.renewal") == "renewal"
    assert own_name('FIELD."Contract  no"') == "Contract no"
    assert [own_name(name) for name in ("title", "field", "fields.x")] == [None, None, None]
    assert own_name("field." + "x" * LONGEST_NAME) == "x" * LONGEST_NAME
    for wrong in ("field.", 'field."" ', "field." + "x" * (LONGEST_NAME + 1)):
        with pytest.raises(BadInput):
            own_name(wrong)


def test_a_text_is_found_however_its_name_is_written() -> None:
    fields = (("Renewal", "2027"), ("Contract no", "K-1"))
    assert [own_text(fields, name) for name in ("contract-no", "RENEWAL", "other")] == ["K-1", "2027", ""]
