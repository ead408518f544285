import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { HistoryRow } from '$lib/host';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import { saying } from '$lib/shared/saying';
import { announce } from './announce';
import HistoryList from './HistoryList.svelte';

afterEach(() => {
  clearMocks();
  for (const note of shown()) dismiss(note.id);
});

const done = (operation: string, sentence: string, more: Partial<HistoryRow> = {}): HistoryRow => ({
  operation,
  sentence,
  acted_at: '2026-03-02T09:00:00Z',
  is_undo: false,
  undone: false,
  can_undo: true,
  ...more,
});

function list(rows: HistoryRow[], answer: (operation: unknown) => unknown) {
  const asked: unknown[] = [];
  mockIPC((command, payload) => {
    const { operation } = payload as { operation: string };
    asked.push(`${command} ${operation}`);
    return answer(operation);
  });
  render(HistoryList, { rows, label: 'Activity' });
  return { asked, user: userEvent.setup() };
}

test('each act that stands can be taken back, and what was taken back can be done again', async () => {
  const { asked, user } = list(
    [done('3', 'Took back: added Ana', { is_undo: true }), done('2', 'Added Bea'), done('1', 'Added Ana', { undone: true })],
    () => ({ answer: null, operation: '9', sentence: 'Took back', changed: [], effects: [], warnings: [] }),
  );
  expect(screen.getAllByRole('button').map((button) => button.textContent.trim())).toEqual(['Do again', 'Undo']);
  await user.click(screen.getByRole('button', { name: 'Undo: Added Bea' }));
  expect(asked).toEqual(['undo 2']);
});

test('an undo that is refused says why beside its act alone', async () => {
  const message = 'INV-00001 is paid by R-00001. Take the payment back first.';
  const { user } = list([done('2', 'Issued INV-00001'), done('1', 'Added Ana')], () =>
    Promise.reject({ code: 'refused', message, fields: null }),
  );
  await user.click(screen.getByRole('button', { name: 'Undo: Issued INV-00001' }));
  const [first, second] = screen.getAllByRole('listitem');
  if (!first || !second) throw new Error('two acts are listed');
  expect(await within(first).findByText(saying(message))).toBeTruthy();
  expect(within(second).queryByText(saying(message))).toBeNull();
});

test('a refusal is brought into sight', async () => {
  const seen: string[] = [];
  const scroll = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    seen.push(this.textContent);
  });
  const message = 'INV-00001 is paid by R-00001. Take the payment back first.';
  const { user } = list([done('2', 'Issued INV-00001'), done('1', 'Added Ana')], () =>
    Promise.reject({ code: 'refused', message, fields: null }),
  );
  await user.click(screen.getByRole('button', { name: 'Undo: Added Ana' }));
  await waitFor(() => expect(seen).toHaveLength(1));
  expect(seen[0]).toContain('Added Ana');
  expect(seen[0]).toContain(message);
  scroll.mockRestore();
});

test('the note of an act that is taken back here goes with it', async () => {
  announce({ sentence: 'Added Ana', operation: '1', warnings: [] });
  announce({ sentence: 'Added Bea', operation: '2', warnings: [] });
  const { user } = list([done('2', 'Added Bea'), done('1', 'Added Ana')], () => ({
    answer: null, operation: '9', sentence: 'Took back: added Bea', changed: [], effects: [], warnings: [],
  }));
  await user.click(screen.getByRole('button', { name: 'Undo: Added Bea' }));
  await waitFor(() => expect(shown().map(({ sentence }) => sentence)).toEqual(['Added Ana', 'Took back: added Bea']));
});

test('an act that is taken back while another still is waits, and a refusal stays with its own', async () => {
  const message = 'INV-00001 is paid by R-00001. Take the payment back first.';
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  const { asked, user } = list([done('2', 'Issued INV-00001'), done('1', 'Added Ana')], async (operation) => {
    if (operation === '1') return { answer: null, operation: '9', sentence: 'Took back', changed: [], effects: [], warnings: [] };
    await held;
    throw { code: 'refused', message, fields: null };
  });
  const button = (name: string) => screen.getByRole('button', { name });
  await user.click(button('Undo: Issued INV-00001'));
  await user.click(button('Undo: Added Ana'));
  expect(asked).toEqual(['undo 2']);
  expect(button('Undo: Added Ana').getAttribute('aria-busy')).toBe('true');
  answer();
  await waitFor(() => expect(shown().map(({ sentence }) => sentence)).toEqual(['Took back']));
  expect(asked).toEqual(['undo 2', 'undo 1']);
  const [first, second] = screen.getAllByRole('listitem');
  if (!first || !second) throw new Error('two acts are listed');
  expect(within(first).getByText(saying(message))).toBeTruthy();
  expect(within(second).queryByText(saying(message))).toBeNull();
});

test('what can never be taken back offers no undo', () => {
  list([done('1', 'Saved INV-00001 as PDF', { can_undo: false })], () => null);
  expect(screen.queryByRole('button')).toBeNull();
});

test('a long history says how long it is and goes on page by page', async () => {
  const rows = Array.from({ length: 120 }, (_, at) => done(String(120 - at), `Act ${120 - at}`));
  const { user } = list(rows, () => null);
  expect(screen.getAllByText(/^Act/)).toHaveLength(50);
  expect(screen.getByText('1–50 of 120')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Next page' }));
  await user.click(screen.getByRole('button', { name: 'Next page' }));
  expect(screen.getByText('Act 1')).toBeTruthy();
  expect(screen.getAllByText(/^Act/)).toHaveLength(20);
});
