-- What has ended before its tokens expire: a session by its id, or, by the user's id, all of them that began until a moment.
create table ended_session (
    subject    varchar(36) primary key,
    until      timestamptz not null,
    expires_at timestamptz not null,
    stored_at  timestamptz not null default clock_timestamp()
);
-- Each node looks every second for what is new.
create index ended_session_stored_at on ended_session (stored_at);
