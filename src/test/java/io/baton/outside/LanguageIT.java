package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.testing.Api;
import org.junit.jupiter.api.Test;

/** Problems and errors in the reader's language. */
class LanguageIT {
    private static final String CHINESE = "zh-CN,zh;q=0.9,en;q=0.5";

    @Test
    void aProblemIsSaidInChinese() {
        var reply = Api.somebody().with("Accept-Language", CHINESE).get("/api/chat/conversations?limit=0");
        assertEquals("limit 必须是 1 到 200 之间的整数。", reply.problem(400).getString("detail"));
        assertEquals("zh-Hans", reply.header("Content-Language"));
        assertEquals("Accept-Language", reply.header("Vary"));
    }

    @Test
    void aRefusalBeforeTheResourcesIsSaidInChineseToo() {
        var reply = Api.nobody().with("Accept-Language", CHINESE).get("/api/models");
        assertEquals("需要 bearer 令牌或会话 Cookie。", reply.problem(401).getString("detail"));
    }

    @Test
    void anErrorFrameIsSaidInChinese() {
        var question = Providers.question("fault=status:500");
        try (var stream = Api.somebody().with("Accept-Language", CHINESE).ask(question)) {
            assertEquals("没有模型能够回答。已有内容已保留，请重试。", stream.rest().last().content().getString("message"));
        }
    }

    @Test
    void anErrorFrameInsteadOfARefusalIsSaidInChinese() {
        try (var stream = Api.somebody().with("Accept-Language", CHINESE).listen("/api/chat/stream?model=qwen2.5")) {
            var error = stream.rest().last().content();
            assertEquals("需要 conversationId 或 message。", error.getString("message"));
        }
    }
}
