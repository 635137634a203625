// What the page says, in both languages.
const english = {
  lang: 'en',
  you: 'You',
  model: 'Model',
  question: 'Your question',
  send: 'Send',
  stop: 'Stop',
  newConversation: 'New conversation',
  signOut: 'Sign out',
  console: 'Console',
  answering: 'Answering …',
  reconnecting: 'The connection was lost; reconnecting …',
  lost: 'The connection was lost. Please reload the page.',
  done: (model, tokens, cost, reason) =>
    `${model}: ${tokens} tokens, $${cost}${reason === 'stopped' ? ', stopped' : ''}`,
};

const chinese = {
  lang: 'zh-CN',
  you: '您',
  model: '模型',
  question: '您的问题',
  send: '发送',
  stop: '停止',
  newConversation: '新对话',
  signOut: '退出',
  console: '控制台',
  answering: '正在回答……',
  reconnecting: '连接已断开,正在重新连接……',
  lost: '连接已断开,请刷新页面。',
  done: (model, tokens, cost, reason) =>
    `${model}:${tokens} 个 token,${cost} 美元${reason === 'stopped' ? ',已停止' : ''}`,
};

/** The texts in the first of the reader's languages that there is. */
export function texts(languages) {
  const known = languages.find((language) => /^(en|zh)\b/i.test(language)) ?? 'en';
  return /^zh/i.test(known) ? chinese : english;
}
