-- What is to be told is heard by a notice at commit, or found where it was written; it is no job any more. Jobs of an
-- earlier release, whose rows are told all the same, would lie there for good, as nobody does them.
do $$
begin
  if to_regclass('graphile_worker._private_jobs') is not null then
    execute 'delete from graphile_worker._private_jobs
              where task_id in (select id from graphile_worker._private_tasks where identifier = ''send_notifications'')';
  end if;
end
$$;
