package io.baton.provider.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.model.Outcome;
import io.baton.testing.Api;
import jakarta.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderErrorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':'content_filter','message':'x'}}",
                "{'error':{'code':'x','innererror':{'code':'ResponsibleAIPolicyViolation'}}}",
                "{'code':'DataInspectionFailed','message':'Input data may contain inappropriate content.'}",
                "{'error':{'code':'data_inspection_failed','message':'x'}}",
                "{'error':{'message':'Content Exists Risk','code':'invalid_request_error'}}",
                "{'error':{'code':'1301','message':'系统检测到输入或生成内容可能包含不安全或敏感内容'}}",
                "{'error':{'type':'content_filter','message':'The request was rejected because it was considered high risk'}}",
                "{'error':{'message':'Your request was rejected by our safety system.','code':'moderation_blocked'}}"
            })
    void aContentFilterIsKnownByCodeOrMessage(String body) {
        assertEquals(Outcome.CONTENT_FILTER, outcome(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':'context_length_exceeded','message':'x'}}",
                "{'error':{'message':'This model\\u0027s maximum context length is 8192 tokens. However …'}}",
                "{'object':'error','message':'This model\\u0027s maximum context length is 4096 tokens','code':400}",
                "{'error':{'code':400,'type':'exceed_context_size_error','message':'x'}}",
                "{'error':{'message':'Range of input length should be [1, 30720]','code':'invalid_parameter_error'}}",
                "{'error':{'message':'The input token count (1200000) exceeds the maximum number of tokens allowed (1048575).'}}",
                "{'error':{'message':'prompt is too long: 210000 tokens > 200000 maximum'}}",
                "{'error':'The number of tokens to keep from the initial prompt is greater than the context length'}",
                "{'error':{'message':'Invalid request: Your request exceeded model token limit: 8192'}}",
                "{'detail':'input is too long for requested model'}"
            })
    void soIsAPromptThatIsTooLong(String body) {
        assertEquals(Outcome.CONTEXT_TOO_LONG, outcome(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'error':null}",
                "{'error':{'message':'temperature must be at most 2','code':'invalid_value'}}",
                "{'error':{'message':'Unsupported parameter: max_tokens','code':'unsupported_parameter'}}",
                "{'detail':[{'type':'extra_forbidden'}]}"
            })
    void allElseIsAnotherError(String body) {
        assertEquals(Outcome.REFUSED, outcome(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'overloaded','code':529}}",
                "{'error':'overloaded','choices':[]}",
                "{'error':true}",
                "{'object':'error','message':'x','code':400}",
                "{'type':'error','error':{'type':'overloaded_error'}}",
                "{'choices':null,'base_resp':{'status_code':1004,'status_msg':'x'}}",
                "{'code':'Throttling','message':'x','request_id':'y'}",
                "{'choices':[{'delta':{'content':'a'}}],'error':{'message':'x'}}"
            })
    void anErrorHasManyForms(String chunk) {
        assertEquals(true, ProviderError.isIn(json(chunk)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'error':null}",
                "{'error':{}}",
                "{'error':''}",
                "{'error':' '}",
                "{'error':[]}",
                "{'error':false}",
                "{'error':0}",
                "{'error':{'message':'','code':null}}",
                "{'error':{'code':0,'message':''}}",
                "{'choices':[],'base_resp':{'status_code':0,'status_msg':''}}",
                "{'code':200,'message':'ok'}",
                "{'choices':[],'code':'x','message':'x'}"
            })
    void anEmptyErrorIsNone(String chunk) {
        assertEquals(false, ProviderError.isIn(json(chunk)));
    }

    private static Outcome outcome(String body) {
        return ProviderError.outcomeOf(json(body), Outcome.REFUSED);
    }

    private static JsonObject json(String text) {
        return Api.parse(text.replace('\'', '"'));
    }
}
