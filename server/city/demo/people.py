"""The people of the demo city: invented names, one collector for each duty grid, one account for each unit."""

import csv
from collections.abc import Sequence
from io import StringIO

from rules.grid import Grids
from server.city.demo.plan import read_rows

PASSWORD = "demo-2026"  # noqa: S105  # shown on the sign-in page while the city is marked as synthetic
_COLUMNS = ("login", "name", "name_en", "roles", "unit", "duty_grids", "password")
_FAMILIES = (
    ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("赵", "Zhao"),
    ("黄", "Huang"), ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun"), ("胡", "Hu"), ("朱", "Zhu"),
    ("高", "Gao"), ("林", "Lin"), ("何", "He"), ("郭", "Guo"), ("马", "Ma"), ("罗", "Luo"), ("梁", "Liang"),
    ("宋", "Song"), ("郑", "Zheng"), ("谢", "Xie"), ("韩", "Han"), ("唐", "Tang"), ("冯", "Feng"), ("于", "Yu"),
    ("董", "Dong"),
)  # fmt: skip
_GIVEN = (
    ("建国", "Jianguo"), ("秀英", "Xiuying"), ("志明", "Zhiming"), ("丽华", "Lihua"), ("文斌", "Wenbin"),
    ("春燕", "Chunyan"), ("海涛", "Haitao"), ("雪梅", "Xuemei"), ("国强", "Guoqiang"), ("玉兰", "Yulan"),
    ("永刚", "Yonggang"), ("晓东", "Xiaodong"), ("红霞", "Hongxia"), ("振宇", "Zhenyu"), ("桂芳", "Guifang"),
    ("立新", "Lixin"), ("俊杰", "Junjie"), ("淑珍", "Shuzhen"), ("卫东", "Weidong"), ("思远", "Siyuan"),
    ("爱民", "Aimin"), ("凤琴", "Fengqin"), ("长河", "Changhe"), ("小雨", "Xiaoyu"), ("德胜", "Desheng"),
)  # fmt: skip


def people_csv(grids: Grids, more: Sequence[Sequence[str]] = ()) -> str:
    """people.csv of the demo city: the centre's staff, one account per unit, collectors c001 …, and `more` rows."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([row["login"], row["name"], row["name_en"], row["roles"], "", "", PASSWORD] for row in _staff())
    writer.writerows(_unit_account(unit) for unit in read_rows("folder/units.csv"))
    writer.writerows(_collector(number, grid.code) for number, grid in enumerate(grids.duties))
    writer.writerows(more)
    return text.getvalue()


def _staff() -> list[dict[str, str]]:
    return read_rows("staff.csv")


def _unit_account(unit: dict[str, str]) -> list[str]:
    code = unit["code"]
    return [f"u{code}", f"{unit['name']}值班员", f"{unit['name_en']} duty desk", f"unit@{code}", code, "", PASSWORD]


def invented(number: int) -> tuple[str, str]:
    """The name of the number-th person, in both languages."""
    family, family_en = _FAMILIES[number % len(_FAMILIES)]
    given, given_en = _GIVEN[number // len(_FAMILIES) % len(_GIVEN)]
    return family + given, f"{family_en} {given_en}"


def _collector(number: int, duty_grid: str) -> list[str]:
    login = f"c{number + 1:03d}"
    return [login, *invented(number), "collector", "", duty_grid, PASSWORD]
