-- Chats on several platforms: whose workspace it is, invites, codes that connect chats, people who left.

-- AlterTable
ALTER TABLE "practice" ADD COLUMN "new_clients" TEXT NOT NULL DEFAULT 'self-referral';

-- AlterTable
ALTER TABLE "therapist" ADD COLUMN "notice_routes" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "account" ADD COLUMN "gone_at" TIMESTAMPTZ(3), ADD COLUMN "joined_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "workspace" (
    "channel" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "practice_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("channel","workspace")
);

-- CreateTable
CREATE TABLE "invite" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "therapist_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),
    "client_id" UUID,

    CONSTRAINT "invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_code" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "client_id" UUID,
    "therapist_id" UUID,
    "account_id" UUID,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "claimed_channel" TEXT,
    "claimed_workspace" TEXT,
    "claimed_user_id" TEXT,

    CONSTRAINT "chat_code_pkey" PRIMARY KEY ("id"),
    -- One person a code, and never nobody.
    CONSTRAINT "chat_code_person" CHECK (num_nonnulls("therapist_id", "client_id") = 1)
);

-- CreateIndex
CREATE INDEX "workspace_practice_id_idx" ON "workspace"("practice_id");

-- CreateIndex
CREATE UNIQUE INDEX "invite_token_hash_key" ON "invite"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "invite_code_hash_key" ON "invite"("code_hash");

-- CreateIndex
CREATE INDEX "invite_practice_id_idx" ON "invite"("practice_id");

-- CreateIndex
CREATE INDEX "invite_therapist_id_idx" ON "invite"("therapist_id");

-- CreateIndex
CREATE INDEX "invite_client_id_idx" ON "invite"("client_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_code_code_hash_key" ON "chat_code"("code_hash");

-- CreateIndex
CREATE INDEX "chat_code_practice_id_idx" ON "chat_code"("practice_id");

-- CreateIndex
CREATE INDEX "chat_code_client_id_idx" ON "chat_code"("client_id");

-- CreateIndex
CREATE INDEX "chat_code_therapist_id_idx" ON "chat_code"("therapist_id");

-- CreateIndex
CREATE INDEX "chat_code_account_id_idx" ON "chat_code"("account_id");

-- CreateIndex
CREATE INDEX "chat_code_claimed_channel_claimed_workspace_claimed_user_id_idx" ON "chat_code"("claimed_channel", "claimed_workspace", "claimed_user_id");

-- AddForeignKey
ALTER TABLE "workspace" ADD CONSTRAINT "workspace_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invite" ADD CONSTRAINT "invite_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invite" ADD CONSTRAINT "invite_therapist_id_fkey" FOREIGN KEY ("therapist_id") REFERENCES "therapist"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invite" ADD CONSTRAINT "invite_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_code" ADD CONSTRAINT "chat_code_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_code" ADD CONSTRAINT "chat_code_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_code" ADD CONSTRAINT "chat_code_therapist_id_fkey" FOREIGN KEY ("therapist_id") REFERENCES "therapist"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_code" ADD CONSTRAINT "chat_code_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
