-- Who asked for a change, as Keystone vouches for him. Rows of before, and of those who are not asked, have none. The
-- defaults come apart from the columns: what is there already gets no caller, and the table is not written anew.
ALTER TABLE "ledger_history" ADD COLUMN "user_id" TEXT, ADD COLUMN "user_project_id" TEXT;

ALTER TABLE "ledger_history"
    ALTER COLUMN "user_id" SET DEFAULT nullif(current_setting('iopath.user_id', true), ''),
    ALTER COLUMN "user_project_id" SET DEFAULT nullif(current_setting('iopath.user_project_id', true), '');
