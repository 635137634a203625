-- What may be spent. owner: a user's id, 'default' (each user without a row of their own) or 'site'; no limit: as much as they like.
create table budget (
    owner        varchar(32) primary key,
    day_limit    numeric(20, 9) check (day_limit >= 0),
    month_limit  numeric(20, 9) check (month_limit >= 0),
    shadow       boolean not null,
    cheaper_from integer check (cheaper_from between 0 and 100),
    updated_at   timestamptz not null,
    updated_by   varchar(32) not null
);

-- How many answers a limit in shadow mode would have refused.
alter table budget_account add column would_refuse bigint not null default 0;

-- A soft mark that was passed, once for each period.
create table budget_mark (
    owner        varchar(32) not null,
    period       varchar(10) not null,
    percent      integer not null,
    spent        numeric(20, 9) not null,
    limit_amount numeric(20, 9) not null,
    reached_at   timestamptz not null,
    primary key (owner, period, percent)
);
create index budget_mark_age on budget_mark (reached_at);

-- What never ended, for the sweeper.
create index attempt_open on attempt (started_at) where outcome is null;
