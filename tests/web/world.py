"""A small invented register for the workbench's tests: two towns, five documents in two languages, one of them hostile.

Claims are made by hand from quotes, so that these tests stand on their own feet when extraction changes.
"""

from pathlib import Path
from typing import Any

from sijill.model import (
    Attribution,
    Capture,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimWeapon,
    Document,
    DocumentContext,
    Harm,
    Issue,
    PartialDate,
    PlaceCandidate,
    Trigger,
    make_id,
    make_sha256,
)
from sijill.packs import load_packs
from sijill.pipeline import link_register
from sijill.store import Register

ENGLISH = """Air strike on the market of Tell Asfar kills at least eleven civilians

An air strike hit the vegetable market of Tell Asfar on Tuesday, killing at least 11 civilians, among them 4 children, and wounding 20,
residents told Northern Wire. They accused government warplanes of the strike.

Further north, clashes near Qarn were reported without casualties."""
MONITOR = """Tell Asfar: 14 civilians were killed when warplanes of the government bombed the market of Tell Asfar on 4 March 2031,
the monitor said. It counted 23 wounded."""
STATE = """The ministry denied that its air force had bombed Tell Asfar on Tuesday and said
that 9 militants were killed by a shell of the rebels."""
ARABIC = """مقتل 9 مدنيين في غارة على سوق تل أصفر

قُتل 9 مدنيين، بينهم طفلان، وأصيب 18 آخرون يوم الثلاثاء في غارة جوية على سوق بلدة تل أصفر، بحسب مصادر محلية اتهمت طيران الحكومة."""
HOSTILE = """<script>window.broken = true</script><img src=x onerror="window.broken = true">
Shelling of Qarn on Wednesday killed 2 civilians.
\u202eelif lortnoc\u202c javascript:alert(1) \x07 <style>body{display:none}</style>"""
PLACES = {
    "Tell Asfar": ("own:tell_asfar", "Tell Asfar", "تل أصفر", 20.5, 50.25),
    "تل أصفر": ("own:tell_asfar", "Tell Asfar", "تل أصفر", 20.5, 50.25),
    "Qarn": ("own:qarn", "Qarn", "قرن", 20.9, 50.6),
}


def find(text: str, quote: str, nth: int = 0) -> tuple[int, int]:
    """Return the offsets of the `nth` occurrence of `quote`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return start, start + len(quote)


class Teller:
    """Makes the parts of one document's claims from quotes."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def at(self, quote: str) -> dict[str, Any]:
        """Return quote and offsets."""
        start, end = find(self.document.text, quote)
        return {"quote": quote, "start": start, "end": end}

    def place(self, quote: str) -> ClaimPlace:
        """Return a resolved place with a second candidate."""
        place_id, name, name_ar, lat, lon = PLACES[quote]
        other = PlaceCandidate(place_id="own:other", score=0.31, name="Tell Asfar al-Sharqi", lat=lat + 0.2, lon=lon + 0.3)
        first = PlaceCandidate(place_id=place_id, score=0.84, name=name, lat=lat, lon=lon)
        return ClaimPlace(
            **self.at(quote), place_id=place_id, name=name, name_ar=name_ar, lat=lat, lon=lon, precision=1, country="SA", admin1="Sanhar",
            candidates=(first, other), radius_km=2.0,
        )  # fmt: skip

    def harm(self, quote: str, number: int, outcome: str = "killed", who: str = "civilian", **fields: Any) -> Harm:
        """Return a number of people."""
        exactness = fields.pop("exactness", "exact")
        high = None if exactness == "at_least" else number
        group = fields.pop("group", None)
        return Harm(outcome=outcome, who=who, group=group, min=number, max=high, exactness=exactness, **self.at(quote))  # type: ignore[arg-type]

    def claim(self, trigger: str, *, event_type: str = "air_strike", day: str, when: str, place: str, **fields: Any) -> Claim:
        """Return a claim of this document."""
        document = self.document
        start, end = find(document.text, when)
        context = DocumentContext(source_id=document.source_id, source=document.source, published=document.published, title=document.title)
        return Claim(
            claim_id=make_id("clm", document.id, trigger, event_type),
            document_id=document.id,
            lang=document.lang or "en",
            event_type=event_type,
            trigger=Trigger(**self.at(trigger)),
            modality=fields.pop("modality", "asserted"),
            date=PartialDate(day, day, "day", when, start, end, "relative"),
            place=self.place(place),
            document=context,
            **fields,
        )


def make_world() -> tuple[list[tuple[Capture, bytes]], list[Document], list[Claim]]:
    """Return captures with their bytes, documents and claims."""
    documents = [
        document("wire/1?a=b", ENGLISH, "Air strike on the market of Tell Asfar", "en", "Northern Wire", "2031-03-05"),
        document("monitor-1", MONITOR, "Tell Asfar", "en", "Sanhar Monitor", "2031-03-06", machine_translated=True),
        document("state-1", STATE, "Ministry denies", "en", "State Bulletin", "2031-03-06"),
        document("arabic-1", ARABIC, "مقتل 9 مدنيين في غارة على سوق تل أصفر", "ar", "صوت الوادي", "2031-03-05"),
        document("hostile-1", HOSTILE, "<b>Qarn</b>\u202e dleihs", "en", "<i>Nobody</i>", "2031-03-06"),
    ]
    wire, monitor, state, arabic, hostile = (Teller(d) for d in documents)
    claims = [
        wire.claim(
            "air strike", day="2031-03-04", when="Tuesday", place="Tell Asfar",
            attributed_to=(Attribution(**wire.at("residents"), source_id=None),),
            perpetrator=(ClaimActor(**wire.at("government warplanes"), actor_id="syria_government_air_force"),),
            target=(ClaimActor(**wire.at("vegetable market"), actor_id=None, kind="civilian_object"),),
            weapon=(ClaimWeapon(**wire.at("strike"), weapon_id="air_delivered_munition"),),
            harm=(
                wire.harm("at least 11 civilians", 11, exactness="at_least"),
                wire.harm("4 children", 4, group="children"),
                wire.harm("wounding 20", 20, "injured"),
            ),
        ),
        monitor.claim(
            "bombed", day="2031-03-04", when="4 March 2031", place="Tell Asfar",
            perpetrator=(ClaimActor(**monitor.at("warplanes of the government"), actor_id="syria_government_air_force"),),
            harm=(monitor.harm("14 civilians", 14), monitor.harm("23 wounded", 23, "injured")),
        ),
        state.claim(
            "bombed", day="2031-03-04", when="Tuesday", place="Tell Asfar", modality="denied",
            perpetrator=(ClaimActor(**state.at("its air force"), actor_id="syria_government_air_force", stance="denied"),),
            harm=(state.harm("9 militants were killed", 9, who="combatant"),),
        ),
        arabic.claim(
            "غارة جوية", day="2031-03-04", when="الثلاثاء", place="تل أصفر",
            perpetrator=(ClaimActor(**arabic.at("طيران الحكومة"), actor_id="syria_government_air_force"),),
            harm=(
                arabic.harm("قُتل 9 مدنيين", 9), arabic.harm("طفلان", 2, group="children"), arabic.harm("أصيب 18 آخرون", 18, "injured"),
            ),
        ),
        hostile.claim(
            "Shelling", event_type="shelling", day="2031-03-05", when="Wednesday", place="Qarn", harm=(hostile.harm("2 civilians", 2),)
        ),
    ]  # fmt: skip
    captures = [
        (Capture(capture_id=d.capture_id or "", sha256=make_sha256(b), size=len(b), media_type="text/plain", origin=f"{d.id}.txt",
                 captured_at="2031-03-07T10:00:00+00:00"), b)
        for d in documents if (b := d.text.encode())
    ]  # fmt: skip
    return captures, documents, claims


def document(name: str, text: str, title: str, lang: str, source: str, published: str, *, machine_translated: bool = False) -> Document:
    """Return a document of this world."""
    return Document(
        id=name, text=text, title=title, lang=lang, source=source, published=published, published_basis="page",
        capture_id=make_id("cap", name), machine_translated=machine_translated, url="javascript:alert(1)" if "hostile" in name else None,
    )  # fmt: skip


def fill_register(folder: Path, database: str | None = None) -> None:
    """Make a register of this world in `folder`, its rows in the PostgreSQL `database` if one is named."""
    captures, documents, claims = make_world()
    with Register.create(folder, database=database) as register:
        register.add_captures(captures)
        register.add_documents(documents)
        register.add_claims(claims)
        register.record_issues(
            [Issue(stage="read", code="broken_json", severity="skip", detail="<b>broken</b>", file="feed.jsonl", line=7)]
        )
        link_register(register, load_packs(register.pack_dirs()), extractor="given", rule="range")
