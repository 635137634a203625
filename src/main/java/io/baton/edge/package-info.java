/**
 * Servlet filters that every request passes first: they check its syntax, find the client's address, set response headers, and read
 * the body. Only this package reads bodies, with limits for length, time and memory. No other package imports it.
 */
package io.baton.edge;
