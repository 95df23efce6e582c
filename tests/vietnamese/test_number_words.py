"""Numbers in words, each read aloud by hand."""

from decimal import Decimal

import pytest

from vietnamese.number_words import in_words

READ = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm linh một",
    104: "một trăm linh bốn",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    121: "một trăm hai mươi mốt",
    555: "năm trăm năm mươi lăm",
    1_000: "một nghìn",
    1_001: "một nghìn không trăm linh một",
    1_010: "một nghìn không trăm mười",
    2_109: "hai nghìn một trăm linh chín",
    10_000: "mười nghìn",
    21_021: "hai mươi mốt nghìn không trăm hai mươi mốt",
    1_000_000: "một triệu",
    1_000_005: "một triệu không trăm linh năm",
    1_005_000: "một triệu không trăm linh năm nghìn",
    10**9: "một tỷ",
    10**9 + 1: "một tỷ không trăm linh một",
    2_269_266_000_000: "hai nghìn hai trăm sáu mươi chín tỷ hai trăm sáu mươi sáu triệu",
    10**12: "một nghìn tỷ",
    10**18: "một tỷ tỷ",
    -24: "âm hai mươi tư",
}


@pytest.mark.parametrize(("number", "words"), READ.items())
def test_number_is_spelled_in_words(number, words):
    assert in_words(number) == words


@pytest.mark.parametrize(("number", "words"), [("0.5", "một"), ("2.4", "hai"), ("-0.4", "không")])
def test_fraction_is_rounded_half_up(number, words):
    assert in_words(Decimal(number)) == words
