// A client by the types that openapi-typescript makes of /openapi; that it compiles is half of the test.
import createClient from 'openapi-fetch';
const client = createClient({
    baseUrl: process.env.BATON_URL,
    headers: { Authorization: `Bearer ${process.env.BATON_TOKEN}` },
});
async function* events(stream) {
    let text = '';
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
        const whole = (text + piece).split('\n\n');
        text = whole.pop() ?? '';
        for (const event of whole) {
            const data = event.split('\n').find((line) => line.startsWith('data: '));
            if (data)
                yield data.slice('data: '.length);
        }
    }
}
export async function models() {
    const { data } = await client.GET('/api/models');
    return (data ?? []).map((model) => model.id ?? '');
}
export async function completion(question) {
    const { data } = await client.POST('/v1/chat/completions', {
        body: { model: 'gpt-4', stream: true, messages: [{ role: 'user', content: question }] },
        parseAs: 'stream',
    });
    let text = '';
    for await (const event of events(data)) {
        if (event !== '[DONE]')
            text += JSON.parse(event).choices[0]?.delta.content ?? '';
    }
    return text;
}
export async function answer(question) {
    const { data } = await client.POST('/api/chat/stream', {
        body: { message: question, totalContent: false },
        parseAs: 'stream',
    });
    const types = [];
    for await (const event of events(data)) {
        types.push(JSON.parse(event).type);
    }
    return types;
}
export async function refusal() {
    const { error } = await client.POST('/api/chat/message', { body: { message: '' } });
    return error?.code;
}
