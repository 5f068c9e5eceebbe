-- AlterTable
ALTER TABLE "practice" ADD COLUMN "also_speaks" TEXT[] DEFAULT ARRAY[]::TEXT[];
