package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import io.baton.dev.TestServer;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.RedisData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** LangChain4j's model for OpenAI, as it is. */
class LangChain4jIT {
    private final Api user = Api.somebody();
    private final OpenAiChatModel model = model(user.token()).build();
    private final OpenAiStreamingChatModel streaming = OpenAiStreamingChatModel.builder()
            .baseUrl(url())
            .apiKey(user.token())
            .modelName("qwen2.5")
            .timeout(Await.ENOUGH)
            .build();

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .description("The weather of a city")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    @AfterEach
    void theUserMayAskAgain() {
        RedisData.empty("user:" + user.userId());
    }

    @Test
    void chats() {
        var response = model.chat(UserMessage.from(Providers.quick(5)));
        assertEquals(Providers.numbered(5), response.aiMessage().text());
        assertEquals(FinishReason.STOP, response.finishReason());
        assertEquals(5, response.tokenUsage().outputTokenCount());
        assertEquals("qwen2.5", response.modelName());
    }

    @Test
    void streams() throws Exception {
        var heard = new Heard(Integer.MAX_VALUE);
        streaming.chat(
                request(UserMessage.from(Providers.question("tokens=9 first=0 delay=50")))
                        .build(),
                heard);
        var response = heard.response();
        assertEquals(9, heard.pieces.size());
        assertEquals(Providers.numbered(9), response.aiMessage().text());
        assertEquals(9, response.tokenUsage().outputTokenCount());
    }

    @Test
    void goesThroughAToolCallAndBack() {
        var messages =
                new ArrayList<ChatMessage>(List.of(UserMessage.from(Providers.question("first=0 delay=0 calls=1"))));
        var request = ChatRequest.builder().toolSpecifications(WEATHER);
        var said = model.chat(request.messages(messages).build()).aiMessage();
        var call = said.toolExecutionRequests().getFirst();
        assertEquals("weather", call.name());
        assertEquals("{\"city\":\"Paris\"}", call.arguments());
        messages.add(said);
        messages.add(ToolExecutionResultMessage.from(call, "It rains"));
        var answer = model.chat(request.messages(messages).build());
        assertEquals("The tool says: It rains", answer.aiMessage().text());
    }

    @Test
    void streamsToolCalls() throws Exception {
        var heard = new Heard(Integer.MAX_VALUE);
        var question = UserMessage.from(Providers.question("first=0 delay=0 calls=2"));
        streaming.chat(request(question).toolSpecifications(WEATHER).build(), heard);
        var calls = heard.response().aiMessage().toolExecutionRequests();
        assertEquals(2, calls.size());
        assertEquals("{\"city\":\"Paris\"}", calls.getLast().arguments());
    }

    @Test
    void getsStructuredOutput() {
        var schema = JsonObjectSchema.builder()
                .addStringProperty("city")
                .addIntegerProperty("days")
                .required("city", "days")
                .build();
        var format = ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(
                        JsonSchema.builder().name("visit").rootElement(schema).build())
                .build();
        var question = UserMessage.from(Providers.question("first=0 delay=0"));
        var answer = model.chat(request(question).responseFormat(format).build());
        assertEquals("{\"city\":\"Paris\",\"days\":7}", answer.aiMessage().text());
    }

    @Test
    void stopsAnAnswerByCancellingIt() {
        var question = Providers.question("tokens=2000 first=0 delay=10");
        streaming.chat(request(UserMessage.from(question)).build(), new Heard(5));
        Await.until(
                "the provider is hung up on",
                () -> Providers.saw(question).stream().map(SeenRequest::outcome).toList(),
                outcomes -> outcomes.equals(List.of(SeenRequest.Outcome.HUNG_UP)));
    }

    @Test
    void throwsItsOwnExceptions() {
        var question = UserMessage.from(Providers.quick(1));
        var stranger = model("no token").build();
        assertThrows(AuthenticationException.class, () -> stranger.chat(question));
        var other = model(user.token()).modelName("gpt-9").build();
        assertThrows(ModelNotFoundException.class, () -> other.chat(question));
        var wild = model(user.token()).temperature(3.0).build();
        assertThrows(InvalidRequestException.class, () -> wild.chat(question));
        var failing = UserMessage.from(Providers.question("fault=status:500"));
        assertThrows(InternalServerException.class, () -> model.chat(failing));
        var hasty = model(user.token()).timeout(Duration.ofMillis(500)).build();
        var late = UserMessage.from(Providers.question("tokens=1 first=3000"));
        assertThrows(TimeoutException.class, () -> hasty.chat(late));
        RedisData.fillUp(user.userId());
        assertThrows(RateLimitException.class, () -> model.chat(question));
    }

    /** Collects what comes, up to so many pieces. */
    private static final class Heard implements StreamingChatResponseHandler {
        private final List<String> pieces = new ArrayList<>();
        private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        private final int enough;

        Heard(int enough) {
            this.enough = enough;
        }

        ChatResponse response() throws Exception {
            return response.get(Await.ENOUGH.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            pieces.add(piece.text());
            if (pieces.size() == enough) {
                context.streamingHandle().cancel();
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse whole) {
            response.complete(whole);
        }

        @Override
        public void onError(Throwable error) {
            response.completeExceptionally(error);
        }
    }

    private static ChatRequest.Builder request(UserMessage question) {
        return ChatRequest.builder().messages(question);
    }

    private static OpenAiChatModel.OpenAiChatModelBuilder model(String token) {
        return OpenAiChatModel.builder()
                .baseUrl(url())
                .apiKey(token)
                .modelName("qwen2.5")
                .timeout(Await.ENOUGH)
                .maxRetries(0);
    }

    private static String url() {
        return TestServer.running().url() + "/v1";
    }
}
