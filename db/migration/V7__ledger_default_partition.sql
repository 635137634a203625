-- The last net: a row for whose month no partition was made lands here instead of being refused, until `Partitions` moves it.
create table attempt_default partition of attempt default;
