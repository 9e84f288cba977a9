"""Who: our own person, and the names by which the channels know that person."""

from sqlmodel import Field, SQLModel


class Person(SQLModel, table=True):
    """Trail, owners and roles point here; the role itself stands in desk.toml."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str


class Identity(SQLModel, table=True):
    channel: str = Field(primary_key=True)
    outside_id: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
