import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { live, type Live } from './live.svelte';
import { changed } from './topics';
import { Refused } from './wire';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A loader whose answers come when the test says so. */
function slow() {
  const waiting: ((answer: string | Error) => void)[] = [];
  const loader = () =>
    new Promise<string>((resolve, reject) => {
      waiting.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  const answer = async (at: number, value: string | Error) => {
    waiting[at]?.(value);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { loader, answer, asked: () => waiting.length };
}

function inPage(loader: () => Promise<string>, use: (facts: Live<string>) => Promise<void>) {
  let facts: Live<string> | undefined;
  const leave = $effect.root(() => {
    facts = live(['invoices'], loader);
  });
  flushSync();
  return use(facts as Live<string>).finally(leave);
}

test('a skeleton is due only after a while, and never over facts', async () => {
  const { loader, answer } = slow();
  await inPage(loader, async (facts) => {
    await vi.advanceTimersByTimeAsync(199);
    expect(facts.waiting).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(facts.waiting).toBe(true);
    await answer(0, 'first');
    expect([facts.data, facts.waiting]).toEqual(['first', false]);
    facts.refetch();
    flushSync();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([facts.data, facts.waiting, facts.refetching]).toEqual(['first', false, true]);
  });
});

test('facts are fetched again when their topic changed, and only then', async () => {
  const { loader, answer, asked } = slow();
  await inPage(loader, async (facts) => {
    await answer(0, 'first');
    changed(['clients']);
    flushSync();
    expect(asked()).toBe(1);
    changed(['clients', 'invoices']);
    flushSync();
    expect(asked()).toBe(2);
    await answer(1, 'second');
    expect(facts.data).toBe('second');
  });
});

test('an answer that was overtaken does not show', async () => {
  const { loader, answer } = slow();
  await inPage(loader, async (facts) => {
    facts.refetch();
    flushSync();
    await answer(1, 'new');
    await answer(0, 'old');
    expect(facts.data).toBe('new');
  });
});

test('an error stands beside the facts and goes with the next answer', async () => {
  const { loader, answer } = slow();
  await inPage(loader, async (facts) => {
    await answer(0, 'first');
    facts.refetch();
    flushSync();
    await answer(1, new Refused({ code: 'failed', message: 'The folder is gone' }));
    expect([facts.data, facts.error?.message]).toEqual(['first', 'The folder is gone']);
    facts.refetch();
    flushSync();
    await answer(2, 'back');
    expect([facts.data, facts.error]).toEqual(['back', null]);
  });
});
