-- A stream must end with its session within a second, also where another process ended that (a command, an administrator
-- at the database): the database itself tells it, so that nobody who ends a session can forget to. A session that had
-- expired anyway, and one that is only renewed, tell nothing.
create function tell_ended_sessions() returns trigger language plpgsql as $$
begin
  perform pg_notify('doorstep_sessions_ended', old."userId");
  return null;
end $$;

create function tell_changed_account() returns trigger language plpgsql as $$
begin
  perform pg_notify('doorstep_sessions_ended', new.id);
  return null;
end $$;

create trigger session_deleted after delete on auth_session
  for each row when (old."expiresAt" > now()) execute function tell_ended_sessions();

create trigger session_cut_short after update on auth_session
  for each row when (new."expiresAt" < old."expiresAt") execute function tell_ended_sessions();

create trigger account_became_another after update on auth_user
  for each row when (new.role is distinct from old.role or (old."emailVerified" and not new."emailVerified"))
  execute function tell_changed_account();
