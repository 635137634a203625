/**
 * Baton beside the provider asked directly, a bare proxy and another gateway, in one run. Front door: {@code Benchmark}; how
 * to run and read it: docs/performance.md. The provider and the load generator are JVMs of their own, so that the CPU of each
 * part can be told apart. Whoever answers gets the same bytes, except for the format of Baton's own interface, and nothing is
 * parsed as JSON: {@code TokenScanner} looks for tokens that carry the moment at which the provider was to send them.
 */
package io.baton.bench.load;
