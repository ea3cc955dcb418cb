-- What an account wants to hear, event by event and channel by channel, where that differs from the rules' own
-- ({"next_stop": {"push": true}}), and when it wants no sound. Both quiet minutes null: told at any hour.
alter table preferences
  add column message_choices jsonb not null default '{}',
  add column quiet_from_minute smallint default 1320 check (quiet_from_minute between 0 and 1439),
  add column quiet_to_minute smallint default 420 check (quiet_to_minute between 0 and 1439),
  add constraint quiet_hours_whole check ((quiet_from_minute is null) = (quiet_to_minute is null)),
  -- An e-mail cannot be called back, so a photo goes into one only where that was asked for.
  add column photo_in_mail boolean not null default false;
-- The bound on messages to one person looks here.
create index notifications_sent_lately on notifications (account_id, channel, sent_at) where state = 'sent';
