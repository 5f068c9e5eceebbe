-- CreateTable
CREATE TABLE "installation" (
    "channel" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "practice_id" UUID NOT NULL,
    "installation" TEXT NOT NULL,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("channel","workspace")
);

-- AddForeignKey
ALTER TABLE "installation" ADD CONSTRAINT "installation_practice_id_fkey" FOREIGN KEY ("practice_id") REFERENCES "practice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: nothing crosses from one practice to another.
ALTER TABLE "installation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "installation" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_practice" ON "installation" USING ("in_scope"("practice_id"));
