-- AlterTable
ALTER TABLE "practice" ADD COLUMN "record_years" INTEGER NOT NULL DEFAULT 7, ADD COLUMN "idle_months" INTEGER NOT NULL DEFAULT 24;

-- CreateTable
CREATE TABLE "retained_record" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "record" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,
    "keep_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retained_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "retained_record_practice_id_idx" ON "retained_record"("practice_id");
CREATE INDEX "retained_record_keep_until_idx" ON "retained_record"("keep_until");

-- By hand: nothing crosses from one practice to another.
ALTER TABLE "retained_record" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "retained_record" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_practice" ON "retained_record" USING ("in_scope"("practice_id"));
