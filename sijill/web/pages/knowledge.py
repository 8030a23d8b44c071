"""Actors, sources and places of the register: one entry with its names, and its correction; new ones."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from sijill.errors import UserError
from sijill.gazetteer import open_gazetteer
from sijill.packs import Actor
from sijill.packs.place_lists import OwnPlace
from sijill.store import views
from sijill.web.access import check_may
from sijill.web.entries import ACTOR_KINDS, PLACE_KINDS, SOURCE_TYPES, ActorForm, EntryForm, PlaceForm, SourceForm, make_entry_id
from sijill.web.guard import check_form, parse_form
from sijill.web.workbench import Page

router = APIRouter()
NEW = "new"
OWN_PLACE = "own:"


@router.get("/actors/{actor_id}", response_class=HTMLResponse)
def show_actor(request: Request, actor_id: str) -> HTMLResponse:
    """Show one actor and the form to correct it, or the form for a new one."""
    page = Page(request)
    actors = page.workbench.packs.actors
    return render(page, "actor.html", actor_id, actors.get(actor_id), kinds=ACTOR_KINDS, actors=list_choices(page, actors))


@router.post("/actors/{actor_id}")
async def save_actor(request: Request, actor_id: str) -> RedirectResponse:
    """Keep an actor."""
    page, fields, author = await read_form(request)
    form = parse_form(ActorForm, fields)
    known = page.workbench.packs.actors.get(actor_id)
    entry = form.to_entry(find_id(actor_id, form, page.workbench.packs.actors), known)
    await run_in_threadpool(page.workbench.knowledge.save, entry, author)
    return RedirectResponse(f"/actors/{entry.id}", status_code=303)


@router.get("/sources/{source_id}", response_class=HTMLResponse)
def show_source(request: Request, source_id: str) -> HTMLResponse:
    """Show one source and the form to correct it, or the form for a new one."""
    page = Page(request)
    packs = page.workbench.packs
    return render(page, "source.html", source_id, packs.sources.get(source_id), kinds=SOURCE_TYPES, actors=list_choices(page, packs.actors))


@router.post("/sources/{source_id}")
async def save_source(request: Request, source_id: str) -> RedirectResponse:
    """Keep a source."""
    page, fields, author = await read_form(request)
    form = parse_form(SourceForm, fields)
    known = page.workbench.packs.sources.get(source_id)
    entry = form.to_entry(find_id(source_id, form, page.workbench.packs.sources), known)
    await run_in_threadpool(page.workbench.knowledge.save, entry, author)
    return RedirectResponse(f"/sources/{entry.id}", status_code=303)


@router.get("/places", response_class=HTMLResponse)
def show_places(request: Request) -> HTMLResponse:
    """Show the places of incidents, and those that the register brings of its own."""
    page = Page(request)
    return page.render("places.html", places=page.remember(views.list_places), own=page.workbench.knowledge.list_places())


@router.get("/places/{place_id:path}", response_class=HTMLResponse)
def show_place(request: Request, place_id: str) -> HTMLResponse:
    """Show one place and the form to correct it, or the form for a new one."""
    page = Page(request)
    return render(page, "place.html", place_id, find_place(page, place_id), kinds=PLACE_KINDS, actors=[])


@router.post("/places/{place_id:path}")
async def save_place(request: Request, place_id: str) -> RedirectResponse:
    """Keep a place."""
    page, fields, author = await read_form(request)
    form = parse_form(PlaceForm, fields)
    own = {place.id: place for place in page.workbench.knowledge.list_places()}
    known = await run_in_threadpool(find_place, page, place_id)
    entry_id = find_id(place_id, form, own, prefix=OWN_PLACE) if known is None else place_id
    entry = form.to_entry(entry_id, own.get(entry_id))
    await run_in_threadpool(page.workbench.knowledge.save, entry, author)
    return RedirectResponse(f"/places/{entry.id}", status_code=303)


def find_place(page: Page, place_id: str) -> OwnPlace | None:
    """Return a place as an entry: the register's own, or one of the gazetteer; None for a new or unknown one."""
    if place_id == NEW:
        return None
    own = next((place for place in page.workbench.knowledge.list_places() if place.id == place_id), None)
    if own is not None:
        return own
    settings = page.workbench.settings
    found = open_gazetteer(settings, place_files=settings.place_files(), packs=page.workbench.packs).get_place(place_id)
    if found is None:
        return None
    names = {"en": [found.name], **({"ar": [found.name_ar]} if found.name_ar else {})}
    return OwnPlace(id=place_id, names=names, lat=found.lat, lon=found.lon, country=found.country or "", admin1=found.admin1 or "")


def render(page: Page, template: str, entry_id: str, entry: object, **values: object) -> HTMLResponse:
    """Return the page of an entry; raises UserError for an id that nobody knows."""
    if entry is None and entry_id != NEW:
        raise UserError(f"the packs know no {entry_id}")
    if entry is None:
        check_may(page.request, "judge")
    return page.render(template, entry=entry, entry_id=entry_id, **values)  # type: ignore[arg-type]


async def read_form(request: Request) -> tuple[Page, dict[str, object], str]:
    """Return page, fields and author of a form of someone who may change what the register knows."""
    async with request.form() as form:
        check_form(request, form)
        fields: dict[str, object] = dict(form)
    return Page(request), fields, check_may(request, "judge").name


def find_id(given: str, form: EntryForm, known: Mapping[str, object], *, prefix: str = "") -> str:
    """Return the id of the entry of a form; raises UserError for a new one whose id is taken and for a correction of nothing."""
    if given != NEW:
        if given not in known:
            raise UserError(f"the packs know no {given}")
        return given
    made = make_entry_id(form, prefix=prefix)
    if made in known:
        raise UserError(f"there is {made} already: correct that one")
    return made


def list_choices(page: Page, actors: Mapping[str, Actor]) -> list[tuple[str, str]]:
    """Return id and name of every actor, by name."""
    return sorted(((actor_id, actor.get_label(page.lang)) for actor_id, actor in actors.items()), key=lambda choice: choice[1])
