"""Import: upload or paste, look at what was read, then keep or discard it."""

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from sijill.present.claims import make_marks
from sijill.present.passages import Piece, make_extract
from sijill.web import importing
from sijill.web.access import check_may
from sijill.web.guard import check_form, parse_form
from sijill.web.workbench import Page

router = APIRouter(prefix="/import")
_DAY = r"^\d{4}(-\d\d(-\d\d)?)?$"
OPENING = 300


class PasteForm(BaseModel):
    """A pasted text; empty fields are not given."""

    model_config = ConfigDict(extra="ignore")

    text: str = Field(max_length=2_000_000)
    title: str | None = Field(default=None, max_length=500)
    source: str | None = Field(default=None, max_length=200)
    published: str | None = Field(default=None, pattern=_DAY)
    url: str | None = Field(default=None, max_length=2_000, pattern=r"^https?://\S+$")


@router.get("", response_class=HTMLResponse)
def show_form(request: Request) -> HTMLResponse:
    """Show the form."""
    return Page(request).render("import.html")


@router.post("")
async def keep_aside(request: Request) -> RedirectResponse:
    """Put files and text aside and show what was read from them."""
    register = request.app.state.workbench.register
    async with request.form(max_files=1000, max_part_size=importing.MAX_BYTES) as form:
        check_form(request, form)
        check_may(request, "import")
        files = [(part.filename or "report", await part.read()) for part in form.getlist("files") if isinstance(part, UploadFile)]
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if any(data for _, data in files):
        token = await run_in_threadpool(importing.keep_files, register, files)
    else:
        token = await run_in_threadpool(importing.keep_pasted, register, parse_pasted(fields))
    return RedirectResponse(f"/import/{token}", status_code=303)


def parse_pasted(fields: dict[str, str]) -> importing.Pasted:
    """Return the pasted text of a form; raises UserError for a day or address that is none."""
    form = parse_form(PasteForm, {name: value for name, value in fields.items() if value.strip()} | {"text": fields.get("text", "")})
    return importing.Pasted(**form.model_dump())


@router.get("/{token}", response_class=HTMLResponse)
def show_preview(request: Request, token: str) -> HTMLResponse:
    """Show what an import would bring."""
    check_may(request, "import")
    page = Page(request)
    found = importing.preview(page.register, page.workbench.packs, page.workbench.settings, token)
    veil = page.make_veil([report.document for report in found.reports])
    reports = [importing.ReadReport(veil.cover_document(r.document), tuple(map(veil.cover_words, r.claims))) for r in found.reports]
    covered = msgspec.structs.replace(found, reports=reports)
    return page.render("import_preview.html", preview=covered, veil=veil, pieces=[make_preview(report) for report in reports])


def make_preview(report: importing.ReadReport) -> list[Piece]:
    """Return the words that claims rest on, or how the document begins."""
    marks = make_marks(report.claims)
    return make_extract(report.document.text, marks) if marks else [Piece(0, report.document.text[:OPENING])]


@router.post("/{token}")
async def keep_or_discard(request: Request, token: str) -> RedirectResponse:
    """Keep what was shown and run over it, or discard it."""
    async with request.form() as form:
        check_form(request, form)
        answer = form.get("answer")
    check_may(request, "import")
    workbench = request.app.state.workbench
    if answer != "keep":
        await run_in_threadpool(importing.discard, workbench.register, token)
        return RedirectResponse("/import", status_code=303)
    done = await run_in_threadpool(importing.accept, workbench.register, workbench.settings, token)
    return RedirectResponse("/documents?sort=-added" if done else "/runs", status_code=303)
