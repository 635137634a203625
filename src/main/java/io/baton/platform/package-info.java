/**
 * Infrastructure without business meaning: problems and their texts, Redis, connection pools, migrations, periodic
 * tasks, clock and threads. Imports only {@code settings}.
 */
package io.baton.platform;
