from __future__ import annotations

from training.common import bigram_weights, format_table


def test_a_bigram_weighs_less_the_more_paragraphs_hold_it():
    found = bigram_weights(["老街换新管", "老街改造", "老街", "水价调整"])
    assert found["老街"] < found["水价"] < 1.0


def test_the_table_has_a_line_per_weight_and_its_bigrams_in_order():
    assert format_table({"老街": 0.31, "水价": 0.29, "校车": 0.5}) == "0.30\t水价 老街\n0.50\t校车\n"
