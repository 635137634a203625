-- Who acted, and from where; subjects of acts have neither name nor address. Records refer to persons by this id only, so that a
-- person can be erased while the records stay as they are: then all but the id is null.
create table audit_person (
    id      uuid primary key,
    user_id varchar(32),
    name    varchar(200),
    address varchar(64),
    unique (user_id, name, address)
);

-- One row per act. actor: null if it was Baton itself. Values are JSON, in which users are ids of audit_person.
create table audit_record (
    seq        bigint generated always as identity primary key,
    at         timestamptz not null default clock_timestamp(),
    actor      uuid references audit_person,
    proof      varchar(20) not null,
    credential varchar(64),
    action     varchar(40) not null,
    subject    varchar(250),
    old_value  text,
    new_value  text,
    node       uuid not null,
    trace_id   varchar(32)
);
create index audit_record_at on audit_record (at);
create index audit_record_of_actor on audit_record (actor, seq);
create index audit_record_of_action on audit_record (action, seq);
create index audit_record_of_subject on audit_record (subject, seq);

create function audit_stamp() returns trigger language plpgsql as $$
begin
    new.at := clock_timestamp();
    return new;
end $$;
create trigger audit_record_stamp before insert on audit_record for each row execute function audit_stamp();

create function audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'audit records are only appended' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_record_update before update on audit_record for each row execute function audit_refuse();
create trigger audit_record_truncate before truncate on audit_record execute function audit_refuse();
create trigger audit_person_truncate before truncate on audit_person execute function audit_refuse();

-- Younger records can't be deleted at all; the setting for how long they are kept is never shorter.
create function audit_keep_young() returns trigger language plpgsql as $$
begin
    if old.at > clock_timestamp() - interval '90 days' then
        raise exception 'audit records are kept for at least 90 days' using errcode = 'insufficient_privilege';
    end if;
    return old;
end $$;
create trigger audit_record_delete before delete on audit_record for each row execute function audit_keep_young();

-- A person can only be erased, never become another.
create function audit_only_erase() returns trigger language plpgsql as $$
begin
    if new.id <> old.id or new.user_id is not null or new.name is not null or new.address is not null then
        raise exception 'persons in audit records can only be erased' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger audit_person_update before update on audit_person for each row execute function audit_only_erase();

-- These run with the rights of their owner, because the run-time role may have no right to change or lock the tables.
create function audit_complete() returns bigint
    language plpgsql security definer set search_path from current set lock_timeout = '2s' as $$
begin
    lock table audit_record in share mode;
    return (select coalesce(max(seq), 0) from audit_record);
end $$;

create function audit_forget(cutoff timestamptz, most integer) returns integer
    language plpgsql security definer set search_path from current as $$
declare
    gone integer;
begin
    delete from audit_record where seq in (
        select seq from audit_record where at < least(cutoff, clock_timestamp() - interval '90 days') order by at limit most);
    get diagnostics gone = row_count;
    delete from audit_person where id in (
        select p.id from audit_person p where p.address is distinct from ''
          and not exists (select from audit_record r where r.actor = p.id) limit most);
    return gone;
end $$;

create function audit_erase(erased varchar) returns integer
    language plpgsql security definer set search_path from current as $$
declare
    gone integer;
begin
    update audit_person set user_id = null, name = null, address = null where user_id = erased;
    get diagnostics gone = row_count;
    return gone;
end $$;
