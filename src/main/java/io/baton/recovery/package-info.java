/**
 * What happens when a node fails: heartbeats, the search for failed nodes, the takeover of their answers, and the clean-up of what
 * nobody owns any more. Nothing imports it; it is driven by time alone.
 */
package io.baton.recovery;
