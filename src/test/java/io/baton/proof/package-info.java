/** Puts the books to the proof: many answers with failures, stops and killed nodes, then every row against every bill. */
package io.baton.proof;
