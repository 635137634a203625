-- What admins have changed about a rule; a rule without a row is as shipped.
create table alert_rule (
    rule         varchar(32) primary key,
    enabled      boolean not null,
    limit_value  double precision not null,
    worse_value  double precision not null,
    least_volume double precision not null,
    in_a_row     integer not null,
    updated_at   timestamptz not null,
    updated_by   varchar(32) not null
);

-- One episode of a rule about a subject. told: the level that the channels know; null: nothing yet.
create table alert (
    id              uuid primary key,
    rule            varchar(32) not null,
    subject         varchar(100) not null,
    episode         integer not null,
    state           varchar(16) not null check (state in ('suspected', 'open', 'worse', 'acknowledged', 'resolved')),
    severe          boolean not null,
    value           double precision not null,
    limit_value     double precision not null,
    volume          double precision not null,
    observed        double precision,
    expected        double precision,
    beyond_since    timestamptz not null,
    worse_since     timestamptz,
    calm_since      timestamptz,
    opened_at       timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by varchar(32),
    resolved_at     timestamptz,
    told            varchar(16),
    unique (rule, subject, episode)
);
create unique index alert_unresolved on alert (rule, subject) where state <> 'resolved';
create index alert_opened on alert (opened_at desc, id desc) where opened_at is not null;

-- What happened to alerts, in order: numbers are allotted under the lock of the evaluation.
create table alert_event (
    seq      bigint generated always as identity primary key,
    alert_id uuid not null references alert on delete cascade,
    kind     varchar(16) not null check (kind in ('opened', 'worse', 'acknowledged', 'resolved')),
    at       timestamptz not null,
    value    double precision not null,
    by_user  varchar(32),
    silenced boolean not null
);
create index alert_event_of_alert on alert_event (alert_id);

-- Without a rule: of all rules; without a subject: of all subjects.
create table alert_silence (
    id         uuid primary key,
    rule       varchar(32),
    subject    varchar(100),
    until      timestamptz not null,
    reason     varchar(200),
    created_at timestamptz not null,
    created_by varchar(32) not null
);

-- Who is told. busy_until: a node is delivering; retry_at: the receiver failed, and is left alone until then.
create table alert_channel (
    name       varchar(64) primary key,
    kind       varchar(16) not null check (kind in ('webhook', 'mail')),
    target     varchar(2000) not null,
    secret     varchar(200),
    language   varchar(2) not null,
    least      varchar(16) not null check (least in ('open', 'worse')),
    enabled    boolean not null,
    updated_at timestamptz not null,
    updated_by varchar(32) not null,
    busy_until timestamptz,
    retry_at   timestamptz,
    failures   integer not null default 0,
    last_error varchar(200)
);

-- The outbox: a row for each message to each channel, in the transaction of what it tells.
create table alert_delivery (
    seq        bigint generated always as identity primary key,
    id         uuid not null unique,
    channel    varchar(64) not null references alert_channel on delete cascade,
    message    text not null,
    state      varchar(16) not null default 'pending' check (state in ('pending', 'delivered', 'refused', 'expired')),
    attempts   integer not null default 0,
    created_at timestamptz not null,
    settled_at timestamptz
);
create index alert_delivery_pending on alert_delivery (channel, seq) where state = 'pending';
create index alert_delivery_settled on alert_delivery (settled_at) where state <> 'pending';

-- What only a node itself can see, for the node that evaluates.
create table alert_reading (
    node    uuid not null,
    rule    varchar(32) not null,
    subject varchar(100) not null,
    value   double precision not null,
    volume  double precision not null,
    at      timestamptz not null,
    primary key (node, rule, subject)
);

-- One row: when the last evaluation began.
create table alert_evaluation (
    id smallint primary key check (id = 1),
    at timestamptz not null
);
insert into alert_evaluation (id, at) values (1, timestamptz '2000-01-01 00:00:00Z');

-- The 75th percentile of the time to the first output, which sums can't give; model '' is all models together.
create table first_token_quarter_hour (
    bucket          timestamptz not null,
    model           varchar(64) not null,
    answers         bigint not null,
    first_output_ms integer not null,
    primary key (bucket, model)
);

-- A node that leaves in good order is not lost.
alter table node add column left_at timestamptz;
