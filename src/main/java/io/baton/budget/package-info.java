/**
 * Budgets: limits, the accounts that enforce them, and the holds of running answers. Front doors: {@link io.baton.budget.BudgetStore},
 * {@link io.baton.budget.Allowances} and {@link io.baton.budget.Holds}.
 */
package io.baton.budget;
