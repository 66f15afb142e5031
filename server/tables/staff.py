"""Private numbers of staff: personal data, shown one by one with a reason."""

from sqlalchemy import Table

from server.tables.columns import id_column, metadata, number_column, text_column

staff_phones = Table(
    "staff_phones",
    metadata,
    id_column("staff", primary_key=True),  # code of the member of staff in the city's folder
    text_column("phone"),
    number_column("kept_at"),
)
