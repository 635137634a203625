-- API keys of services and people. Of a secret only its digest is here. roles, models, addresses: what the key is restricted to; no models: all.
create table api_key (
    id                  uuid primary key,
    name                varchar(100) not null,
    service             boolean not null,
    user_id             varchar(32) not null,
    display_name        varchar(200) not null,
    roles               varchar(32)[] not null,
    group_name          varchar(64),
    models              varchar(64)[],
    addresses           varchar(64)[] not null,
    requests_per_minute integer check (requests_per_minute > 0),
    answers_at_once     integer check (answers_at_once > 0),
    expires_at          timestamptz,
    locator             varchar(8) not null unique,
    digest              varchar(64) not null,
    old_locator         varchar(8) unique,
    old_digest          varchar(64),
    old_until           timestamptz,
    created_at          timestamptz not null,
    created_by          varchar(32) not null,
    revoked_at          timestamptz,
    revoked_by          varchar(32),
    last_used_at        timestamptz,
    changed_at          timestamptz not null default clock_timestamp()
);
create index api_key_of_user on api_key (user_id);
-- Each node looks every second for what has changed.
create index api_key_changed_at on api_key (changed_at);

-- By which key it was asked; null: by none.
alter table answer add column api_key_id uuid;
alter table attempt add column api_key_id uuid;
