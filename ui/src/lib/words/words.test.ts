import { afterEach, expect, test, vi } from 'vitest';
import { isKey, setLocale, t } from '.';
import { en } from './en';

afterEach(() => setLocale('en-GB'));

test('a plural chooses its form by the count', () => {
  expect(t('session.series_count', { count: 1 })).toBe('1 session');
  expect(t('session.series_count', { count: 2 })).toBe('2 sessions in the series');
  expect(t('session.series_count', { count: 1200 })).toBe('1,200 sessions in the series');
});

test('numbers are written as the locale does', () => {
  setLocale('de-DE');
  expect(t('shared.progress_of', { done: 1234, total: 3000 })).toBe('1.234 of 3.000');
});

test('a system without a language is written to plainly', async () => {
  vi.resetModules();
  vi.spyOn(navigator, 'language', 'get').mockReturnValue('C');
  const fresh = await import('./locale');
  expect(fresh.locale()).toBe('en-US');
  vi.restoreAllMocks();
});

test('what is put in is never read as a placeholder', () => {
  expect(t('shared.no_matches', { text: '{text}$&' })).toBe('Nothing matches “{text}$&”');
});

test('a key that Rust made up is found out', () => {
  expect(isKey('shared.undo')).toBe(true);
  expect(isKey('shared.toString')).toBe(false);
  expect(isKey('nowhere.undo')).toBe(false);
});

test('no sentence shouts', () => {
  for (const [concept, words] of Object.entries(en)) {
    for (const [name, entry] of Object.entries(words as Record<string, unknown>)) {
      expect(JSON.stringify(entry), `${concept}.${name}`).not.toContain('!');
    }
  }
});
