import random

import msgspec
import pytest

from sijill.errors import DefectError
from sijill.link import blocks, link_claims
from sijill.link.growing import GrowingLinks
from sijill.model import Claim, ClaimPlace, DocumentContext, PartialDate
from sijill.packs import load_packs
from tests.make import make_claim, make_harm

PACKS = load_packs()


def make_world(documents: int, seed: int) -> list[list[Claim]]:
    """Documents of one to three claims on a few towns and days, some without place, day or date of publication, with rare words."""
    rng = random.Random(seed)
    world = []
    for number in range(documents):
        published = rng.choice([None, f"2031-03-{rng.randint(1, 28):02d}"])
        days = tuple(f"--03-{rng.randint(1, 28):02d}" for _ in range(rng.randint(0, 2)))
        runs = make_hashes(rng, 6, documents // 2)
        head_days = rng.choice([(), days[:1]])
        page, at = rng.randint(0, 8), rng.randint(1, 28)
        context = DocumentContext(
            source=f"source {number}",
            published=published,
            url=rng.choice([None, f"https://social.example/page{page}/posts/{1000 * at + number % 1000}"]),
            days=days,
            head_days=head_days,
            signature=runs,
            head=make_hashes(rng, 6, documents // 3),
        )
        world.append([make_random_claim(rng, number, part, context) for part in range(rng.randint(1, 3))])
    return world


def make_hashes(rng: random.Random, number: int, words: int) -> str:
    """Some of a vocabulary of which a few words are common and most are rare."""
    chosen = {min(words, int(rng.paretovariate(0.4))) for _ in range(number)}
    return "".join(f"{h:08x}" for h in sorted((w * 2654435761) & 0xFFFFFFFF for w in chosen))


def make_random_claim(rng: random.Random, number: int, part: int, context: DocumentContext) -> Claim:
    town, day = rng.randint(0, 30), f"2031-03-{rng.randint(1, 28):02d}"
    place = ClaimPlace(
        quote="x",
        start=0,
        end=1,
        place_id=f"own:{town}",
        name=f"town {town}",
        lat=20 + town / 20,
        lon=50.0,
        precision=1,
        country="SA",
        admin1="A",
    )
    return make_claim(
        claim_id=f"clm_{rng.random():.12f}_{number}_{part}",
        document_id=f"doc_{number}",
        date=PartialDate(day, day, "day", "x", 0, 1) if rng.random() < 0.7 else None,
        place=place if rng.random() < 0.8 else None,
        harm=(make_harm("killed", rng.randint(0, 6), None),),
        document=msgspec.structs.replace(context, marks=make_hashes(rng, 8, 200)),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_a_growing_collection_gives_the_clusters_of_a_full_run(seed, monkeypatch):
    monkeypatch.setattr(blocks, "SMALL", 400)
    world = make_world(600, seed)
    links = GrowingLinks(PACKS)
    for start, end in ((0, 450), (450, 451), (451, 540), (540, 600)):
        links.add([claim for claims in world[start:end] for claim in claims])
    everything = [claim for claims in world for claim in claims]
    assert links.get_groups() == sorted(c.claim_ids for c in link_claims(everything, packs=PACKS, explain=False).clusters)


def test_an_addition_names_what_it_made_and_what_is_gone():
    links = GrowingLinks(PACKS)
    links.add([make_claim(claim_id="clm_a", document_id="doc_a", document=DocumentContext(source="a"))])
    growth = links.add([make_claim(claim_id="clm_b", document_id="doc_b", document=DocumentContext(source="b"))])
    assert growth.made == (("clm_a", "clm_b"),)
    assert growth.gone == (("clm_a",),)


def test_a_document_given_twice_is_a_defect():
    links = GrowingLinks(PACKS)
    links.add([make_claim()])
    with pytest.raises(DefectError):
        links.add([make_claim(claim_id="clm_2")])
