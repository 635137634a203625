-- Models that an admin has closed; until null: until an admin opens them.
create table model_closure (
    model     varchar(64) primary key,
    until     timestamptz,
    closed_by varchar(32) not null,
    closed_at timestamptz not null
);
