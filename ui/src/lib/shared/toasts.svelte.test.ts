import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Toasts from './Toasts.svelte';
import { note, onNote } from './toasts.svelte';

test('what is done on a note is told from what is done beside it', async () => {
  render(Toasts);
  note('Recorded 120.00', [{ label: 'Receipt', run: () => {} }]);
  const heard: boolean[] = [];
  document.addEventListener('pointerdown', (event) => heard.push(onNote(event)));
  const receipt = await screen.findByRole('button', { name: 'Receipt' });
  for (const place of [receipt, document.body]) place.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  expect(heard).toEqual([true, false]);
});
