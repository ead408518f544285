import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import Sheets from '$lib/shared/Sheets.svelte';
import { closeSheets } from '$lib/shared/sheets.svelte';
import ClosedBooks from './ClosedBooks.svelte';

const TOO_LATE = '2 Mar 2026 is not over yet. Close the books up to an earlier day.';
const LOCKED = '12 invoices of these days stay locked from now on.';

let closed: string[] = [];

beforeEach(() => {
  closed = [];
  mockIPC((_, payload) => {
    const { through, ask } = payload as { through: string; ask: { preview: boolean } };
    if (through === '2026-03-02') throw { code: 'refused', message: TOO_LATE, fields: { closed_through: TOO_LATE } };
    if (!ask.preview) closed.push(through);
    return { answer: null, operation: '3', sentence: 'Closes the books up to 1 Mar 2026', changed: [], effects: [], warnings: [LOCKED] };
  });
});
afterEach(() => {
  clearMocks();
  closeSheets();
});

async function sheet() {
  render(ClosedBooks, { settings: { closed_through: null } });
  render(Sheets);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Close the books…' }));
  return { user, day: await screen.findByLabelText('Up to and with') };
}

test('before the books are closed, what that does is seen and the day said', async () => {
  const { user, day } = await sheet();
  const act = screen.getByRole<HTMLButtonElement>('button', { name: 'Close the books' });
  expect(act.disabled).toBe(true);
  await user.type(day, '2026-03-01');
  expect(await screen.findByText(LOCKED)).toBeTruthy();
  expect(screen.getByText(/Nothing dated up to and with Sunday, 1 March 2026/)).toBeTruthy();
  expect(closed).toEqual([]);
  await user.click(act);
  await waitFor(() => expect(closed).toEqual(['2026-03-01']));
});

test('a day that is not over is refused at its field', async () => {
  const { user, day } = await sheet();
  await user.type(day, '2026-03-02');
  await waitFor(() => expect(day.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getAllByText(TOO_LATE)).toHaveLength(1);
});
