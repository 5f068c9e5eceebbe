-- CreateTable
CREATE TABLE "audit_entry" (
    "practice_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "client_id" UUID,
    "subject" JSON NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("practice_id","number")
);

-- CreateIndex
CREATE INDEX "audit_entry_client_id_number_idx" ON "audit_entry"("client_id", "number");

-- By hand, from here on.

-- What happened stays as it was written down. (Whoever may alter tables can take this away; the chain of hashes tells.)
CREATE FUNCTION "audit_entry_is_final"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only ever added to' USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER "audit_entry_is_final" BEFORE UPDATE OR DELETE ON "audit_entry"
    FOR EACH ROW EXECUTE FUNCTION "audit_entry_is_final"();
CREATE TRIGGER "audit_entry_is_not_emptied" BEFORE TRUNCATE ON "audit_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_is_final"();

-- Nothing crosses from one practice to another: a connection sees the rows of the practice that `cairn.practice` names,
-- all of them where it says '*', and none where it says nothing. Every query names its practice besides.
CREATE FUNCTION "in_scope"("practice" UUID) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
    SELECT current_setting('cairn.practice', true) IN ('*', "practice"::text)
$$;

DO $$
DECLARE
    "of" RECORD;
BEGIN
    FOR "of" IN
        SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
          AND (c.column_name = 'practice_id' OR (c.table_name = 'practice' AND c.column_name = 'id'))
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', "of".table_name);
        -- Also for the owner, which is who Cairn connects as.
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', "of".table_name);
        EXECUTE format('CREATE POLICY "own_practice" ON %I USING ("in_scope"(%I))', "of".table_name, "of".column_name);
    END LOOP;
END $$;

-- A part of something is seen where the whole is.
DO $$
DECLARE
    "part" RECORD;
BEGIN
    FOR "part" IN SELECT * FROM (VALUES
        ('answer', 'conversation', 'conversation_id'), ('inbound_message', 'account', 'account_id'), ('outbound_message', 'account', 'account_id'),
        ('plan_version', 'treatment_plan', 'plan_id'), ('proposal', 'treatment_plan', 'plan_id'), ('approval', 'treatment_plan', 'plan_id'),
        ('therapist_note', 'treatment_plan', 'plan_id'), ('consent', 'client', 'client_id')
    ) AS parts("name", "whole", "key")
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', "part"."name");
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', "part"."name");
        EXECUTE format('CREATE POLICY "own_practice" ON %I USING (current_setting(''cairn.practice'', true) = ''*'' OR EXISTS (SELECT FROM %I w WHERE w."id" = %I.%I))',
            "part"."name", "part"."whole", "part"."name", "part"."key");
    END LOOP;
END $$;
