-- What an attempt that repeats another answer would have cost; it cost nothing.
alter table attempt add column saved numeric(20, 9);

-- Questions whose answers all users share.
create table shared_question (
  id uuid primary key,
  question text not null,
  shared_at timestamptz not null,
  shared_by varchar(64) not null
);

-- Of the digest, because a question may be longer than an index entry.
create unique index shared_question_once on shared_question (md5(question));
