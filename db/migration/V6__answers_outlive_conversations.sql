-- An answer that runs while its conversation is deleted still has to be stopped, counted and billed.
alter table answer drop constraint answer_conversation_id_fkey;
alter table answer drop constraint answer_question_id_fkey;
alter table answer add constraint answer_conversation_id_fkey
    foreign key (conversation_id) references conversation on delete set null;
alter table answer add constraint answer_question_id_fkey
    foreign key (question_id) references message on delete set null;
