-- What clients write, and what is written about them, is stored sealed (src/store/vault.ts).

-- Values that stand in the clear cannot be sealed by the database, which has no key.
DO $$ BEGIN
    IF EXISTS (SELECT FROM "practice") THEN
        RAISE EXCEPTION 'this database was begun by a version before the first release and cannot be taken over';
    END IF;
END $$;

-- CreateTable
CREATE TABLE "data_key" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "master" TEXT NOT NULL,
    "wrapped" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_key_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "practice" ADD COLUMN "data_key_id" UUID NOT NULL;
ALTER TABLE "client" ADD COLUMN "data_key_id" UUID;
ALTER TABLE "conversation" ALTER COLUMN "snapshot" SET DATA TYPE TEXT;
ALTER TABLE "answer" ALTER COLUMN "value" SET DATA TYPE TEXT, ALTER COLUMN "value" SET NOT NULL;
ALTER TABLE "inbound_message" ALTER COLUMN "content" SET DATA TYPE TEXT;
ALTER TABLE "outbound_message" ALTER COLUMN "body" SET DATA TYPE TEXT, ADD COLUMN "id" UUID NOT NULL;
ALTER TABLE "plan_version" ALTER COLUMN "items" SET DATA TYPE TEXT;
ALTER TABLE "proposal" ALTER COLUMN "change" SET DATA TYPE TEXT, ALTER COLUMN "remarks" SET DATA TYPE TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "practice_data_key_id_key" ON "practice"("data_key_id");
CREATE UNIQUE INDEX "client_data_key_id_key" ON "client"("data_key_id");
CREATE INDEX "data_key_practice_id_idx" ON "data_key"("practice_id");

-- AddForeignKey
ALTER TABLE "practice" ADD CONSTRAINT "practice_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "client" ADD CONSTRAINT "client_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_key"("id") ON DELETE SET NULL ON UPDATE CASCADE;
