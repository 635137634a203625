/**
 * API keys as they are stored and checked: the form of a key, what it is restricted to, all keys in the memory of each node. Entry point:
 * {@link io.baton.apikey.store.ApiKeys}. The secret of a key is never stored, only its digest.
 */
package io.baton.apikey.store;
