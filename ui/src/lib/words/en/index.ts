import { billing } from './billing';
import { calendar } from './calendar';
import { client } from './client';
import { document } from './document';
import { frame } from './frame';
import { invoice } from './invoice';
import { opening } from './opening';
import { payment } from './payment';
import { service } from './service';
import { session } from './session';
import { settings } from './settings';
import { shared } from './shared';
import { spreadsheet } from './spreadsheet';
import { today } from './today';

/** English, one file per concept. A concept's words are found as `concept.name`. */
export const en = {
  billing,
  calendar,
  client,
  document,
  frame,
  invoice,
  opening,
  payment,
  service,
  session,
  settings,
  shared,
  spreadsheet,
  today,
} as const;
