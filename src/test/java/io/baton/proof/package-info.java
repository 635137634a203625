/**
 * Proves the books: asks thousands of questions with failures, stops and killed nodes, and then compares every row of the
 * ledger with every bill of the scripted providers. A program with a {@code main}, no test; it says nothing about speed,
 * which {@link io.baton.bench} measures.
 */
package io.baton.proof;
