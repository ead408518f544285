import { setLocale } from './src/lib/words';

setLocale('en-GB');

// jsdom lays nothing out and so has nowhere to scroll to.
Element.prototype.scrollIntoView ??= () => undefined;

// Nor does anything change its size.
globalThis.ResizeObserver ??= class {
  observe(): void {
    return undefined;
  }

  unobserve(): void {
    return undefined;
  }

  disconnect(): void {
    return undefined;
  }
};
