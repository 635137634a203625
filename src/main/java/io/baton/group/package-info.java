/**
 * Groups of users: who is in which, what they may ask for, and which of them pays. Front doors: {@link io.baton.group.Groups}, which
 * answers from memory, and the administration's resources. Budgets of groups are in {@code budget}.
 */
package io.baton.group;
