import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { AppError, errorCodes } from '../shared/errors.ts';
import { cardButtons, useAppInfo, useSession } from './bridge.ts';
import { FakeMain } from './test-support/fake-bridge.ts';
import { renderPart } from './test-support/render-part.tsx';
import { sampleInfo } from './test-support/samples.ts';

function Info() {
  const [info] = useAppInfo();
  return <output>{info.kind === 'ready' ? info.value.notice : info.kind}</output>;
}

function Session() {
  const [session, reload] = useSession();
  return <button onClick={reload}>{session.kind === 'ready' ? session.value.kind : session.kind}</button>;
}

test('a reply that is older than an event does not undo it', async () => {
  const main = new FakeMain({ info: { ...sampleInfo, notice: 'old' } });
  const output = page.getByRole('status');
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const replies: Promise<unknown>[] = [];
  // The value is read at once and arrives late.
  const info = () => {
    const reply = main.bridge.app.info();
    const late = released.then(() => reply);
    replies.push(late);
    return late;
  };
  const screen = await renderPart(<Info />, { ...main.bridge, app: { ...main.bridge.app, info } });
  await expect.element(output).toHaveTextContent('loading');
  main.setInfo({ ...sampleInfo, notice: 'new' });
  await expect.element(output).toHaveTextContent('new');
  release();
  await Promise.all(replies);
  await screen.rerender(<Info />);
  expect(output.element().textContent).toBe('new');
});

test('a failed load is not taken for a state, and can be tried again', async () => {
  const main = new FakeMain();
  main.refuse('session.state', 'internal');
  await renderPart(<Session />, main.bridge);
  await expect.element(page.getByRole('button')).toHaveTextContent('failed');
  await page.getByRole('button').click();
  await expect.element(page.getByRole('button')).toHaveTextContent('signed-in');
});

test('events do not go on to a part of the window that has gone', async () => {
  const main = new FakeMain();
  const screen = await renderPart(<Session />, main.bridge);
  await expect.element(page.getByRole('button')).toHaveTextContent('signed-in');
  await screen.unmount();
  expect(main.listenerCount('session.changed')).toBe(0);
});

describe('cardButtons', () => {
  test('a card never sends people to sign in for what a sign-in cannot mend', () => {
    const codes = errorCodes.filter((code) => cardButtons(new AppError(code)).includes('sign-in'));
    expect(codes).toEqual(['sign-in-required', 'claims-challenge', 'model-unauthorized']);
  });

  test('trying again is not offered where it must fail again', () => {
    expect(cardButtons(new AppError('model-forbidden'))).toEqual([]);
    expect(cardButtons(new AppError('stream-cut'))).toEqual(['try-again']);
    expect(cardButtons(new AppError('network-unreachable'), 'try-again')).toEqual(['try-again']);
  });

  test('what the clinic advises is the main button', () => {
    expect(cardButtons(new AppError('sign-in-failed'), 'sign-in-browser')[0]).toBe('sign-in-browser');
    expect(cardButtons(new AppError('sign-in-refused'), 'request-consent')).toEqual(['message-it']);
    expect(cardButtons(new AppError('sign-in-refused'), 'none')).toEqual([]);
  });
});
