package io.baton.model;

/**
 * A tool call of the model.
 *
 * @param arguments JSON, as the model wrote it
 * @param state     further members of the call
 */
public record ToolCall(String id, String name, String arguments, ProviderState state) {}
