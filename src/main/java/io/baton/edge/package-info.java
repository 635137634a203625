/**
 * What every request passes before anything else of Baton looks at it: its method, its spelling, where it comes from, and
 * its body, which is read here alone, bounded in length, time and memory. Nobody imports it.
 */
package io.baton.edge;
