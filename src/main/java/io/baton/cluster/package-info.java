/**
 * This process as a node of the cluster: its row in {@code node} and its lease. Entry points: {@link
 * io.baton.cluster.Node} and {@link io.baton.cluster.Lease}.
 */
package io.baton.cluster;
