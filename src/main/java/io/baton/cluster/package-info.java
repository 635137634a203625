/**
 * This process as one node among several: its row in {@code node} and its lease. Front doors: {@link io.baton.cluster.Node} and
 * {@link io.baton.cluster.Lease}.
 */
package io.baton.cluster;
