package io.baton.model;

/**
 * A tool call of the model.
 *
 * @param arguments JSON, as the model wrote it
 */
public record ToolCall(String id, String name, String arguments) {}
