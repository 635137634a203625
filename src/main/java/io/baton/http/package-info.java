/**
 * HTTP without business meaning: JSON bodies and their checks, paging, client addresses, and the rendering of problems.
 * Entry points: {@link io.baton.http.JsonBody} to read a request, {@link io.baton.http.OpenAiError} for errors under
 * {@code /v1}.
 */
package io.baton.http;
