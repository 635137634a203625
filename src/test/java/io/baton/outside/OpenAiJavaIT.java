package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.models.Model;
import io.baton.dev.TestServer;
import io.baton.scripted.Script;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.RedisData;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java, as it is. */
class OpenAiJavaIT {
    private final Api user = Api.somebody();
    private final OpenAIClient client = client(user.token()).build();

    @JsonClassDescription("The weather of a city")
    public record WeatherOf(String city) {}

    public record Visit(String city, int days, List<String> sights, boolean rainy) {}

    @AfterEach
    void allIsWellAgain() {
        Providers.scripted().resetScripts();
        RedisData.empty("user:" + user.userId());
        client.close();
    }

    @Test
    void chats() {
        var completion =
                client.chat().completions().create(asking(Providers.quick(5)).build());
        var choice = completion.choices().getFirst();
        assertEquals(Providers.numbered(5), choice.message().content().orElseThrow());
        assertEquals("stop", choice.finishReason().asString());
        assertEquals(5, completion.usage().orElseThrow().completionTokens());
        completion.validate();
    }

    @Test
    void streamsWithUsage() {
        var request = asking(Providers.quick(12))
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        var accumulator = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(request)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        var completion = accumulator.chatCompletion();
        assertEquals(
                Providers.numbered(12),
                completion.choices().getFirst().message().content().orElseThrow());
        assertEquals(12, completion.usage().orElseThrow().completionTokens());
    }

    @Test
    void goesThroughAToolCallAndBack() {
        var request = asking(Providers.question("first=0 delay=0 calls=2")).addTool(WeatherOf.class);
        var message = client.chat()
                .completions()
                .create(request.build())
                .choices()
                .getFirst()
                .message();
        var calls = message.toolCalls().orElseThrow();
        assertEquals(2, calls.size());
        request.addMessage(message);
        for (var call : calls) {
            var function = call.asFunction();
            var arguments = function.function().arguments(WeatherOf.class);
            assertEquals("Paris", arguments.city());
            request.addMessage(ChatCompletionToolMessageParam.builder()
                    .toolCallId(function.id())
                    .content("It rains in " + arguments.city())
                    .build());
        }
        var answer = client.chat().completions().create(request.build());
        assertEquals(
                "The tool says: It rains in Paris",
                answer.choices().getFirst().message().content().orElseThrow());
    }

    @Test
    void streamsToolCalls() {
        var request = asking(Providers.question("first=0 delay=0 calls=1")).addTool(WeatherOf.class);
        var accumulator = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(request.build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        var choice = accumulator.chatCompletion().choices().getFirst();
        assertEquals("tool_calls", choice.finishReason().asString());
        var call = choice.message().toolCalls().orElseThrow().getFirst().asFunction();
        assertEquals("Paris", call.function().arguments(WeatherOf.class).city());
    }

    @Test
    void getsStructuredOutput() {
        var request = asking(Providers.question("first=0 delay=0")).responseFormat(Visit.class);
        var visit = client.chat()
                .completions()
                .create(request.build())
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
        assertEquals(new Visit("Paris", 7, List.of("Paris"), true), visit);
    }

    @Test
    void stopsAnAnswerByClosingItsStream() {
        var question = Providers.question("tokens=2000 first=0 delay=10");
        try (var stream =
                client.chat().completions().createStreaming(asking(question).build())) {
            assertTrue(stream.stream().limit(5).count() == 5);
        }
        Await.until(
                "the provider is hung up on",
                () -> Providers.saw(question).getFirst().outcome(),
                outcome -> outcome == SeenRequest.Outcome.HUNG_UP);
    }

    @Test
    void knowsTheModels() {
        assertEquals(
                List.of("qwen2.5", "gemma-3", "gpt-4"),
                client.models().list().data().stream().map(Model::id).toList());
        assertEquals("openai", client.models().retrieve("gpt-4").ownedBy());
    }

    @Test
    void throwsItsOwnExceptions() {
        var question = Providers.quick(1);
        var stranger = client("no token").build();
        assertThrows(UnauthorizedException.class, () -> ask(stranger, asking(question)));
        var missing = assertThrows(
                NotFoundException.class, () -> ask(client, asking(question).model("gpt-9")));
        assertEquals("model_not_found", missing.code().orElseThrow());
        var wrong = assertThrows(
                BadRequestException.class, () -> ask(client, asking(question).temperature(3)));
        assertEquals("temperature", wrong.param().orElseThrow());
        assertThrows(InternalServerException.class, () -> ask(client, asking(Providers.question("fault=status:500"))));
        assertEquals(List.of(), Providers.saw(question));
        RedisData.fillUp(user.userId());
        assertThrows(RateLimitException.class, () -> ask(client, asking(question)));
    }

    @Test
    void triesAgainByItself() {
        var question = Providers.quick(3);
        List.of("qwen", "gemma", "openai")
                .forEach(vendor -> Providers.scripted().script(vendor, Script.of("fault=status:500 times=1")));
        ask(client(user.token()).maxRetries(1).build(), asking(question));
        assertEquals(4, Providers.saw(question).size());
    }

    @Test
    void givesUpInTime() {
        var question = Providers.question("tokens=1 first=3000");
        var hasty = client(user.token()).timeout(Duration.ofMillis(500)).build();
        assertThrows(OpenAIIoException.class, () -> ask(hasty, asking(question)));
    }

    @Test
    void seesThatAStreamBrokeOff() {
        var question = Providers.question("fault=reset at=5 tokens=9 first=0 delay=0");
        assertThrows(OpenAIException.class, () -> {
            try (var stream =
                    client.chat().completions().createStreaming(asking(question).build())) {
                stream.stream().forEach(chunk -> {});
            }
        });
    }

    private static void ask(OpenAIClient client, ChatCompletionCreateParams.Builder request) {
        client.chat().completions().create(request.build());
    }

    private static ChatCompletionCreateParams.Builder asking(String question) {
        return ChatCompletionCreateParams.builder().model("qwen2.5").addUserMessage(question);
    }

    private static OpenAIOkHttpClient.Builder client(String token) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(TestServer.running().url() + "/v1")
                .apiKey(token)
                .timeout(Await.ENOUGH)
                .maxRetries(0);
    }
}
