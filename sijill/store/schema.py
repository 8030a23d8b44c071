"""The tables of a register, portable between SQLite and PostgreSQL.

Kept for ever and only appended to: `captures readings documents extractions claims decisions linkings memberships issues runs audit`.
Changed at will: `searches`.
Derived, dropped and made again by `sijill rebuild`: `incidents incident_claims incident_documents incident_facets contradictions`
and the search index (`sijill.store.search`).
Not here: how rows become model values (`sijill.store.register`, `sijill.store.derived`), migrations (`sijill.store.migrations`).
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

captures = Table(
    "captures",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("capture_id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
    Column("headers", JSON, nullable=False),
)

# A capture was read by a version of the reader, also when nothing came of it.
readings = Table(
    "readings",
    METADATA,
    Column("capture_id", Text, ForeignKey("captures.capture_id"), primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("documents", Integer, nullable=False),
)

documents = Table(
    "documents",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("document_id", Text, nullable=False, unique=True),
    Column("capture_id", Text, ForeignKey("captures.capture_id"), nullable=True, index=True),
    Column("reader", Text, nullable=False),
    Column("title", Text),
    Column("lang", Text, index=True),
    Column("published", Text, index=True),
    Column("source", Text),
    Column("source_id", Text, index=True),
    Column("url", Text),
    Column("machine_translated", Boolean, nullable=False),
    Column("length", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

# What a version of the extractor read out of a document; the newest row of a document says which of its claims are current.
extractions = Table(
    "extractions",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.document_id"), nullable=False),
    Column("extractor", Text, nullable=False),
    Column("claim_ids", JSON, nullable=False),
    UniqueConstraint("document_id", "extractor"),
)

# `current` is the one column that changes: false for what an earlier version of the extractor or of the packs read.
claims = Table(
    "claims",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("claim_id", Text, nullable=False, unique=True),
    Column("document_id", Text, ForeignKey("documents.document_id"), nullable=False, index=True),
    Column("extractor", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("current", Boolean, nullable=False, default=True),
    Column("body", Text, nullable=False),
)

decisions = Table(
    "decisions",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("decision_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("other", Text, index=True),
    Column("author", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("body", Text, nullable=False),
)

# One run of linking: which claims and decisions it saw, by which rule and version. Rebuild repeats the last one.
linkings = Table(
    "linkings",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("claims_upto", Integer, nullable=False),
    Column("decisions_upto", Integer, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

# The change feed: what became of an incident in a linking (`kind` as in `model.Change`) and the claims it holds from then on.
# No claims: it ended, and this is its tombstone; `others` are the incidents that it came from or that carry it on.
memberships = Table(
    "memberships",
    METADATA,
    Column("linking", Integer, ForeignKey("linkings.seq"), primary_key=True),
    Column("incident_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("claim_ids", JSON, nullable=False),
    Column("others", JSON, nullable=False),
    Index("ix_memberships_incident_id", "incident_id"),
)

issues = Table(
    "issues",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("issue_id", Text, nullable=False, unique=True),
    Column("stage", Text, nullable=False),
    Column("code", Text, nullable=False, index=True),
    Column("severity", Text, nullable=False),
    Column("subject", Text, index=True),
    Column("body", Text, nullable=False),
)

runs = Table(
    "runs",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("command", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("counts", JSON, nullable=False),
)

audit = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text),
    Column("detail", JSON, nullable=False),
)

# The one table of what people keep for themselves; it may be changed and emptied.
searches = Table(
    "searches",
    METADATA,
    Column("search_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

incidents = Table(
    "incidents",
    METADATA,
    Column("incident_id", Text, primary_key=True),
    Column("event_type", Text, nullable=False),
    Column("title", Text),
    Column("start", Text),
    Column("end", Text),
    Column("date_precision", Text, nullable=False),
    Column("place_id", Text),
    Column("place_name", Text),
    Column("place_name_ar", Text),
    Column("country", Text),
    Column("admin1", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("place_precision", Integer),
    Column("radius_km", Float),
    Column("grade", Text, nullable=False),
    Column("killed_min", Integer),
    Column("killed_max", Integer),
    Column("killed_best", Integer),
    Column("injured_min", Integer),
    Column("injured_max", Integer),
    Column("injured_best", Integer),
    Column("sources", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("contested", Integer, nullable=False),
    Column("harm", Text, nullable=False),
    Column("perpetrators", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_incidents_start", "start", "incident_id"),
    Index("ix_incidents_killed", "killed_max", "incident_id"),
    Index("ix_incidents_event_type", "event_type"),
    Index("ix_incidents_country_admin1", "country", "admin1"),
    Index("ix_incidents_place_id", "place_id"),
    Index("ix_incidents_grade", "grade"),
    Index("ix_incidents_lat_lon", "lat", "lon"),
    Index("ix_incidents_timeline", "start", "killed_min", "killed_max", "killed_best", "injured_min", "injured_max"),
)

incident_claims = Table(
    "incident_claims",
    METADATA,
    Column("claim_id", Text, ForeignKey("claims.claim_id"), primary_key=True),
    Column("incident_id", Text, ForeignKey("incidents.incident_id"), primary_key=True),
    Index("ix_incident_claims_incident_id", "incident_id"),
)

incident_documents = Table(
    "incident_documents",
    METADATA,
    Column("document_id", Text, primary_key=True),
    Column("incident_id", Text, ForeignKey("incidents.incident_id"), primary_key=True),
    Index("ix_incident_documents_incident_id", "incident_id"),
)

# Values of which an incident has several: actor, perpetrator, target, weapon, source, lang, contested.
incident_facets = Table(
    "incident_facets",
    METADATA,
    Column("facet", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("incident_id", Text, ForeignKey("incidents.incident_id"), primary_key=True),
    Index("ix_incident_facets_incident_id", "incident_id", "facet", "value"),
)

contradictions = Table(
    "contradictions",
    METADATA,
    Column("incident_id", Text, ForeignKey("incidents.incident_id"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("spread", Integer, nullable=False),
    Column("positions", JSON, nullable=False),
    Index("ix_contradictions_spread", "spread"),
)

DERIVED = (contradictions, incident_facets, incident_documents, incident_claims, incidents)
