-- Wrong codes are counted for all processes; an invite's link is used up by the first message, not by opening it.

-- AlterTable
ALTER TABLE "account" ADD COLUMN "invite_id" UUID;

-- CreateTable
CREATE TABLE "code_try" (
    "key" TEXT NOT NULL,
    "practice_id" UUID,
    "tries" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "code_try_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "account_invite_id_idx" ON "account"("invite_id");

-- CreateIndex
CREATE INDEX "code_try_until_idx" ON "code_try"("until");

-- CreateIndex
CREATE INDEX "code_try_practice_id_idx" ON "code_try"("practice_id");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_invite_id_fkey" FOREIGN KEY ("invite_id") REFERENCES "invite"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "code_try" ADD CONSTRAINT "code_try_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: nothing crosses from one practice to another.
ALTER TABLE "code_try" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "code_try" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_practice" ON "code_try" USING ("in_scope"("practice_id"));
