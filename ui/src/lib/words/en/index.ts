import { application } from './application';
import { assist } from './assist';
import { billing } from './billing';
import { calendar } from './calendar';
import { client } from './client';
import { credit } from './credit';
import { credit_note } from './credit_note';
import { document } from './document';
import { frame } from './frame';
import { goods } from './goods';
import { invoice } from './invoice';
import { method } from './method';
import { opening } from './opening';
import { payment } from './payment';
import { product } from './product';
import { record } from './record';
import { refund } from './refund';
import { report } from './report';
import { returns } from './returns';
import { service } from './service';
import { session } from './session';
import { settings } from './settings';
import { shared } from './shared';
import { spreadsheet } from './spreadsheet';
import { tax } from './tax';
import { today } from './today';
import { why } from './why';

/** English, one file per concept. A concept's words are found as `concept.name`. */
export const en = {
  application,
  assist,
  billing,
  calendar,
  client,
  credit,
  credit_note,
  document,
  frame,
  goods,
  invoice,
  method,
  opening,
  payment,
  product,
  record,
  refund,
  report,
  returns,
  service,
  session,
  settings,
  shared,
  spreadsheet,
  tax,
  today,
  why,
} as const;
