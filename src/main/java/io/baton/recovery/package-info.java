/**
 * What happens when a node fails: heartbeats, the search for failed nodes, the takeover of their answers, and the clean-up of what no
 * node owns any more. No package imports it; its tasks run periodically.
 */
package io.baton.recovery;
