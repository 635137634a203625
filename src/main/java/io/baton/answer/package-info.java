/**
 * The answer and its stored life. Front doors: {@link io.baton.answer.AnswerStart} stores a question and starts its answer (tx1),
 * {@link io.baton.answer.AnswerEnd} ends it (tx2). {@link io.baton.answer.Event} and {@link io.baton.answer.Frame} are what an
 * answer's log consists of.
 */
package io.baton.answer;
