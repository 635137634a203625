-- Ids are UUIDs; money is dollars as numeric(20,9); a user is 32 hex digits.

create table node (
    id           uuid primary key,
    started_at   timestamptz not null default now(),
    heartbeat_at timestamptz not null default now()
);

create table conversation (
    id            uuid primary key,
    user_id       varchar(32) not null,
    title         varchar(200) not null,
    model         varchar(64) not null,
    next_position integer not null,
    message_count integer not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null
);
create index conversation_of_user on conversation (user_id, updated_at desc);

create table message (
    id               uuid primary key,
    conversation_id  uuid not null references conversation on delete cascade,
    position         integer not null,
    role             varchar(16) not null check (role in ('user', 'assistant')),
    content          text not null,
    request          jsonb,
    model            varchar(64),
    token_count      integer,
    response_time_ms bigint,
    finish_reason    varchar(32),
    cost             numeric(20, 9),
    spans            jsonb,
    created_at       timestamptz not null,
    unique (conversation_id, position)
);

-- One generation. Without conversation and question for callers that keep their own history.
create table answer (
    id              uuid primary key,
    conversation_id uuid references conversation on delete cascade,
    question_id     uuid references message on delete cascade,
    message_id      uuid not null,
    position        integer,
    user_id         varchar(32) not null,
    owner           uuid not null,
    epoch           integer not null,
    state           varchar(16) not null check (state in ('running', 'stopping', 'done', 'stopped', 'failed')),
    request         jsonb not null,
    model           varchar(64) not null,
    finish_reason   varchar(32),
    error_code      varchar(32),
    terminal_n      integer,
    reader_left_at  timestamptz,
    started_at      timestamptz not null,
    ended_at        timestamptz
);
create unique index answer_one_per_question on answer (question_id) where state <> 'failed';
create unique index answer_one_running on answer (conversation_id) where state = 'running';
create index answer_unfinished_of_owner on answer (owner) where state in ('running', 'stopping');
create index answer_running_of_user on answer (user_id) where state = 'running';
create index answer_of_question on answer (question_id);
create index answer_of_conversation on answer (conversation_id);

-- The ledger: a row per request to a provider. No key to conversations, which may be deleted.
create table attempt (
    id               uuid not null,
    started_at       timestamptz not null,
    answer_id        uuid not null,
    conversation_id  uuid,
    user_id          varchar(32) not null,
    ordinal          integer not null,
    model            varchar(64) not null,
    provider         varchar(64) not null,
    outcome          varchar(24),
    detail           varchar(200),
    input_tokens     integer not null default 0,
    output_tokens    integer not null default 0,
    cached_tokens    integer not null default 0,
    reasoning_tokens integer not null default 0,
    source           varchar(16) check (source in ('measured', 'estimated', 'void')),
    price_version    varchar(32),
    cost             numeric(20, 9),
    first_output_ms  integer,
    total_ms         integer,
    ended_answer     boolean not null default false,
    response_time_ms bigint,
    posted           boolean not null default false,
    primary key (id, started_at)
) partition by range (started_at);
create index attempt_of_answer on attempt (answer_id);
create index attempt_of_user on attempt (user_id, started_at);
create index attempt_to_post on attempt (started_at) where not posted and outcome is not null;

-- What an unfinished answer may still cost. The accounts it counts against are named as owner/period.
create table hold (
    answer_id  uuid primary key,
    user_id    varchar(32) not null,
    amount     numeric(20, 9) not null check (amount >= 0),
    accounts   varchar(80)[] not null default '{}',
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index hold_expiry on hold (expires_at);

-- owner: a user's id, or 'site'; period: yyyy-MM or yyyy-MM-dd, UTC.
create table budget_account (
    owner        varchar(32) not null,
    period       varchar(10) not null,
    limit_amount numeric(20, 9) not null check (limit_amount >= 0),
    spent        numeric(20, 9) not null default 0,
    held         numeric(20, 9) not null default 0,
    primary key (owner, period)
);

create table usage_quarter_hour (
    bucket           timestamptz not null,
    user_id          varchar(32) not null,
    model            varchar(64) not null,
    answers          bigint not null,
    attempts         bigint not null,
    errors           bigint not null,
    input_tokens     bigint not null,
    output_tokens    bigint not null,
    cost             numeric(24, 9) not null,
    unpriced         bigint not null,
    response_time_ms bigint not null,
    primary key (bucket, user_id, model)
);
create index usage_of_user on usage_quarter_hour (user_id, bucket);

create table idempotency (
    user_id         varchar(32) not null,
    key             varchar(255) not null,
    body_hash       varchar(64) not null,
    conversation_id uuid not null,
    message_id      uuid not null,
    created_at      timestamptz not null,
    primary key (user_id, key)
);
create index idempotency_age on idempotency (created_at);
