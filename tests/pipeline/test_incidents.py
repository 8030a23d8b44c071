import msgspec

from sijill.packs import load_packs
from sijill.pipeline.incidents import make_incidents
from tests.make import make_claim


def test_without_explanations_only_the_links_are_missing():
    claims = [make_claim(claim_id=f"clm_{n}", document_id=f"doc_{n}", document=None) for n in range(3)]
    full = make_incidents(claims, packs=load_packs()).incidents
    plain = make_incidents(claims, packs=load_packs(), explain=False).incidents
    assert any(i.assessment is not None and i.assessment.links for i in full)
    assert plain == tuple(
        msgspec.structs.replace(
            i, assessment=i.assessment and msgspec.structs.replace(i.assessment, links=(), weakest_link=None, nearest_apart=())
        )
        for i in full
    )
