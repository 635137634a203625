-- What the database role of the running application may do, where migrations have a role of their own: read and write all tables, but only
-- append to the audit. With one role for both, which owns the tables, nothing can be withheld.
do $$
declare
    application text := '${application}';
begin
    if application = current_user then
        return;
    end if;
    execute format('grant usage on schema %I to %I', current_schema(), application);
    execute format('grant select, insert, update, delete on all tables in schema %I to %I', current_schema(), application);
    execute format('grant usage on all sequences in schema %I to %I', current_schema(), application);
    execute format('revoke insert, update, delete on flyway_schema_history from %I', application);
    execute format('revoke update, delete on audit_record, audit_person from %I', application);
    revoke execute on function audit_forget, audit_erase, audit_complete from public;
    execute format('grant execute on function audit_forget, audit_erase, audit_complete to %I', application);
end $$;
