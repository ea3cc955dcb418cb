-- What failed waits a growing while before it is tried again. By the database's own clock, not the server's: trouble lasts
-- in real time, also where a demo's clock runs fast, stands still or jumps.
alter table notifications add column try_again_at timestamptz;

-- A mail tells of a delivery for as long as it is kept, also when its notification's row is forgotten before it, or goes
-- with the account.
alter table mails add column kind text not null default 'account' check (kind in ('account', 'delivery'));
update mails set kind = 'delivery' where notification_id is not null;

-- Where a parcel was to be left is forgotten a while after the parcel's end.
create index drop_offs_by_age on drop_offs (named_at);
