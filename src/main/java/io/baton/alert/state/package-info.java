/**
 * What an alert is: rules with their limits, readings, the state machine, its rows, silences, and the API for admins. Entry point:
 * {@link io.baton.alert.state.Alerts}. Knows not where readings come from. Invariant: the state of an alert changes only under the
 * lock of {@link io.baton.alert.state.Alerts}, together with its event and what channels are told.
 */
package io.baton.alert.state;
