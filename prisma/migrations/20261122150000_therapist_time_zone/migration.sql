-- When it is night for a therapist, and which day it is: an IANA name. Null: as Cairn itself is set.
ALTER TABLE "therapist" ADD COLUMN "time_zone" TEXT;
