import { afterEach, expect, test, vi } from 'vitest';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import NewReturnSheet from '$lib/returns/NewReturnSheet.svelte';
import { news } from './news';
import { offers } from './offers';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

afterEach(closeSheets);

test('a return is begun from any page, by the New menu and by the field of commands', () => {
  for (const list of [news, offers]) {
    list.find(({ label }) => label === 'New return')?.run();
    expect(openSheets().map(({ component, props }) => [component, props])).toEqual([[NewReturnSheet, {}]]);
    closeSheets();
  }
});
