-- For deleting what has been kept long enough.
create index conversation_by_age on conversation (updated_at);
create index answer_without_conversation on answer (ended_at) where conversation_id is null;
