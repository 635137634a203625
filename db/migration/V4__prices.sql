-- Prices that admins have set, in dollars per 1,000 tokens. They go before the shipped ones from their moment on.
create table price (
    model          varchar(64) not null,
    effective_from timestamptz not null,
    version        varchar(32) not null,
    input          numeric(20, 9) not null check (input >= 0),
    output         numeric(20, 9) not null check (output >= 0),
    cached         numeric(20, 9) not null check (cached >= 0),
    reasoning      numeric(20, 9) not null check (reasoning >= 0),
    set_at         timestamptz not null,
    set_by         varchar(32) not null,
    primary key (model, effective_from),
    unique (model, version)
);

-- What has no cost because no price was known.
create index attempt_unpriced on attempt (model, started_at) where cost is null and outcome is not null;
