-- The roll-up of everybody together, so that the whole site's statistics cost the same however many users there are.
create table usage_site_quarter_hour (
    bucket           timestamptz not null,
    model            varchar(64) not null,
    answers          bigint not null,
    attempts         bigint not null,
    errors           bigint not null,
    input_tokens     bigint not null,
    output_tokens    bigint not null,
    cost             numeric(24, 9) not null,
    unpriced         bigint not null,
    response_time_ms bigint not null,
    primary key (bucket, model)
);

insert into usage_site_quarter_hour
select bucket, model, sum(answers), sum(attempts), sum(errors), sum(input_tokens), sum(output_tokens), sum(cost),
  sum(unpriced), sum(response_time_ms)
from usage_quarter_hour group by 1, 2;
