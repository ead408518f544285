import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import { checkAtStart } from './books.svelte';
import BooksLine from './BooksLine.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const COUNTS = { rule_count: 24, client_count: 2, session_count: 3, invoice_count: 3, source_count: 2, operation_count: 9 };
const UNREADABLE = 'The practice file cannot be read.';

/** A start at `path` whose check is over, with the places of Today for what it found. */
async function start(path: string, answer: () => unknown) {
  history.replaceState(null, '', path);
  mockIPC(answer);
  const leave = checkAtStart();
  await vi.advanceTimersByTimeAsync(1_500);
  render(BooksLine, { broken: true });
  render(BooksLine);
  leave();
}

function fails(code: string) {
  return () => {
    throw { code, message: UNREADABLE, fields: null };
  };
}

const said = () => screen.queryAllByRole('status').map((line) => line.textContent.trim());

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  clearMocks();
  for (const note of shown()) dismiss(note.id);
});

test('books in order are said to be on Today', async () => {
  await start('/', () => ({ ...COUNTS, broken: [] }));
  expect(said()).toEqual([expect.stringMatching(/all 24 rules hold/)]);
});

test('a check that fails is said on Today, with the way to try it again', async () => {
  await start('/', fails('failed'));
  expect(said()).toEqual([expect.stringMatching(/^The books could not be checked. The practice file cannot be read./)]);
  expect(screen.getByRole('link', { name: 'Check the books' })).toBeTruthy();
  expect(shown()).toEqual([]);
});

test('on another page a check that fails is said in a note', async () => {
  await start('/clients', fails('failed'));
  expect(shown().map(({ sentence, problem }) => [sentence, problem])).toEqual([
    [`The books could not be checked. ${UNREADABLE}`, true],
  ]);
});

test('a practice that was locked before its check says nothing', async () => {
  await start('/clients', fails('closed'));
  expect(said()).toEqual([]);
  expect(shown()).toEqual([]);
});
