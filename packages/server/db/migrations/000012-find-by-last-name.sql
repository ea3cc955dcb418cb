-- Who calls gives the last name (features/support).
create index consignments_by_recipient_last_name
  on consignments (lower(regexp_replace(recipient_name, '^.*\s', '')) text_pattern_ops);
