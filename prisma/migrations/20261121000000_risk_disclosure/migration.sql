-- CreateTable
CREATE TABLE "risk_disclosure" (
    "id" UUID NOT NULL,
    "practice_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "categories" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risk_disclosure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "risk_disclosure_client_id_idx" ON "risk_disclosure"("client_id");

-- CreateIndex
CREATE UNIQUE INDEX "risk_disclosure_account_id_message_id_key" ON "risk_disclosure"("account_id", "message_id");

-- AddForeignKey
ALTER TABLE "risk_disclosure" ADD CONSTRAINT "risk_disclosure_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;


