-- The erasure of a person. user_id: null once nothing of the person is left. busy_until: a node is at work.
create table erasure (
    id           uuid primary key,
    user_id      varchar(32) unique,
    pseudonym    varchar(32) not null unique,
    requested_at timestamptz not null default clock_timestamp(),
    finished_at  timestamptz,
    busy_until   timestamptz
);
create index erasure_unfinished on erasure (requested_at) where finished_at is null;
