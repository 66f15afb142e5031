"""The kinds of columns that all tables are made of, and the one collection of tables."""

from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, MetaData, String, Text, false

metadata = MetaData()


def id_column(name: str, *, primary_key: bool = False) -> Column[str]:
    """A key: an identity made by us or by a console."""
    return Column(name, String(128), nullable=False, primary_key=primary_key)


def word_column(name: str) -> Column[str]:
    """A code, key, name or number of at most 200 characters; "" = none."""
    return Column(name, String(200), nullable=False, default="", server_default="")


def text_column(name: str) -> Column[str]:
    """A text of any length; "" = none."""
    return Column(name, Text, nullable=False, default="", server_default="")


def number_column(name: str) -> Column[int]:
    """An integer or instant; 0 = none."""
    return Column(name, BigInteger, nullable=False, default=0, server_default="0")


def flag_column(name: str) -> Column[bool]:
    """True or false."""
    return Column(name, Boolean, nullable=False, default=False, server_default=false())


def bytes_column(name: str) -> Column[bytes]:
    """What is hashed or chained, as the bytes themselves."""
    return Column(name, LargeBinary, nullable=False)
