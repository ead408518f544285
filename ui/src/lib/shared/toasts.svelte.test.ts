import { render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import Toasts from './Toasts.svelte';
import { clearNotes, note, onNote } from './toasts.svelte';

afterEach(clearNotes);

test('what is done on a note is told from what is done beside it', async () => {
  render(Toasts);
  note('Recorded 120.00', [{ label: 'Receipt', run: () => {} }]);
  const heard: boolean[] = [];
  document.addEventListener('pointerdown', (event) => heard.push(onNote(event)));
  const receipt = await screen.findByRole('button', { name: 'Receipt' });
  for (const place of [receipt, document.body]) place.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  expect(heard).toEqual([true, false]);
});

test('two acts of a note may be called the same', async () => {
  render(Toasts);
  note('Credited 60.00 and 30.00', [
    { label: 'Credit note', run: () => {} },
    { label: 'Credit note', run: () => {} },
  ]);
  const shown = await screen.findByRole('group', { name: 'Credited 60.00 and 30.00' });
  expect(within(shown).getAllByRole('button', { name: 'Credit note' })).toHaveLength(2);
});
