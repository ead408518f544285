import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { Acted, Ask, HistoryRow } from '$lib/host';
import Sheets from '$lib/shared/Sheets.svelte';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import { saying } from '$lib/shared/saying';
import { announce } from './announce';
import HistoryList from './HistoryList.svelte';

afterEach(() => {
  closeSheets();
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

const taken = (more: Partial<Acted<null>> = {}): Acted<null> => ({
  answer: null,
  operation: '9',
  sentence: 'Took back',
  changed: [],
  effects: [],
  warnings: [],
  ...more,
});

/** The history, what `answer` says to each that is taken back and to each look at it, and what is done. */
function list(rows: HistoryRow[], answer: (operation: unknown, preview: boolean) => unknown) {
  const asked: unknown[] = [];
  mockIPC((command, payload) => {
    const { operation, ask } = payload as { operation: string; ask: Ask };
    if (!ask.preview) asked.push(`${command} ${operation}`);
    return answer(operation, ask.preview);
  });
  render(Sheets);
  render(HistoryList, { rows, label: 'Activity' });
  return { asked, user: userEvent.setup() };
}

test('each act that stands can be taken back, and what was taken back can be done again', async () => {
  const { asked, user } = list(
    [done('3', 'Took back: added Ana', { is_undo: true }), done('2', 'Added Bea'), done('1', 'Added Ana', { undone: true })],
    () => taken(),
  );
  expect(screen.getAllByRole('button').map((button) => button.textContent.trim())).toEqual(['Do again', 'Undo']);
  await user.click(screen.getByRole('button', { name: 'Undo: Added Bea' }));
  await waitFor(() => expect(asked).toEqual(['undo 2']));
});

test('what an undo does to figures and states is shown before it is done', async () => {
  const effects = [{ label: 'INV-00001 outstanding', before: '0.00', after: '60.00', money: true }];
  const { asked, user } = list([done('2', 'Applied R-00001 to INV-00001'), done('1', 'Added Ana')], (_, preview) =>
    taken({ sentence: preview ? 'Undoes: Applied R-00001' : 'Undid: Applied R-00001', effects }),
  );
  const button = screen.getByRole('button', { name: 'Undo: Applied R-00001 to INV-00001' });
  await user.click(button);
  const sheet = await screen.findByRole('dialog', { name: 'Undo this act' });
  expect(within(sheet).getByText(saying('Applied R-00001 to INV-00001'))).toBeTruthy();
  expect(await within(sheet).findByText(/60\.00/)).toBeTruthy();
  await user.click(within(sheet).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([]);

  await user.click(button);
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(shown().map(({ sentence }) => sentence)).toEqual(['Undid: Applied R-00001']));
  expect(asked).toEqual(['undo 2']);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('two acts that are taken back in a row are shown one at a time', async () => {
  const effects = [{ label: 'Balance owing', before: '0.00', after: '60.00', money: true }];
  const { asked, user } = list([done('2', 'Recorded 60.00'), done('1', 'Issued INV-00001')], () => taken({ effects }));
  const [first, second] = screen.getAllByRole('button', { name: /^Undo: / });
  if (!first || !second) throw new Error('two acts are listed');
  await Promise.all([user.click(first), user.click(second)]);
  await waitFor(() => expect(second.getAttribute('aria-busy')).not.toBe('true'));
  expect(openSheets()).toHaveLength(1);
  expect(within(await screen.findByRole('dialog')).getByText('Recorded 60.00')).toBeTruthy();
  expect(asked).toEqual([]);
});

test('an undo that warns of something is shown first, and one that is refused meanwhile cannot be asked for', async () => {
  const message = 'INV-00001 is paid by R-00001. Take the payment back first.';
  let looked = 0;
  const { asked, user } = list([done('2', 'Undid: unapplied CR-00001', { is_undo: true })], () => {
    if (looked++ > 0) throw { code: 'refused', message, fields: null };
    return taken({ warnings: ['20.00 of CR-00001 lapses.'] });
  });
  await user.click(screen.getByRole('button', { name: 'Do again what was undone: Undid: unapplied CR-00001' }));
  const sheet = await screen.findByRole('dialog', { name: 'Do again what was undone' });
  expect(await within(sheet).findByText(saying(message))).toBeTruthy();
  expect(within(sheet).getByRole<HTMLButtonElement>('button', { name: 'Do again' }).disabled).toBe(true);
  expect(asked).toEqual([]);
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
  const { user } = list([done('2', 'Added Bea'), done('1', 'Added Ana')], () => taken({ sentence: 'Took back: added Bea' }));
  await user.click(screen.getByRole('button', { name: 'Undo: Added Bea' }));
  await waitFor(() => expect(shown().map(({ sentence }) => sentence)).toEqual(['Added Ana', 'Took back: added Bea']));
});

test('an act that is taken back while another still is waits, and a refusal stays with its own', async () => {
  const message = 'INV-00001 is paid by R-00001. Take the payment back first.';
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  const looked: unknown[] = [];
  const { asked, user } = list([done('2', 'Issued INV-00001'), done('1', 'Added Ana')], async (operation) => {
    looked.push(operation);
    if (operation === '1') return taken();
    await held;
    throw { code: 'refused', message, fields: null };
  });
  const button = (name: string) => screen.getByRole('button', { name });
  await user.click(button('Undo: Issued INV-00001'));
  await user.click(button('Undo: Added Ana'));
  expect(looked).toEqual(['2']);
  expect(button('Undo: Added Ana').getAttribute('aria-busy')).toBe('true');
  answer();
  await waitFor(() => expect(shown().map(({ sentence }) => sentence)).toEqual(['Took back']));
  expect(asked).toEqual(['undo 1']);
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
