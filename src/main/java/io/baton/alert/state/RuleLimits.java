package io.baton.alert.state;

/**
 * When a rule alerts.
 *
 * @param limit       from which value on an alert is open
 * @param worse       from which value on it is worse
 * @param leastVolume readings of less volume don't count, such as an error rate of three requests
 * @param inARow      the number of evaluations in a row that must find the value beyond the limit; 1: the first one is enough
 */
public record RuleLimits(boolean enabled, double limit, double worse, double leastVolume, int inARow) {}
