/** Why something that a node needs can't be used: the same words for PostgreSQL, Redis, providers, issuers and receivers. */
package io.baton.outage;
