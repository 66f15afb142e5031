"""What became of a report, for who has its secret link; once it has ended: how content they are, and "not fixed"."""

import asyncio
from collections.abc import Callable, Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rules.case import ENDED, Case, Stage
from rules.citizens import PAGE
from rules.city import City
from rules.commands import NotAllowed
from rules.effects.citizens import BEST, WORST
from server.access.secrets import new_token
from server.api.errors import NotFound
from server.citizens.again import Again
from server.citizens.intake import CitizenIntake
from server.citizens.kept import KeptReport
from server.citizens.marks import Marks
from server.citizens.photos import CitizenPhotos
from server.citizens.progress import is_told, shown_photos, steps
from server.open311.services import services_of
from server.pages.deeds import DONE, derived_id
from server.pages.kit import Kit
from server.pages.visit import Visit, check_origin
from server.public.reading import Typed, kept_word, read_public, typed
from server.speech import Speech

RATINGS = tuple(str(n) for n in range(BEST, WORST - 1, -1))


class Following:
    """`/public/r/{link}` and what can be done there."""

    def __init__(
        self, kit: Kit, intake: CitizenIntake, photos: CitizenPhotos, marks: Marks, speech: Speech, base: str
    ) -> None:
        self._kit, self._intake, self._photos, self._marks, self._base = kit, intake, photos, marks, base
        self._again = Again(intake, lambda: speech.texts("zh_CN"))
        self._open: Callable[[], City] = lambda: kit.cities.current
        self._knock: Callable[[Request], None] = lambda _: None

    def add_to(self, routes: APIRouter, is_open: Callable[[], City], knock: Callable[[Request], None]) -> None:
        """The paths; `is_open` gives the city, or refuses; `knock` refuses who sends too much."""
        self._open, self._knock = is_open, knock
        routes.add_api_route("/r/{link}", self.status)
        routes.add_api_route("/r/{link}/photo/{sha256}", self.photo)
        routes.add_api_route("/r/{link}/rating", self.rate, methods=["POST"])
        routes.add_api_route("/r/{link}/not-fixed", self.not_fixed, methods=["POST"])

    def status(self, link: str, request: Request) -> Response:
        """Number, steps, answer, photos."""
        self._open()
        visit = self._kit.visits.anybody(request)
        kept, case = self._behind(link)
        return self._show(visit, link, kept, case, Typed(), (), notices=tuple(request.query_params))

    def photo(self, link: str, sha256: str) -> Response:
        """A small picture of what the page shows."""
        city = self._open()
        _, case = self._behind(link)
        if sha256 not in shown_photos(case, city.citizens):
            raise NotFound(sha256)
        blob = self._kit.photos.get(sha256, "thumb")
        headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
        return Response(blob.data, media_type="image/jpeg", headers=headers)

    async def rate(self, link: str, request: Request) -> Response:
        """How content who reported is; said again, the last one counts."""
        check_origin(request)
        visit, kept, case, given = await self._asked(link, request)
        rating = given.get("rating")
        if rating not in RATINGS:
            words = visit.texts.text("citizen.rating_missing")
            return await asyncio.to_thread(self._show, visit, link, kept, case, given, (words,), 422)
        body: dict[str, object] = {"rating": int(rating)}
        body |= {"text": given.get("text")} if given.get("text") else {}
        command = derived_id("rate", case.id, str(case.stage_since), rating, given.get("text"))
        outcome = await self._intake.do(PAGE, command, "rate", case.id, body)
        if outcome.state not in DONE:
            words = visit.texts.text(outcome.rule or "error.request", **outcome.details)
            return await asyncio.to_thread(self._show, visit, link, kept, case, given, (words,), 422)
        await asyncio.to_thread(self._intake.reports.rate, case.id, int(rating))
        return RedirectResponse(f"{self._base}/r/{link}?rated=1", 303)

    async def not_fixed(self, link: str, request: Request) -> Response:
        """It is taken up again, as a report that names the old one; however often it is sent, once."""
        check_origin(request)
        visit, kept, case, given = await self._asked(link, request)
        problems = [*given.problems]
        if not given.get("words") and not given.photos:
            problems.append(visit.texts.text("citizen.again_missing"))
        if len(given.get("words")) > self._kit.cities.current.citizens.words_max:
            most = self._kit.cities.current.citizens.words_max
            problems.append(visit.texts.text("citizen.too_long", field=visit.texts.text("field.words"), most=most))
        if case.stage not in ENDED:
            problems.append(visit.texts.text("citizen.still_open"))
        if problems:
            return await asyncio.to_thread(self._show, visit, link, kept, case, given, problems, 422)
        try:
            await self._again.take(case, PAGE, given.get("words"), given.photos, given.get("link"))
        except NotAllowed as refusal:
            words = visit.texts.text(refusal.rule, **refusal.details)
            return await asyncio.to_thread(self._show, visit, link, kept, case, given, (words,), 422)
        return RedirectResponse(f"{self._base}/r/{link}?again=1", 303)

    async def _asked(self, link: str, request: Request) -> tuple[Visit, KeptReport, Case, Typed]:
        city = await asyncio.to_thread(self._open)
        visit = await asyncio.to_thread(self._kit.visits.anybody, request)
        kept, case = await asyncio.to_thread(self._behind, link)
        self._knock(request)
        form = await read_public(request, city)
        try:
            given = await asyncio.to_thread(typed, form, self._photos, self._marks, city, visit.texts)
        finally:
            await form.close()
        return visit, kept, case, given

    def _behind(self, link: str) -> tuple[KeptReport, Case]:
        kept = self._intake.reports.behind(link)
        case = self._intake.case(kept.case_id) if kept else None
        if kept is None or case is None:
            raise NotFound(link)
        return kept, case

    def _show(
        self,
        visit: Visit,
        link: str,
        kept: KeptReport,
        case: Case,
        given: Typed,
        problems: Sequence[str],
        status: int = 200,
        notices: Sequence[str] = (),
    ) -> Response:
        city = self._kit.cities.current
        lead = self._intake.case(case.duplicate_of) if case.stage is Stage.DUPLICATE else None
        again = self._intake.case(kept.again) if kept.again else None
        service = services_of(city).get(kept.service)
        return self._kit.view.page(
            visit,
            "public_status.html",
            status,
            base=self._base,
            link=link,
            kept=kept,
            case=case,
            number=case.number if is_told(case, city.citizens) else "",
            matter=visit.name(service.name, service.name_en) if service else "",
            steps=steps(case),
            lead=lead,
            lead_steps=steps(lead) if lead else (),
            again=again,
            again_steps=steps(again) if again else (),
            notices=notices,
            shown=shown_photos(case, city.citizens),
            has_ended=case.stage in ENDED,
            ratings=RATINGS,
            given=given,
            kept_photos=[(photo, kept_word(photo, self._marks)) for photo in given.photos],
            problems=problems,
            rules=city.citizens,
            new_link=new_token(),
        )
