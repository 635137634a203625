/**
 * Answers to identical prompts: which answer, of whom, may be given again to whom. What is kept is only the id of the first answer; its
 * text is read from its log, as every reader reads it. Entry point: {@link io.baton.answercache.AnswerCache}.
 */
package io.baton.answercache;
