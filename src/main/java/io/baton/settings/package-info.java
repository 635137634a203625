/**
 * Settings: what each may be, and the check of all of them before the application starts. Front door: {@link
 * io.baton.settings.AllowedValues}, the annotation beside every setting.
 */
package io.baton.settings;
