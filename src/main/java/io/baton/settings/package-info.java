/**
 * Settings: their allowed values, and the check of all settings before the application starts. Entry point: {@link
 * io.baton.settings.AllowedValues}, the annotation on every setting.
 */
package io.baton.settings;
