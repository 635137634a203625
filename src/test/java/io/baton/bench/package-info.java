/**
 * Measurements and drills, each a program with a {@code main} that runs alone on an idle machine and prints a report. They
 * are no tests: no build runs them, and nothing that depends on the speed of a machine fails one. What must always hold is
 * tested in {@link io.baton.outside}. {@code Exchange} reads its events by hand, because a load must cost little beside what
 * it measures; all others use {@link io.baton.testing}.
 */
package io.baton.bench;
