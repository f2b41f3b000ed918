import { makeStyles } from '@fluentui/react-components';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import { type ChatMessage, chatMessageText } from './chat-message.ts';
import { lastWords, nextBatch, pauseAfter, spokenText } from './answer-voice.logic.ts';

const useStyles = makeStyles({ root: visuallyHidden });

/** What the voice needs. */
export interface AnswerVoiceProps {
  readonly isRunning: boolean;
  /** As it is so far; undefined where there is none, or several. */
  readonly answer: ChatMessage | undefined;
  /** What is told of how the answer stands; empty for nothing. */
  readonly state: string;
  /** What is told while no answer runs; empty for nothing. */
  readonly announcement: string;
}

/** Tells a screen reader that an answer begins, its sentences a few at a time, and that it has ended; never every word. */
export function AnswerVoice({ isRunning, answer, state, announcement }: AnswerVoiceProps) {
  const classes = useStyles();
  const [told, setTold] = useState<readonly string[]>([]);
  const latest = useRef(answer);
  const toldTo = useRef(0);
  const hasRun = useRef(false);
  useLayoutEffect(() => {
    latest.current = answer;
  }, [answer]);
  useEffect(() => {
    if (!isRunning) return undefined;
    toldTo.current = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      const batch = nextBatch(spokenOf(latest.current), toldTo.current);
      if (batch !== undefined) {
        toldTo.current = batch.to;
        setTold([batch.text]);
      }
      timer = setTimeout(speak, pauseAfter(batch));
    };
    timer = setTimeout(speak, pauseAfter(undefined));
    return () => clearTimeout(timer);
  }, [isRunning]);
  useEffect(() => {
    if (isRunning) setTold([state]);
    // One that nobody has waited for here, a version of before, is not told as if it had just ended.
    else if (hasRun.current) setTold(state === '' ? [] : [lastWords(spokenOf(latest.current), toldTo.current), state]);
    hasRun.current = isRunning;
  }, [isRunning, state]);
  const lines = !isRunning && announcement !== '' ? [announcement] : told.filter((line) => line !== '');
  return (
    <div role="status" className={classes.root}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function spokenOf(answer: ChatMessage | undefined): string {
  return answer === undefined ? '' : spokenText(chatMessageText(answer));
}
