-- Whether an administrator wants the node to be emptied: it takes no new answers, and leaves those that run too long to others.
alter table node add column draining boolean not null default false;
