/**
 * What a caller may ask for: models, limits, and who pays. Front door: {@link io.baton.entitlement.Entitlements}. It knows no groups
 * and no keys: each {@link io.baton.entitlement.EntitlementSource} adds its own rules. Asking it never waits for a database.
 */
package io.baton.entitlement;
