"""The JSON API: everything that the pages show, with the same functions; described by OpenAPI at `/api/openapi.json`.

In: query parameters as in the addresses of pages. Out: values of the model, as they are in exports (interchange format, version 1).
"""

from sijill.web.api.routes import router

__all__ = ["router"]
