-- What several people say about one delivery belongs to each of them alone: it is in nobody else's copy of their data, and
-- goes when that person's account is erased, or, where an open case needs it still, when that is closed.
create table case_additions (
  id bigint generated always as identity primary key,
  case_id text not null references cases on delete cascade,
  account_id text references auth_user on delete set null,
  note text not null check (char_length(note) between 1 and 500),
  -- Whose it was has been erased.
  erase_asked boolean not null default false
);
create index case_additions_of_case on case_additions (case_id, id);
create index case_additions_of_account on case_additions (account_id);

alter table cases add column erase_asked boolean not null default false;
create index cases_erase_asked on cases (id) where erase_asked;
