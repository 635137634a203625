-- The provider's own word for why its model ended. Callers see one of few.
alter table attempt add column finish_reason varchar(64);
