"""The pages, one file each; every router is in `ROUTERS`."""

from fastapi import APIRouter

from sijill.web.pages import (
    claim,
    document,
    imports,
    incident,
    incidents,
    knowledge,
    maps,
    overview,
    people,
    preferences,
    print,
    register,
    regroup,
    review,
    searches,
)

ROUTERS: tuple[APIRouter, ...] = (
    overview.router,
    incidents.router,
    print.router,
    incident.router,
    regroup.router,
    document.router,
    claim.router,
    register.router,
    knowledge.router,
    review.router,
    searches.router,
    imports.router,
    people.router,
    maps.router,
    preferences.router,
)
