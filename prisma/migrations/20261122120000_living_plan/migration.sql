-- AlterTable
ALTER TABLE "practice" ADD COLUMN     "quiet_from" TEXT NOT NULL DEFAULT '20:00',
ADD COLUMN     "quiet_until" TEXT NOT NULL DEFAULT '08:00';

-- AlterTable
ALTER TABLE "therapist" ADD COLUMN     "reminders_off" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "treatment_plan" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "closed_words" TEXT;

-- CreateTable
CREATE TABLE "rhythm" (
    "client_id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "every" TEXT,
    "weekday" INTEGER,
    "time" TEXT,
    "time_zone" TEXT,
    "offered_at" TIMESTAMPTZ(3),
    "reminders_off" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rhythm_pkey" PRIMARY KEY ("client_id")
);

-- CreateTable
CREATE TABLE "check_in" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "scheduled" BOOLEAN NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "noticed" TEXT,
    "bring" TEXT,

    CONSTRAINT "check_in_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rating" (
    "check_in_id" UUID NOT NULL,
    "goal" TEXT NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rating_pkey" PRIMARY KEY ("check_in_id","goal")
);

-- CreateTable
CREATE TABLE "plan_review" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "on" DATE NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "said" TEXT,
    "said_at" TIMESTAMPTZ(3),
    "words" TEXT,
    "outcome" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "plan_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "person" UUID NOT NULL,
    "occasion" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "rhythm_practice_id_idx" ON "rhythm"("practice_id");

-- CreateIndex
CREATE INDEX "check_in_client_id_asked_at_idx" ON "check_in"("client_id", "asked_at");

-- CreateIndex
CREATE INDEX "check_in_plan_id_idx" ON "check_in"("plan_id");

-- CreateIndex
CREATE INDEX "rating_client_id_at_idx" ON "rating"("client_id", "at");

-- CreateIndex
CREATE INDEX "plan_review_plan_id_idx" ON "plan_review"("plan_id");

-- CreateIndex
CREATE INDEX "plan_review_client_id_idx" ON "plan_review"("client_id");

-- CreateIndex
CREATE INDEX "reminder_person_at_idx" ON "reminder"("person", "at");

-- AddForeignKey
ALTER TABLE "rhythm" ADD CONSTRAINT "rhythm_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "treatment_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rating" ADD CONSTRAINT "rating_check_in_id_fkey" FOREIGN KEY ("check_in_id") REFERENCES "check_in"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rating" ADD CONSTRAINT "rating_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_review" ADD CONSTRAINT "plan_review_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "treatment_plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, from here on.

-- One review of a plan at a time.
CREATE UNIQUE INDEX "plan_review_one_unsettled" ON "plan_review"("plan_id") WHERE "outcome" IS NULL;

-- Nothing crosses from one practice to another.
DO $$
DECLARE
    "name" TEXT;
BEGIN
    FOREACH "name" IN ARRAY ARRAY['rhythm', 'check_in', 'rating', 'plan_review', 'reminder'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', "name");
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', "name");
        EXECUTE format('CREATE POLICY "own_practice" ON %I USING ("in_scope"("practice_id"))', "name");
    END LOOP;
END $$;
