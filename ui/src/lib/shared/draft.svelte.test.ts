import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { draft, type Draft } from './draft.svelte';

interface Form {
  name: string;
}

/** Runs `story` on a draft; `store` stands for what Rust stores. */
function check(story: (form: Draft<Form>, store: (name: string) => void) => void) {
  let stored = $state.raw<Form>({ name: 'Ana' });
  const stop = $effect.root(() => {
    const form = draft(() => stored);
    flushSync();
    story(form, (name) => {
      stored = { name };
      flushSync();
    });
  });
  stop();
}

describe('a draft', () => {
  it('follows what is stored while nobody types', () =>
    check((form, store) => {
      store('Bea');
      expect(form.value.name).toBe('Bea');
      expect(form.dirty).toBe(false);
    }));

  it('keeps what is typed when something else is stored', () =>
    check((form, store) => {
      form.value.name = 'An';
      store('Bea');
      expect(form.value.name).toBe('An');
      expect(form.dirty).toBe(true);
      form.reset();
      expect(form.value.name).toBe('Bea');
    }));

  it('takes what Rust made of it once it was stored', () =>
    check((form, store) => {
      form.value.name = ' Bea ';
      form.settle();
      expect(form.dirty).toBe(false);
      store('Bea');
      expect(form.value.name).toBe('Bea');
    }));

  it('never writes into what is stored', () =>
    check((form) => {
      form.value.name = 'Bea';
      form.reset();
      expect(form.value.name).toBe('Ana');
    }));
});
