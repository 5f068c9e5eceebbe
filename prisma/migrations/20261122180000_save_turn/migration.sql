-- When the last answer of a conversation was given: to look it up among all answers there are takes ever longer.
ALTER TABLE "conversation" ADD COLUMN "last_answer_at" TIMESTAMPTZ(3);
UPDATE "conversation" SET "last_answer_at" = (SELECT max(a."at") FROM "answer" a WHERE a."conversation_id" = "conversation"."id");

-- What a turn goes by besides its conversation's own state: this changes whenever any of it does. A row has another xmin after
-- every change. A conversation's own is changed by its turns; what they do not count in its version stands here.
CREATE FUNCTION "turn_basis"("of_account" UUID) RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT concat_ws(' ', a.xmin, p.xmin, c.xmin, t.xmin,
            EXISTS (SELECT FROM "safety_alert" s WHERE s."client_id" = c."id" AND s."cleared_at" IS NULL),
            EXISTS (SELECT FROM "treatment_plan" r WHERE r."client_id" = c."id"),
            v."id", v."state", v."language", v."flow_hash")
        FROM "account" a
        JOIN "practice" p ON p."id" = a."practice_id"
        LEFT JOIN "client" c ON c."id" = a."client_id"
        LEFT JOIN "therapist" t ON t."id" = coalesce(c."therapist_id", a."therapist_id")
        LEFT JOIN LATERAL (
            SELECT * FROM "conversation" o WHERE o."client_id" = a."client_id" AND o."state" <= 'open'
            ORDER BY o."state" DESC, o."opened_at" DESC LIMIT 1
        ) v ON true
        WHERE a."id" = "of_account"
    );
END;
$$;

-- Saves one turn, all of it or nothing. Here and not in the program, because the parts follow one another: the conversation is
-- locked if its version is still the one that was read (and, for a turn that was not read but remembered, so is all the rest), the
-- message is taken if it is new, and only then is the rest written. The inbound row takes its seq before the outbound rows do.
--
-- Without "patient", it does not wait for a conversation that somebody else holds. The outcome is 'apart' for any turn that was
-- not saved then: saved by itself, patiently, it turns out what it is.
-- "basis_now" is what "basis" has to be still, as the statement that calls finds it; without, it is looked up once the conversation is
-- locked. The "basis" comes back as this turn leaves it, or not at all if the turn was not held to one: what else has changed nobody knows then.
-- Without "claim_until", the outbound rows are saved as sent. Without "message_id", nobody wrote anything.
CREATE FUNCTION "save_turn"(
    "account" UUID, "conversation" UUID, "version" INTEGER, "snapshot" TEXT, "state" TEXT, "at" TIMESTAMPTZ, "answers" JSON, "outbound" JSON,
    "claim_until" TIMESTAMPTZ, "message_id" TEXT, "content" TEXT, "basis" TEXT, "told" JSON, "consent" JSON, "entry" JSON, "basis_now" TEXT, "patient" BOOLEAN
) RETURNS JSON LANGUAGE plpgsql AS $$
DECLARE
    "whose" UUID;
    "earlier" BOOLEAN := false;
    "seqs" JSON;
BEGIN
    IF "patient" THEN
        SELECT c."client_id" INTO "whose" FROM "conversation" c WHERE c."id" = save_turn."conversation" AND c."version" = save_turn."version" FOR UPDATE;
    ELSE
        SELECT c."client_id" INTO "whose" FROM "conversation" c WHERE c."id" = save_turn."conversation" AND c."version" = save_turn."version" FOR UPDATE SKIP LOCKED;
    END IF;
    IF NOT FOUND OR (save_turn."basis" IS NOT NULL AND save_turn."basis" IS DISTINCT FROM coalesce("basis_now", turn_basis(save_turn."account"))) THEN
        RETURN json_build_object('outcome', CASE
            WHEN NOT "patient" THEN 'apart'
            WHEN EXISTS (SELECT FROM "inbound_message" m WHERE m."account_id" = save_turn."account" AND m."message_id" = save_turn."message_id") THEN 'duplicate'
            ELSE 'stale' END);
    END IF;

    IF save_turn."message_id" IS NOT NULL THEN
        INSERT INTO "inbound_message" ("account_id", "message_id", "conversation_id", "content", "received_at")
        VALUES (save_turn."account", save_turn."message_id", save_turn."conversation", save_turn."content", save_turn."at")
        ON CONFLICT ON CONSTRAINT "inbound_message_pkey" DO NOTHING;
        IF NOT FOUND THEN
            RETURN json_build_object('outcome', 'duplicate');
        END IF;
    END IF;

    UPDATE "conversation" c SET "snapshot" = save_turn."snapshot", "state" = save_turn."state", "version" = c."version" + 1, "last_turn_at" = save_turn."at",
        "last_answer_at" = CASE WHEN "answers" IS NULL THEN c."last_answer_at" ELSE save_turn."at" END
    WHERE c."id" = save_turn."conversation";

    IF "answers" IS NOT NULL THEN
        INSERT INTO "answer" ("conversation_id", "id", "key", "value", "at")
        SELECT save_turn."conversation", a."id", a."key", a."value", a."at"
        FROM json_to_recordset("answers") AS a("id" TEXT, "key" TEXT, "value" TEXT, "at" TIMESTAMPTZ);
    END IF;

    IF "told" IS NOT NULL THEN
        UPDATE "client" c SET
            "name" = coalesce("told" ->> 'name', c."name"),
            "language" = coalesce("told" ->> 'language', c."language"),
            "country" = CASE WHEN "told" -> 'country' IS NULL THEN c."country" ELSE "told" ->> 'country' END
        WHERE c."id" = "whose";
    END IF;

    IF "claim_until" IS NULL THEN
        INSERT INTO "outbound_message" ("account_id", "conversation_id", "id", "body", "created_at", "sent_at")
        SELECT save_turn."account", save_turn."conversation", o."id", o."body", save_turn."at", save_turn."at"
        FROM ROWS FROM (json_to_recordset("outbound") AS ("id" UUID, "body" TEXT)) WITH ORDINALITY AS o("id", "body", "place")
        ORDER BY o."place";
    ELSE
        "earlier" := EXISTS (SELECT FROM "outbound_message" o WHERE o."account_id" = save_turn."account" AND o."sent_at" IS NULL AND o."failed_at" IS NULL);
        WITH "sent" AS (
            INSERT INTO "outbound_message" ("account_id", "conversation_id", "id", "body", "created_at", "claimed_until")
            SELECT save_turn."account", save_turn."conversation", o."id", o."body", save_turn."at", CASE WHEN NOT "earlier" THEN "claim_until" END
            FROM ROWS FROM (json_to_recordset("outbound") AS ("id" UUID, "body" TEXT)) WITH ORDINALITY AS o("id", "body", "place")
            ORDER BY o."place"
            RETURNING "seq"
        )
        SELECT json_agg(s."seq" ORDER BY s."seq") INTO "seqs" FROM "sent" s;
    END IF;

    IF "consent" IS NOT NULL THEN
        INSERT INTO "consent" ("id", "client_id", "conversation_id", "shown", "given", "at")
        VALUES (("consent" ->> 'id')::UUID, "whose", save_turn."conversation", "consent" ->> 'shown', ("consent" ->> 'given')::BOOLEAN, save_turn."at");
    END IF;
    -- Last, because others in the practice wait for the trail until this is over.
    IF "entry" IS NOT NULL THEN
        PERFORM append_audit(("entry" ->> 'practiceId')::UUID, save_turn."at", "entry" ->> 'actor', "entry" ->> 'actorId', "entry" ->> 'action',
            ("entry" ->> 'clientId')::UUID, "entry" -> 'subject', ARRAY(SELECT json_array_elements_text("entry" -> 'text')));
    END IF;

    RETURN json_build_object('outcome', 'saved', 'claimed', NOT "earlier", 'seqs', coalesce("seqs", '[]'),
        'basis', CASE WHEN "told" IS NULL THEN save_turn."basis" WHEN save_turn."basis" IS NOT NULL THEN turn_basis(save_turn."account") END);
END;
$$;
