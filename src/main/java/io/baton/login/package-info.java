/** Pages and endpoints to sign in and out. Everything that identifies a caller is in {@link io.baton.security}. */
package io.baton.login;
