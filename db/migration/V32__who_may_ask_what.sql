-- The group that pays for an answer besides its user, and the models that may write it: a node that takes it over needs both.
alter table answer add column group_id integer;
-- Ids of models; null: all.
alter table answer add column allowed_models varchar(64)[];
alter table attempt add column group_id integer;
