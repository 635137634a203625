-- An owner is a user's id, 'default', 'site', or a payer of some answers of several users, such as 'group:12'.
-- Days and months are those of a time zone (IANA); null: the configured one.
alter table budget alter column owner type varchar(40), add column time_zone varchar(40);

-- The name of a period has its zone, unless that is UTC: 2026-11-28[Asia/Shanghai]. An account gets the costs of all requests that
-- began between its moments, so accounts of several zones can be open at the same time, and each is right.
alter table budget_account
    alter column owner type varchar(40),
    alter column period type varchar(50),
    add column begins_at timestamptz,
    add column ends_at timestamptz;
update budget_account set
    begins_at = rpad(period, 10, '-01')::timestamp at time zone 'UTC',
    ends_at = (rpad(period, 10, '-01')::timestamp
        + case when length(period) > 7 then interval '1 day' else interval '1 month' end) at time zone 'UTC';
alter table budget_account alter column begins_at set not null, alter column ends_at set not null;
create index budget_account_open on budget_account (owner, ends_at);
create index budget_account_end on budget_account (ends_at);

-- For nodes of an earlier version, which know UTC only.
create function budget_account_in_utc() returns trigger language plpgsql as $$
begin
    new.begins_at := rpad(new.period, 10, '-01')::timestamp at time zone 'UTC';
    new.ends_at := (rpad(new.period, 10, '-01')::timestamp
        + case when length(new.period) > 7 then interval '1 day' else interval '1 month' end) at time zone 'UTC';
    return new;
end $$;
create trigger budget_account_in_utc before insert on budget_account
    for each row when (new.begins_at is null) execute function budget_account_in_utc();

alter table budget_mark alter column owner type varchar(40), alter column period type varchar(50);

-- The roll-up by payers, without which a group's account could only be opened and compared by reading a month of the ledger.
create table usage_payer_quarter_hour (
    bucket           timestamptz not null,
    payer            varchar(40) not null,
    model            varchar(64) not null,
    answers          bigint not null,
    attempts         bigint not null,
    errors           bigint not null,
    input_tokens     bigint not null,
    output_tokens    bigint not null,
    cost             numeric(24, 9) not null,
    unpriced         bigint not null,
    response_time_ms bigint not null,
    primary key (bucket, payer, model)
);
create index usage_of_payer on usage_payer_quarter_hour (payer, bucket);
