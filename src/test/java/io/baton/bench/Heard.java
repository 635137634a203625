package io.baton.bench;

import io.baton.testing.Api;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** One answer as a reader heard it, frame by frame. */
final class Heard {
    private final StringBuilder said = new StringBuilder();
    private final List<JsonObject> switches = new ArrayList<>();
    private String answerId = "";
    private String conversationId = "";
    private JsonObject complete;
    private String error = "";
    private int terminals;

    void take(String data) {
        var frame = Api.parse(data);
        var content = frame.getJsonObject("data");
        conversationId = frame.getString("conversationId", conversationId);
        switch (frame.getString("type")) {
            case "start" -> answerId = content.getString("answerId");
            case "chunk" -> said.append(content.getString("content"));
            case "switch" -> switches.add(content);
            case "complete" -> {
                complete = content;
                terminals++;
            }
            case "error" -> {
                error = content.getString("code");
                terminals++;
            }
            default -> error = "unknown frame " + frame.getString("type");
        }
    }

    String answerId() {
        return answerId;
    }

    String conversationId() {
        return conversationId;
    }

    /** Of the `error` frame; empty: there was none. */
    String error() {
        return error;
    }

    int switches() {
        return switches.size();
    }

    String said() {
        return said.toString();
    }

    /** What is wrong with it, if it should be {@code text}; empty: nothing. */
    String complaint(String text) {
        if (terminals != 1) {
            return terminals + " terminal frames";
        }
        if (complete == null) {
            return "error " + error;
        }
        if (!said.toString().equals(text) || !complete.getString("content").equals(text)) {
            return "said " + said + ", complete " + complete.getString("content");
        }
        return spansComplaint(text);
    }

    private String spansComplaint(String text) {
        var spans = complete.getJsonArray("spans").getValuesAs(JsonObject.class);
        var end = 0;
        for (var span : spans) {
            if (span.getInt("from") != end || span.getInt("to") <= end || partsCharacter(text, end)) {
                return "spans " + spans;
            }
            end = span.getInt("to");
        }
        if (end != text.length() || spans.size() > switches.size() + 1) {
            return "spans " + spans + " of " + text.length();
        }
        return switches.stream().anyMatch(each -> partsCharacter(text, each.getInt("at")))
                ? "switches " + switches
                : "";
    }

    private static boolean partsCharacter(String text, int offset) {
        var characters = java.text.BreakIterator.getCharacterInstance();
        characters.setText(text);
        return offset != 0 && !characters.isBoundary(offset);
    }
}
