/**
 * Tokens as such: what makes one valid, the keys of issuers and our own, and which of their claims are roles of ours. Who is calling is
 * decided in {@code security}. Nothing of a token is ever logged.
 */
package io.baton.token;
