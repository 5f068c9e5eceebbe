-- AlterTable
ALTER TABLE "practice" ADD COLUMN "email" TEXT,
    ADD COLUMN "alert_minutes_imminent" INTEGER NOT NULL DEFAULT 15,
    ADD COLUMN "alert_minutes_concern" INTEGER NOT NULL DEFAULT 60,
    ADD COLUMN "alert_minutes_ask" INTEGER NOT NULL DEFAULT 1440;
ALTER TABLE "therapist" ADD COLUMN "backup_id" UUID;
ALTER TABLE "risk_disclosure" ADD COLUMN "alert_id" UUID, ADD COLUMN "words" TEXT,
    ALTER COLUMN "account_id" DROP NOT NULL, ALTER COLUMN "message_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "safety_alert" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "told" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by_id" UUID,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by_id" UUID,
    "cleared_note" TEXT,
    "held_intake_id" UUID,

    CONSTRAINT "safety_alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "safety_event" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "practice_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "what" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "whom" TEXT,
    "therapist_id" UUID,
    "route" TEXT,

    CONSTRAINT "safety_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disclosure_statement" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "because" TEXT NOT NULL,
    "shown" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disclosure_statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "due" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "about" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "due_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "risk_disclosure_alert_id_idx" ON "risk_disclosure"("alert_id");

-- CreateIndex
CREATE INDEX "safety_alert_client_id_idx" ON "safety_alert"("client_id");
-- A client has one open alert at most: what is heard meanwhile raises it.
CREATE UNIQUE INDEX "safety_alert_one_open" ON "safety_alert"("client_id") WHERE "cleared_at" IS NULL;

-- CreateIndex
CREATE INDEX "safety_event_alert_id_idx" ON "safety_event"("alert_id");

-- CreateIndex
CREATE INDEX "disclosure_statement_client_id_idx" ON "disclosure_statement"("client_id");

-- A thing is due once at a time, and what is done is never looked at again.
CREATE UNIQUE INDEX "due_one_open" ON "due"("kind", "about") WHERE "done_at" IS NULL;
CREATE INDEX "due_open_at" ON "due"("at") WHERE "done_at" IS NULL;

-- AddForeignKey
ALTER TABLE "therapist" ADD CONSTRAINT "therapist_backup_id_fkey" FOREIGN KEY ("backup_id") REFERENCES "therapist"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "risk_disclosure" ADD CONSTRAINT "risk_disclosure_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "safety_alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safety_alert" ADD CONSTRAINT "safety_alert_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safety_event" ADD CONSTRAINT "safety_event_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "safety_alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disclosure_statement" ADD CONSTRAINT "disclosure_statement_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;
