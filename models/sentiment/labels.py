"""The closed word lists the three heads answer with.

Rule: order is part of the weights. A word is only ever added at the end, and then the model is trained again.
"""

from __future__ import annotations

from typing import Final

POLARITIES: Final = ("negative", "neutral", "positive")
DIMENSIONS: Final = (
    "none",
    "financial_stability",
    "after_sales_service",
    "product_quality_safety",
    "technology",
    "governance_integrity",
    "brand_loyalty",
    "supply_and_operations",
)
VOICES: Final = (
    "media",
    "company",
    "investor",
    "owner",
    "dealer_supplier",
    "court_regulator",
    "analyst",
    "competitor",
)
