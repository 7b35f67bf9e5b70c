"""Services together: the published figures of the thirteen services, and statistics that SciPy agrees with."""

from __future__ import annotations

import polars as pl
import pytest
from scipy.stats import binomtest, spearmanr

from kith.figures.measures.compare import compare, rate_group
from kith.figures.measures.figure import TOGETHER, figures
from kith.figures.measures.intervals import wilson

# Affected and relocated of the thirteen services, Last resort or best interest?, Table 2.
AFFECTED = [44, 7, 337, 85, 90, 466, 49, 123, 234, 129, 274, 114, 176]
RELOCATED = [0, 0, 10, 3, 4, 21, 4, 12, 25, 19, 43, 29, 45]


def _counts(name: str, **counts: int) -> list[dict[str, object]]:
    made = []
    for key, number in counts.items():
        measure, _, harm = key.partition("__")
        high = number if measure == "relocated" else None
        place = {"measure": measure, "breakdown": "harm" if harm else "", "category": harm}
        made.append(
            {"authority": name, "period": "2019-09", "numerator": number, "value": number, "high": high} | place
        )
    return made


def _services(*services: list[dict[str, object]]) -> pl.DataFrame:
    return figures(pl.DataFrame([row for service in services for row in service], infer_schema_length=None))


def _of(frame: pl.DataFrame, measure: str, authority: str = TOGETHER, category: str = "") -> dict[str, object]:
    place = {"measure": measure, "authority": authority, "category": category}
    return frame.filter(*[pl.col(key) == value for key, value in place.items()]).row(0, named=True)


def test_services_together_have_the_sum_of_their_counts_and_the_share_of_the_sums() -> None:
    found = compare(
        _services(
            _counts("A", affected=10, relocated=1, supported=100), _counts("B", affected=30, relocated=5, supported=100)
        )
    )
    assert _of(found, "affected")["value"] == 40
    rate = _of(found, "relocation_rate")
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (0.15, 6, 40)
    assert (rate["low"], rate["high"]) == pytest.approx(tuple(binomtest(6, 40).proportion_ci(method="wilson")))


def test_what_one_service_cannot_tell_cannot_be_told_of_all_together() -> None:
    silent = [
        row | {"numerator": None, "value": None, "state": "not_available"} for row in _counts("B", missing_from_stay=0)
    ]
    told = [row | {"state": "exact"} for row in _counts("A", missing_from_stay=7)]
    found = compare(
        _services(_counts("A", affected=10, relocated=9), _counts("B", affected=9, relocated=8), told, silent)
    )
    assert [_of(found, key)["value"] for key in ("relocated", "missing_from_stay", "missing_from_stay_share")] == [
        17,
        None,
        None,
    ]
    assert _of(found, "missing_from_stay")["state"] == _of(found, "missing_from_stay_share")["state"] == "not_available"


def test_five_and_ten_per_cent_exactly_are_in_the_middle_group() -> None:
    assert [rate_group(n, 100) for n in (4, 5, 10, 11)] == ["under_5", "5_to_10", "5_to_10", "over_10"]
    assert rate_group(0, 0) == "not_known"


def test_the_thirteen_services_differ_as_published_and_widening_divides_by_the_root_of_phi() -> None:
    services = [
        _counts(f"S{n:02}", affected=a, relocated=r) for n, (a, r) in enumerate(zip(AFFECTED, RELOCATED, strict=True))
    ]
    found = compare(_services(*services))
    chi, phi = _of(found, "funnel_chi_square"), _of(found, "funnel_dispersion")
    z = found.filter(pl.col("measure") == "funnel_z")
    assert (z["value"] ** 2).sum() == pytest.approx(chi["value"])
    assert (round(chi["value"], 1), chi["denominator"], round(phi["value"], 1)) == (136.5, 12, 11.4)  # type: ignore[call-overload]
    pooled = _of(found, "relocation_rate")
    assert [round(100 * pooled[end], 2) for end in ("value", "low", "high")] == [10.1, 8.89, 11.46]  # type: ignore[operator]
    groups = found.filter((pl.col("authority") == TOGETHER) & (pl.col("measure") == "rate_group"))
    assert groups["value"].to_list() == [6, 2, 5, 0]
    assert phi["value"] == pytest.approx(chi["value"] / 12)  # type: ignore[operator]
    widened = found.filter(pl.col("measure") == "funnel_z_widened")
    assert widened["value"].to_list() == pytest.approx((z["value"] / phi["value"] ** 0.5).to_list())  # type: ignore[operator]
    assert widened["numerator"].sum() < z["numerator"].sum()
    assert z["authority"].to_list() == sorted(z["authority"])


def test_rank_correlation_has_n_an_interval_and_none_below_four_services() -> None:
    data = [(50, 1, 5), (60, 4, 9), (70, 3, 20), (80, 9, 21), (90, 12, 20)]
    services = [_counts(f"S{n}", affected=a, relocated=r, affected__cse=h) for n, (a, r, h) in enumerate(data)]
    found = _of(compare(_services(*services)), "harm_share_correlation", category="cse")
    expected = spearmanr([h / a for a, _, h in data], [r / a for a, r, _ in data]).statistic
    assert found["value"] == pytest.approx(expected)
    assert found["denominator"] == 5
    assert found["low"] < found["value"] < found["high"]  # type: ignore[operator]
    few = _of(compare(_services(*services[:3])), "harm_share_correlation", category="cse")
    assert (few["state"], few["value"]) == ("not_available", None)


def test_nobody_reported_is_a_finding_only_where_size_makes_it_improbable() -> None:
    services = [
        _counts("Large", affected=200, relocated=1, affected__peer_on_peer=0),
        _counts("Other", affected=200, relocated=1, affected__peer_on_peer=20),
        _counts("Small", affected=3, relocated=1, affected__peer_on_peer=0),
    ]
    found = compare(_services(*services))
    assert _of(found, "none_reported", category="peer_on_peer")["value"] == 2
    assert _of(found, "zero_report", category="peer_on_peer")["value"] == 1
    assert _of(found, "zero_report_probability", "Large", "peer_on_peer")["numerator"] == 1
    assert _of(found, "zero_report_probability", "Small", "peer_on_peer")["numerator"] == 0


@pytest.mark.parametrize(("count", "of"), [(0, 10), (3, 10), (10, 10), (215, 2128)])
def test_the_closed_form_of_wilson_equals_scipys(count: int, of: int) -> None:
    low, high = pl.select(
        *[end.alias(name) for end, name in zip(wilson(pl.lit(count), pl.lit(of)), "lh", strict=True)]
    ).row(0)
    assert (low, high) == pytest.approx(tuple(binomtest(count, of).proportion_ci(method="wilson")))
