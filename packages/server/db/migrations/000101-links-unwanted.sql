-- Whoever has no account can end the mails with a link, too: by a link in them. It counts for the address, also for goods
-- that come later, as long as one of those it was said of is known.
alter table consignments add column told_by_link boolean not null default true;
create index consignments_links_unwanted on consignments (lower(recipient_email)) where not told_by_link;
