import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { preview, type Preview } from './preview.svelte';
import { changed } from './topics';
import { Refused } from './wire';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A form with an amount, and a Rust that answers when the test says so. */
async function form(use: (page: ReturnType<typeof begin>) => Promise<void>) {
  const page = begin();
  await use(page).finally(page.leave);
}

function begin() {
  const asked: { amount: string; answer: (given: string | Error) => Promise<void> }[] = [];
  let amount = $state('');
  let seen: Preview<string> | undefined;
  const leave = $effect.root(() => {
    seen = preview(() => {
      const now = amount;
      return now ? () => question(now) : null;
    });
  });
  flushSync();

  function question(now: string) {
    return new Promise<string>((resolve, reject) => {
      const answer = async (given: string | Error) => {
        if (given instanceof Error) reject(given);
        else resolve(given);
        await vi.advanceTimersByTimeAsync(0);
      };
      asked.push({ amount: now, answer });
    });
  }

  return {
    seen: seen as Preview<string>,
    asked,
    leave,
    type(text: string) {
      amount = text;
      flushSync();
    },
    async rest() {
      flushSync();
      await vi.advanceTimersByTimeAsync(120);
    },
  };
}

const wrong = new Refused({ code: 'invalid', message: 'No amount', fields: { amount: 'No amount' } });

test('only a pause in typing asks, for what was typed last', () =>
  form(async ({ seen, asked, type, rest }) => {
    expect(seen.pending).toBe(false);
    type('1');
    type('12');
    expect([asked.length, seen.pending]).toEqual([0, true]);
    await rest();
    await asked[0]?.answer('12 paid');
    expect([asked.map(({ amount }) => amount), seen.effects, seen.pending]).toEqual([['12'], '12 paid', false]);
  }));

test('what was worked out before stays while newer consequences are, and is known to be old', () =>
  form(async ({ seen, asked, type, rest }) => {
    type('12');
    await rest();
    await asked[0]?.answer('12 paid');
    type('120');
    await rest();
    expect([seen.effects, seen.pending]).toEqual(['12 paid', true]);
    await asked[1]?.answer('120 paid');
    expect([seen.effects, seen.pending]).toEqual(['120 paid', false]);
  }));

test('what was wrong with an earlier form is not said of a newer one', () =>
  form(async ({ seen, asked, type, rest }) => {
    type('x');
    await rest();
    await asked[0]?.answer(wrong);
    expect([seen.error?.message, seen.pending]).toEqual(['No amount', false]);
    type('12');
    expect([seen.error, seen.pending]).toEqual([null, true]);
  }));

test('an act that was done meanwhile has the consequences worked out anew', () =>
  form(async ({ seen, asked, type, rest }) => {
    type('12');
    await rest();
    await asked[0]?.answer(wrong);
    changed(['invoices']);
    await rest();
    expect([asked.length, seen.error?.message, seen.pending]).toEqual([2, 'No amount', true]);
    await asked[1]?.answer('12 paid');
    expect([seen.effects, seen.error, seen.pending]).toEqual(['12 paid', null, false]);
  }));

test('a form that says too little has no consequences', () =>
  form(async ({ seen, asked, type, rest }) => {
    type('12');
    await rest();
    await asked[0]?.answer('12 paid');
    type('');
    expect([seen.effects, seen.error, seen.pending]).toEqual([undefined, null, false]);
  }));
