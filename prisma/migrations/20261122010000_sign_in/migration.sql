-- AlterTable
ALTER TABLE "practice" ADD COLUMN "self_referrals_per_day" INTEGER NOT NULL DEFAULT 50;
ALTER TABLE "review_link" ADD COLUMN "wrong_codes" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "replaced_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "sign_in_code" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "code_hash" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_session" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "therapist_id" UUID,
    "client_id" UUID,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_session_pkey" PRIMARY KEY ("id"),
    -- One person a session, and never nobody.
    CONSTRAINT "device_session_person" CHECK (num_nonnulls("therapist_id", "client_id") = 1)
);

-- CreateTable
CREATE TABLE "self_referral_day" (
    "practice_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "begun" INTEGER NOT NULL,

    CONSTRAINT "self_referral_day_pkey" PRIMARY KEY ("practice_id", "day")
);

-- CreateIndex
CREATE INDEX "sign_in_code_link_id_asked_at_idx" ON "sign_in_code"("link_id", "asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "device_session_token_hash_key" ON "device_session"("token_hash");

-- CreateIndex
CREATE INDEX "device_session_therapist_id_idx" ON "device_session"("therapist_id");

-- CreateIndex
CREATE INDEX "device_session_client_id_idx" ON "device_session"("client_id");

-- AddForeignKey
ALTER TABLE "sign_in_code" ADD CONSTRAINT "sign_in_code_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "review_link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_session" ADD CONSTRAINT "device_session_therapist_id_fkey" FOREIGN KEY ("therapist_id") REFERENCES "therapist"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_session" ADD CONSTRAINT "device_session_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "self_referral_day" ADD CONSTRAINT "self_referral_day_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;
