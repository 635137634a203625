/**
 * The log of each answer: frames in memory and in Redis. Entry points: {@link io.baton.answerlog.LogWriter} to write
 * frames, {@link io.baton.answerlog.FrameSource} to read them, wherever they are.
 */
package io.baton.answerlog;
