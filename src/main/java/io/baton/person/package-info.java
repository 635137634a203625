/**
 * A person's rights: to get all that is stored of them ({@link io.baton.person.PersonExport}), and to be erased ({@link
 * io.baton.person.Erasures}). The books stay, under a pseudonym.
 */
package io.baton.person;
