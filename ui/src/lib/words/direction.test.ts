import { expect, test } from 'vitest';
import { isolatedRuns } from './direction';
import { t } from '.';

test('a right-to-left name keeps its place in a sentence', () => {
  const arabic = t('today.credit_of', { client: 'نور حداد', credit: '$35.00' });
  expect(arabic).toBe('\u2068نور حداد\u2069 has $35.00 in credit');
  expect(t('shared.no_matches', { text: 'Noa כהן' })).toBe('Nothing matches “\u2068Noa כהן\u2069”');
});

test('a name in any other script is left as it is', () => {
  expect(t('shared.no_matches', { text: 'Zoë Łukasiewicz 王 Ελένη' })).toBe('Nothing matches “Zoë Łukasiewicz 王 Ελένη”');
});

test('the names in a ready sentence are kept together one by one', () => {
  expect(isolatedRuns('Moved נעמה בן-דוד, 20 November, to نور حداد')).toBe(
    'Moved \u2068נעמה בן-דוד\u2069, 20 November, to \u2068نور حداد\u2069',
  );
  expect(isolatedRuns('Booked Olu Adébáyọ̀')).toBe('Booked Olu Adébáyọ̀');
});
