-- One driver, one phone that acts. A phone that another has taken over from keeps its key: what it recorded before that
-- moment still goes out, and nothing later is taken from it. A device that only tells positions (a tracker app under a
-- key of its own) takes over from none.

alter table devices add column retired_at timestamptz;
alter table devices add column purpose text not null default 'app' check (purpose in ('app', 'position'));
