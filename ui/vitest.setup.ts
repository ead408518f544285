import { setLocale } from './src/lib/words';

setLocale('en-GB');

// jsdom lays nothing out and so has nowhere to scroll to.
Element.prototype.scrollIntoView ??= () => undefined;
