-- A part is seen where the whole is: as before, but asked in a way that has one answer and cannot be turned round. EXISTS lets the
-- database read every account there is to look for one, which it did while there were few, and went on doing with plans it kept.
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
        EXECUTE format('ALTER POLICY "own_practice" ON %I USING (current_setting(''cairn.practice'', true) = ''*'' OR (SELECT true FROM %I w WHERE w."id" = %I.%I))',
            "part"."name", "part"."whole", "part"."name", "part"."key");
    END LOOP;
END $$;
