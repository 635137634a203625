-- Each node is judged by its own lease: that of versions that do not write it is six seconds long.
alter table node add column lease_millis integer not null default 6000;
