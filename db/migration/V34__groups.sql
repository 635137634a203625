-- Groups of users, by the names that issuers send. models: ids; null: all. Other limits; null: as configured.
create table user_group (
    id                   integer generated always as identity primary key,
    name                 varchar(200) not null unique,
    priority             integer not null,
    models               varchar(64)[],
    requests_per_minute  integer check (requests_per_minute > 0),
    simultaneous_answers integer check (simultaneous_answers > 0),
    -- Grows with each change of the row and of its members; ids are never used twice. So nodes see whether anything has changed.
    changes              bigint not null default 1,
    updated_at           timestamptz not null,
    updated_by           varchar(32) not null
);

-- Users whom an admin has put into a group, besides those whose tokens name it.
create table user_group_member (
    group_id integer not null references user_group on delete cascade,
    user_id  varchar(32) not null,
    added_at timestamptz not null,
    added_by varchar(32) not null,
    primary key (group_id, user_id)
);
create index user_group_member_user on user_group_member (user_id);
