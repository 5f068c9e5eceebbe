-- Adds an entry to a practice's trail. Here and not in the program, because entries of one practice wait for one another: what
-- the program asked one after the other, everybody else in the practice waited for.
-- "text" is the entry as it is hashed, in three parts: the hash before stands between the first two, the number between the last two.
CREATE FUNCTION "append_audit"("practice" UUID, "when" TIMESTAMPTZ, "who" TEXT, "who_id" TEXT, "what" TEXT, "client" UUID, "about" JSON, "text" TEXT[])
RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    "last" RECORD;
    "next" INTEGER;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('cairn audit ' || "practice"::text, 0));
    SELECT "number", "hash" INTO "last" FROM "audit_entry" WHERE "practice_id" = "practice" ORDER BY "number" DESC LIMIT 1;
    "next" := coalesce("last"."number", 0) + 1;
    INSERT INTO "audit_entry" ("practice_id", "number", "at", "actor", "actor_id", "action", "client_id", "subject", "hash")
    VALUES ("practice", "next", "when", "who", "who_id", "what", "client", "about",
        encode(sha256(convert_to("text"[1] || '"' || coalesce("last"."hash", '') || '"' || "text"[2] || "next" || "text"[3], 'UTF8')), 'hex'));
END;
$$;
