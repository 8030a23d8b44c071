"""The tables that are kept for ever (derived tables are made by `sijill.store.linkings`)."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _create_originals()
    _create_claims()
    _create_identity()
    _create_records()


def _create_originals() -> None:
    op.create_table(
        "captures",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("captured_at", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=("pk_captures")),
        sa.UniqueConstraint("capture_id", name=("uq_captures_capture_id")),
    )
    op.create_index(("ix_captures_sha256"), "captures", ["sha256"], unique=False)
    op.create_table(
        "readings",
        sa.Column("capture_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.capture_id"], name=("fk_readings_capture_id_captures")),
        sa.PrimaryKeyConstraint("capture_id", "reader", name=("pk_readings")),
    )
    op.create_table(
        "documents",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("machine_translated", sa.Boolean(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.capture_id"], name=("fk_documents_capture_id_captures")),
        sa.PrimaryKeyConstraint("seq", name=("pk_documents")),
        sa.UniqueConstraint("document_id", name=("uq_documents_document_id")),
    )
    op.create_index(("ix_documents_capture_id"), "documents", ["capture_id"], unique=False)
    op.create_index(("ix_documents_lang"), "documents", ["lang"], unique=False)
    op.create_index(("ix_documents_published"), "documents", ["published"], unique=False)
    op.create_index(("ix_documents_source_id"), "documents", ["source_id"], unique=False)


def _create_claims() -> None:
    op.create_table(
        "extractions",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("claim_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.document_id"], name=("fk_extractions_document_id_documents")),
        sa.PrimaryKeyConstraint("seq", name=("pk_extractions")),
        sa.UniqueConstraint("document_id", "extractor", name=("uq_extractions_document_id_extractor")),
    )
    op.create_table(
        "claims",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.document_id"], name=("fk_claims_document_id_documents")),
        sa.PrimaryKeyConstraint("seq", name=("pk_claims")),
        sa.UniqueConstraint("claim_id", name=("uq_claims_claim_id")),
    )
    op.create_index(("ix_claims_document_id"), "claims", ["document_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=("pk_decisions")),
        sa.UniqueConstraint("decision_id", name=("uq_decisions_decision_id")),
    )
    op.create_index(("ix_decisions_other"), "decisions", ["other"], unique=False)
    op.create_index(("ix_decisions_subject"), "decisions", ["subject"], unique=False)


def _create_identity() -> None:
    op.create_table(
        "linkings",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("claims_upto", sa.Integer(), nullable=False),
        sa.Column("decisions_upto", sa.Integer(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=("pk_linkings")),
    )
    op.create_table(
        "memberships",
        sa.Column("linking", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claim_ids", sa.JSON(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["linking"], ["linkings.seq"], name=("fk_memberships_linking_linkings")),
        sa.PrimaryKeyConstraint("linking", "incident_id", name=("pk_memberships")),
    )
    op.create_index("ix_memberships_incident_id", "memberships", ["incident_id"], unique=False)


def _create_records() -> None:
    op.create_table(
        "issues",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=("pk_issues")),
        sa.UniqueConstraint("issue_id", name=("uq_issues_issue_id")),
    )
    op.create_index(("ix_issues_code"), "issues", ["code"], unique=False)
    op.create_index(("ix_issues_subject"), "issues", ["subject"], unique=False)
    op.create_table(
        "runs",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=("pk_runs")),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=("pk_audit")),
    )
