"""Case numbers: set aside for a batch where lanes write beside each other, counted in the transaction elsewhere."""

from sqlalchemy import insert, select

from server import tables
from server.casebook.numbers import Numbers, Stock
from server.cities import Cities
from server.database import Database
from tests.server.small_city import NOW


def test_numbers_set_aside_and_not_used_go_to_the_next_case(database: Database, cities: Cities) -> None:
    stock, city = Stock(database), cities.current
    if not database.has_lanes:
        assert stock.take(city, NOW, 3) == {}
        return
    assert stock.take(city, NOW, 0) == {}
    taken = stock.take(city, NOW, 3)
    assert taken == {"150422#": [1, 2, 3]}
    stock.give_back({"150422#": [2, 3]})
    assert Stock(database).take(city, NOW, 1) == {"150422#": [4]}  # another server's
    assert stock.take(city, NOW, 3) == {"150422#": [2, 3, 5]}


def test_where_too_few_were_set_aside_the_count_itself_goes_on(database: Database, cities: Cities) -> None:
    city, table = cities.current, tables.case_numbers
    with database.write() as connection:
        connection.execute(insert(table).values(period="150422#", last=7))
        numbers = Numbers(connection, {"150422#": [7]})
        assert [numbers.next(city, NOW) for _ in range(2)] == ["15042200007", "15042200008"]
        mark = numbers.mark()
        numbers.next(city, NOW)
        numbers.back_to(mark)  # its command failed
        assert numbers.next(city, NOW) == "15042200009"
        numbers.flush()
        assert numbers.unused() == {"150422#": []}
    with database.read() as connection:
        assert connection.execute(select(table)).all() == [("150422#", 9)]
