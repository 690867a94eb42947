"""Pages of the house itself."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kakekomi.desk.house.language import COOKIE
from kakekomi.desk.house.scope import public
from kakekomi.packs.model import Language

YEAR_S = 31_536_000


@public
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, and go back to the page.

    Without a token, so that pages can be the same for everybody: who makes a browser send this
    from elsewhere changes a language.
    """
    chosen = request.POST.get("lang", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in set(Language):
        response.set_cookie(COOKIE, chosen, max_age=YEAR_S, samesite="Lax", httponly=True)
    return response


@public
def closed(request: HttpRequest) -> HttpResponse:
    """A page of a library that is not for our people: nobody gives himself another address."""
    raise Http404(request.path)


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the desk answers."""
    return HttpResponse("ok", content_type="text/plain")
