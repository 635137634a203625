/**
 * Making, changing and revoking API keys, by those who own them and by admins. Front doors: {@link io.baton.apikey.admin.KeysResource} and
 * {@link io.baton.apikey.admin.AllKeysResource}. No key makes or changes keys.
 */
package io.baton.apikey.admin;
