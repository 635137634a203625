-- W3C trace context, so that the node which takes an answer over continues its trace.
alter table answer add column trace_parent text;
