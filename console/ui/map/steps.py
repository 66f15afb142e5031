"""What the five steps of each colouring are called. Apart from `choropleth`, so that the legend needs no numpy."""

LABELS = (
    ("0", "1", "2", "3", "4+"),
    ("0", "≤5", "≤10", "≤20", ">20"),
    ("0", "1–5", "6–10", "11–20", "21+"),
)
"""Open cases per unit grid; overdue share and open cases per responsibility grid."""
