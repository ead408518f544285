import { expect, test } from 'vitest';
import { act, foresee, type Ask } from './act.svelte';
import { onChanged } from './topics';
import { UNREACHABLE, type Wire } from './wire';

/** A command that notes how it was asked and answers from a list, in order. */
function command(...answers: (Wire<string> | 'lost')[]) {
  const asked: Ask[] = [];
  const run = async (_amount: string, ask: Ask): Promise<Wire<string>> => {
    asked.push(ask);
    const answer = answers[asked.length - 1];
    if (answer === undefined || answer === 'lost') throw new Error('the answer was lost');
    return answer;
  };
  return { run, asked };
}

const done: Wire<string> = { status: 'ok', data: 'R-00001' };
const refused: Wire<string> = {
  status: 'error',
  error: { code: 'refused', message: 'Only 80.00 is left to pay', fields: { amount: 'Too much' } },
};

test('each intent has a key of its own', async () => {
  const { run, asked } = command(done, done);
  const pay = act(run);
  expect(await pay.run('10.00')).toBe('R-00001');
  await pay.run('10.00');
  expect(asked[0]?.key).not.toBe(asked[1]?.key);
  expect(asked.every((ask) => !ask.preview)).toBe(true);
});

test('the same form again after a lost answer keeps its key', async () => {
  const { run, asked } = command('lost', done);
  const pay = act(run);
  expect(await pay.run('10.00')).toBeUndefined();
  expect(pay.error?.code).toBe(UNREACHABLE);
  await pay.run('10.00');
  expect(asked[0]?.key).toBe(asked[1]?.key);
  expect(pay.error).toBeNull();
});

test('another form after a lost answer is another intent', async () => {
  const { run, asked } = command('lost', done);
  const pay = act(run);
  await pay.run('10.00');
  await pay.run('12.00');
  expect(asked[0]?.key).not.toBe(asked[1]?.key);
});

test('a refusal ends the intent and says why', async () => {
  const { run, asked } = command(refused, done);
  const pay = act(run);
  expect(await pay.run('90.00')).toBeUndefined();
  expect(pay.error).toEqual({
    code: 'refused',
    message: 'Only 80.00 is left to pay',
    fields: { amount: 'Too much' },
  });
  await pay.run('90.00');
  expect(asked[0]?.key).not.toBe(asked[1]?.key);
});

test('a double click is one act', async () => {
  const { run, asked } = command(done);
  const pay = act(run);
  const both = [pay.run('10.00'), pay.run('10.00')];
  expect(pay.busy).toBe(true);
  expect(await Promise.all(both)).toEqual(['R-00001', 'R-00001']);
  expect(asked).toHaveLength(1);
  expect(pay.busy).toBe(false);
});

test('something else asked while an act runs is done after it, and each run has its own result', async () => {
  const { run, asked } = command(done, refused, { status: 'ok', data: 'R-00003' });
  const pay = act(run);
  const first = pay.run('10.00');
  const second = pay.run('90.00').then((made) => made ?? pay.error?.message);
  const third = pay.run('10.00');
  expect(asked).toHaveLength(1);
  expect(await Promise.all([first, second, third])).toEqual(['R-00001', 'Only 80.00 is left to pay', 'R-00003']);
  expect(new Set(asked.map((ask) => ask.key)).size).toBe(3);
  expect(pay.busy).toBe(false);
});

test('an act is busy until all that was asked is done', async () => {
  const { run } = command(done, done);
  const pay = act(run);
  const both = [pay.run('10.00'), pay.run('12.00')];
  await both[0];
  expect(pay.busy).toBe(true);
  await both[1];
  expect(pay.busy).toBe(false);
});

test('what an act touched is told to those who listen', async () => {
  const heard: string[] = [];
  const stop = onChanged((topics) => heard.push(...topics));
  await act(async () => ({ status: 'ok' as const, data: { changed: ['invoices', 'balances'] } })).run();
  stop();
  expect(heard).toEqual(['invoices', 'balances']);
});

test('a preview asks with preview on', async () => {
  const { run, asked } = command(done);
  await foresee(run)('10.00');
  expect(asked[0]?.preview).toBe(true);
});
