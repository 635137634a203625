-- The key of an answer without a conversation has the answer instead of a question.
alter table idempotency alter column conversation_id drop not null;
alter table idempotency alter column message_id drop not null;
alter table idempotency add column answer_id uuid;
