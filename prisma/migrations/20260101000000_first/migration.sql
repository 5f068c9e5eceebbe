-- Written by `prisma migrate diff`, then finished by hand where Prisma has no words for it.

-- By hand: one sequence for what comes in and what goes out, so that a chat's history has one order. Prisma would give
-- each of the two columns a sequence of its own.
CREATE SEQUENCE "message_seq" AS BIGINT;

-- CreateTable
CREATE TABLE "practice" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "accent" TEXT NOT NULL DEFAULT '#2f6f62',
    "contact" TEXT NOT NULL,
    "country" CHAR(2),
    "language" TEXT NOT NULL DEFAULT 'en',
    "minimum_age" INTEGER NOT NULL DEFAULT 18,
    "review_months" INTEGER NOT NULL DEFAULT 6,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "practice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "therapist" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "orientations" TEXT[],
    "language" TEXT NOT NULL DEFAULT 'en',
    "takes_new" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "therapist_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "client" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "therapist_id" UUID,
    "name" TEXT,
    "country" CHAR(2),
    "language" TEXT NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "workspace" TEXT NOT NULL DEFAULT '',
    "user_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "client_id" UUID,
    "therapist_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_version" (
    "hash" TEXT NOT NULL,
    "flow" TEXT NOT NULL,
    "definition" JSON NOT NULL,
    "wording" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_version_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "flow_hash" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "snapshot" JSON NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_turn_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answer" (
    "conversation_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSON,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("conversation_id","id")
);

-- CreateTable
CREATE TABLE "inbound_message" (
    "account_id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "conversation_id" UUID,
    "seq" BIGINT NOT NULL DEFAULT nextval('message_seq'),
    "content" JSON NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbound_message_pkey" PRIMARY KEY ("account_id","message_id")
);

-- CreateTable
CREATE TABLE "outbound_message" (
    "seq" BIGINT NOT NULL DEFAULT nextval('message_seq'),
    "account_id" UUID NOT NULL,
    "conversation_id" UUID,
    "body" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failed_at" TIMESTAMPTZ(3),
    "platform_id" TEXT,

    CONSTRAINT "outbound_message_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "treatment_plan" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "therapist_id" UUID NOT NULL,
    "conversation_id" UUID,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "next_number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "declined_at" TIMESTAMPTZ(3),
    "declined_reason" TEXT,
    "review_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "treatment_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_version" (
    "plan_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "items" JSON NOT NULL,
    "hash" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_version_pkey" PRIMARY KEY ("plan_id","number")
);

-- CreateTable
CREATE TABLE "proposal" (
    "plan_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "change" JSON NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "remarks" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("plan_id","id")
);

-- CreateTable
CREATE TABLE "approval" (
    "plan_id" UUID NOT NULL,
    "party" TEXT NOT NULL,
    "person" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("plan_id","party","version")
);

-- CreateTable
CREATE TABLE "review_link" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "plan_id" UUID,
    "therapist_id" UUID,
    "client_id" UUID,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "therapist_note" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "therapist_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "therapist_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "shown" TEXT NOT NULL,
    "given" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "practice_slug_key" ON "practice"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "therapist_practice_id_email_key" ON "therapist"("practice_id", "email");

-- CreateIndex
CREATE INDEX "client_practice_id_idx" ON "client"("practice_id");

-- CreateIndex
CREATE INDEX "client_therapist_id_idx" ON "client"("therapist_id");

-- CreateIndex
CREATE INDEX "account_client_id_idx" ON "account"("client_id");

-- CreateIndex
CREATE INDEX "account_therapist_id_idx" ON "account"("therapist_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_channel_workspace_user_id_key" ON "account"("channel", "workspace", "user_id");

-- CreateIndex
CREATE INDEX "flow_version_flow_idx" ON "flow_version"("flow");

-- CreateIndex
CREATE INDEX "conversation_client_id_state_opened_at_idx" ON "conversation"("client_id", "state", "opened_at");

-- CreateIndex
CREATE INDEX "inbound_message_account_id_seq_idx" ON "inbound_message"("account_id", "seq");

-- CreateIndex
CREATE INDEX "inbound_message_conversation_id_idx" ON "inbound_message"("conversation_id");

-- CreateIndex
CREATE INDEX "outbound_message_account_id_seq_idx" ON "outbound_message"("account_id", "seq");

-- CreateIndex
CREATE INDEX "treatment_plan_therapist_id_status_idx" ON "treatment_plan"("therapist_id", "status");

-- CreateIndex
CREATE INDEX "treatment_plan_client_id_idx" ON "treatment_plan"("client_id");

-- CreateIndex
CREATE INDEX "treatment_plan_conversation_id_idx" ON "treatment_plan"("conversation_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_link_token_hash_key" ON "review_link"("token_hash");

-- CreateIndex
CREATE INDEX "review_link_plan_id_idx" ON "review_link"("plan_id");

-- CreateIndex
CREATE INDEX "review_link_therapist_id_idx" ON "review_link"("therapist_id");

-- CreateIndex
CREATE INDEX "review_link_client_id_idx" ON "review_link"("client_id");

-- CreateIndex
CREATE INDEX "therapist_note_plan_id_idx" ON "therapist_note"("plan_id");

-- CreateIndex
CREATE INDEX "consent_client_id_idx" ON "consent"("client_id");

-- AddForeignKey
ALTER TABLE "therapist" ADD CONSTRAINT "therapist_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client" ADD CONSTRAINT "client_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client" ADD CONSTRAINT "client_therapist_id_fkey" FOREIGN KEY ("therapist_id") REFERENCES "therapist"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_therapist_id_fkey" FOREIGN KEY ("therapist_id") REFERENCES "therapist"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_flow_hash_fkey" FOREIGN KEY ("flow_hash") REFERENCES "flow_version"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbound_message" ADD CONSTRAINT "inbound_message_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbound_message" ADD CONSTRAINT "inbound_message_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbound_message" ADD CONSTRAINT "outbound_message_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "treatment_plan" ADD CONSTRAINT "treatment_plan_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "treatment_plan" ADD CONSTRAINT "treatment_plan_therapist_id_fkey" FOREIGN KEY ("therapist_id") REFERENCES "therapist"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "treatment_plan" ADD CONSTRAINT "treatment_plan_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_version" ADD CONSTRAINT "plan_version_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "treatment_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "treatment_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "treatment_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_link" ADD CONSTRAINT "review_link_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "treatment_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_link" ADD CONSTRAINT "review_link_therapist_id_fkey" FOREIGN KEY ("therapist_id") REFERENCES "therapist"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_link" ADD CONSTRAINT "review_link_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "therapist_note" ADD CONSTRAINT "therapist_note_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "treatment_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "therapist_note" ADD CONSTRAINT "therapist_note_therapist_id_fkey" FOREIGN KEY ("therapist_id") REFERENCES "therapist"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, from here on.

-- A client has at most one open conversation in a flow, also when two first messages arrive at once.
CREATE UNIQUE INDEX "conversation_one_open" ON "conversation"("client_id", "flow") WHERE "state" = 'open';

-- What is still to be sent is a handful of rows among millions.
CREATE INDEX "outbound_message_unsent" ON "outbound_message"("account_id", "seq")
    WHERE "sent_at" IS NULL AND "failed_at" IS NULL;

-- Rewritten with every turn: room in the page lets a new row version stay there and spares the indexes.
ALTER TABLE "conversation" SET (fillfactor = 70);

-- A plan's version is what people approved. It may go with its plan, it may never change.
CREATE FUNCTION "plan_version_is_immutable"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a plan version never changes' USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER "plan_version_is_immutable" BEFORE UPDATE ON "plan_version"
    FOR EACH ROW EXECUTE FUNCTION "plan_version_is_immutable"();
