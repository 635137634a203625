-- The model that a conversation's newest question was put to; its model is who spoke last. Null: asked by an older version.
alter table conversation add column asked_model text;
