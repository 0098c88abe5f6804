"""Opens the list of matters in English, with all that is done with it."""

from tests.faces.english_pages import Reader

from tongban.site.scenario import Scenario


def read_lists(reader: Reader, head: Reader, matters: list[Scenario]) -> set[str]:
    """The list narrowed rightly and wrongly, saved, removed, done several at a time, taken out."""
    reader.data |= {"due soon"}
    reader.get("/work/?group=all&due=week&order=due&hide=item")
    reader.get("/work/?group=all&from=2026-02-30&due=never")
    reader.post("/work/list/save/", {"group": "all", "due": "week"}, 422)
    reader.post("/work/list/save/", {"group": "all", "due": "week", "name": "due soon"})
    reader.get("/work/?group=all&due=week&saved=1")
    reader.post("/work/list/several/", {"act": "take", "pick": "yes"}, 422)
    chosen = {"act": "take", "pick": "yes", "chosen": [f"{matters[0].number}.99"]}
    reader.post("/work/list/several/", chosen, 200)
    reader.post("/work/list/export/", {"group": "all", "reason": "", "format": "csv"}, 422)
    head.get("/work/?group=running&pick=yes")
    # a page in answer to a form that went wrong is the form's page
    return reader.opened | head.opened | {"work:list_save", "work:list_export"}
