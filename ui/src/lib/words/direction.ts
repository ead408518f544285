/** Letters of the scripts that are written from right to left, by the blocks Unicode keeps for them. */
const LETTER = String.raw`[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]`;
const ANY = new RegExp(LETTER, 'u');
/** Words of such letters, with what joins them to one name. */
const RUN = new RegExp(`${LETTER}+(?:[\\s'’.-]+${LETTER}+)*`, 'gu');

/** A first strong isolate: what is inside keeps its own order and leaves the sentence its own. */
const OPEN = '\u2068';
const CLOSE = '\u2069';

/** `value` for use inside a sentence: kept together where it holds right-to-left letters. */
export function isolated(value: string): string {
  return ANY.test(value) ? OPEN + value + CLOSE : value;
}

/** A sentence that came with its names in it, with the right-to-left ones kept together. */
export function isolatedRuns(sentence: string): string {
  return sentence.replace(RUN, OPEN + '$&' + CLOSE);
}
