"""Declared: what is said of several services together."""

from __future__ import annotations

from collections.abc import Iterator

from kith.figures.measures.declarations.measure import LR, OURS, SR, Dimension, Family, Measure

FAMILIES = (Family("compared", "The services side by side", "Nothing to compare."),)


def dimensions() -> Iterator[Dimension]:
    yield Dimension("rate_group", "Group by relocation rate", "rate_group")
    yield Dimension("service", "Service", "", every=False)


def measures() -> Iterator[Measure]:
    for key, title, unit, says, source in (
        ("services", "Services compared", "services", "Services with figures for the month.", LR),
        ("rate_group", "Group by relocation rate", "services", "Under 5, 5 to 10 inclusive, over 10 per cent, of confirmed moves.", LR),
        ("funnel_chi_square", "Chi-square of the relocation rates", "coefficient", "Services against the pooled rate; the denominator is the degrees of freedom.", OURS),
        ("funnel_dispersion", "Overdispersion of the relocation rates (phi)", "coefficient", "Chi-square divided by its degrees of freedom; above 1 the services differ more than chance alone makes them.", "Spiegelhalter 2005"),
        ("funnel_z", "Distance from the pooled rate, unadjusted (z)", "z", "In standard errors of the pooled rate. The numerator is 1 where it lies outside the 95 per cent limits (beyond 1.96), else 0.", "Spiegelhalter 2005"),
        ("funnel_z_widened", "Distance from the pooled rate, limits widened for overdispersion (z)", "z", "The same divided by the square root of phi, where phi is above 1 (multiplicative, not winsorised). The numerator is 1 outside the limits.", "Spiegelhalter 2005"),
        ("harm_share_correlation", "Rank correlation of a harm's share among affected with the relocation rate", "coefficient", "Spearman over the services, 95 per cent interval by Fisher's z with the variance of Bonett and Wright.", LR),
        ("harm_share_correlation_p", "Probability of so strong a rank correlation by chance", "probability", "Two-sided, of the correlation before.", OURS),
        ("none_reported", "Services reporting nobody for a harm", "services", "Of the services with anybody affected.", SR),
        ("zero_report", "Services reporting nobody for a harm where their size makes that improbable", "services", "Of the services reporting nobody, those where the others' pooled share makes that less likely than 1 in 20: a finding about recording.", SR),
        ("zero_report_probability", "How likely nobody would be, at the share that the other services report", "probability", "Of each service reporting nobody for a harm.", OURS),
    ):  # fmt: skip
        by = ("rate_group",) if key == "rate_group" else ("harm",) if "harm_" in key or "report" in key else ()
        yield Measure(key, title, unit, says, source, "compared", by=by, made="compare")
