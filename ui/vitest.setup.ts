import { setLocale } from './src/lib/words';

setLocale('en-GB');
