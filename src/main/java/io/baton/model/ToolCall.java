package io.baton.model;

/**
 * A tool that the model wants to be called.
 *
 * @param arguments JSON, as the model wrote it
 */
public record ToolCall(String id, String name, String arguments) {}
