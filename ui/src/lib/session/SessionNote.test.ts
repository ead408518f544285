import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import SessionNote from './SessionNote.svelte';

let kept: string[] = [];

beforeEach(() => {
  kept = [];
  mockIPC((_, payload) => {
    kept.push((payload as { note: string }).note);
    return { answer: null, operation: '3', sentence: 'Changed the note', changed: [], effects: [], warnings: [] };
  });
});
afterEach(clearMocks);

test('leaving the note keeps it, once', async () => {
  const user = userEvent.setup();
  render(SessionNote, { id: '7', note: '' });
  await user.type(screen.getByRole('textbox'), 'Bring the form');
  await user.tab();
  await user.click(screen.getByRole('textbox'));
  await user.tab();
  expect(kept).toEqual(['Bring the form']);
});

test('closing the window loses nothing that was typed', async () => {
  const user = userEvent.setup();
  const { unmount } = render(SessionNote, { id: '7', note: 'Old' });
  await user.type(screen.getByRole('textbox'), ' and new');
  unmount();
  expect(kept).toEqual(['Old and new']);
});
