/**
 * What alerts are about: readings of the ledger, the roll-ups, budgets, models and nodes, and their comparison with the past. Entry
 * point: {@link io.baton.alert.evaluation.AlertEvaluation}. Invariant: a source that fails is left out, and alerts of its rules stay as
 * they are; nothing here changes what it reads.
 */
package io.baton.alert.evaluation;
