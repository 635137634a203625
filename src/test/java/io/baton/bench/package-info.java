/** Measures Baton beside the provider asked directly, in one run. Prints figures; asserts nothing about time. */
package io.baton.bench;
