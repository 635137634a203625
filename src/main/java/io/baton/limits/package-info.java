/**
 * Whether a user may ask now: policies that allow or refuse with a reason. Front door: {@link io.baton.limits.Admission}.
 * Not what models can bear: that is {@code routing}.
 */
package io.baton.limits;
