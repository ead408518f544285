//! Matching rows across files and with the practice: who is meant, and what is there already.

use std::collections::{HashMap, HashSet};

use billing::{Money, day_in_words, time_in_words};
use chrono::{NaiveDate, NaiveDateTime};

use super::{
    Problem,
    catalogue::{Catalogue, Place, Taking},
    cells::shorten,
    people::{Found, Match, MatchError, Offers, People, fold, full_name},
    plan::{ClientRef, FilesRead, Known, Plan, PlannedClient, PlannedPayment, PlannedSession, ServiceRef},
    rows::{ClientRow, PaymentRow, ProductRow, ServiceRow, SessionRow},
};

/// What two rows of the same payment have in common.
type PaymentKey = (ClientRef, NaiveDate, Money, String, String);

/// Makes the plan of what was read.
pub(super) fn resolve(read: FilesRead, known: &Known) -> Plan {
    let mut plan = Plan { problems: read.problems, read: read.read, ..Plan::default() };
    let mut people = People::default();
    for client in &known.clients {
        let found = Found::Taken(ClientRef::Existing(client.id));
        people.add(&client.first_name, &client.last_name, &client.email, found);
    }
    plan.add_clients(read.clients, known, &mut people);
    for spoiled in read.spoiled_clients {
        let (first, last, email) = spoiled.key;
        if !first.is_empty() || !last.is_empty() {
            people.add(&first, &last, &email, Found::Spoiled { file: spoiled.file, row: spoiled.row });
        }
    }
    let mut offers = Offers::default();
    for service in &known.services {
        offers.add(&service.code, &service.name, Found::Taken(ServiceRef::Existing(service.id)));
    }
    plan.add_services(read.services, known, &mut offers);
    for spoiled in read.spoiled_services {
        offers.add(&spoiled.key.0, &spoiled.key.1, Found::Spoiled { file: spoiled.file, row: spoiled.row });
    }
    plan.add_products(read.products, known);
    plan.add_sessions(read.sessions, known, &people, &offers);
    plan.add_payments(read.payments, known, &people);
    plan.settle_agreed_fees(known);
    plan.sessions.sort_by_key(|session| session.starts_at);
    plan.payments.sort_by_key(|payment| payment.received_on);
    plan.problems.sort_by(|one, two| (&one.file, one.row).cmp(&(&two.file, two.row)));
    plan
}

impl Plan {
    fn add_clients(&mut self, rows: Vec<ClientRow>, known: &Known, people: &mut People) {
        let key = |first: &str, last: &str, email: &str| (fold(&full_name(first, last)), fold(email));
        let there = known.clients.iter().map(|client| key(&client.first_name, &client.last_name, &client.email));
        let there: HashSet<(String, String)> = there.collect();
        let names: HashSet<&String> = there.iter().map(|(name, _)| name).collect();
        let mut seen: HashMap<(String, String), (Place, ClientRow)> = HashMap::new();
        for row in rows {
            let (place, key) = (Place::new(&row.file, row.row), key(&row.first_name, &row.last_name, &row.email));
            let name = shorten(&full_name(&row.first_name, &row.last_name));
            let without_email = row.email.is_empty() || there.contains(&(key.0.clone(), String::new()));
            if there.contains(&key) || (without_email && names.contains(&key.0)) {
                self.problems.push(place.warning(format!(
                    "{name} is in the practice already; the row is left out. If this is another person, give both an e-mail."
                )));
                continue;
            }
            match seen.get(&key) {
                Some((other, first)) if !row.email.is_empty() || row.says_the_same_as(first) => {
                    let other = other.seen_from(&row.file);
                    self.problems
                        .push(place.warning(format!("{name} stands in {other} as well; this row is left out.")));
                    continue;
                }
                Some(_) => {
                    let count = people.count_named(&row.first_name, &row.last_name) + 1;
                    let message = format!("{count} clients are called {name}. Give them an e-mail to tell them apart.");
                    self.problems.push(place.warning(message));
                }
                None => {
                    seen.insert(key, (place, row.clone()));
                }
            }
            let found = Found::Taken(ClientRef::New(self.clients.len()));
            people.add(&row.first_name, &row.last_name, &row.email, found);
            self.clients.push(PlannedClient { details: row, agreed_for: Vec::new() });
        }
    }

    fn add_services(&mut self, rows: Vec<ServiceRow>, known: &Known, offers: &mut Offers) {
        let there = known.services.iter().map(|service| (&*service.code, &*service.name));
        let mut catalogue = Catalogue::new("service", there);
        for row in rows {
            let says = ServiceRow { file: String::new(), row: 0, ..row.clone() };
            match catalogue.enter(&Place::new(&row.file, row.row), &row.code, &row.name, says) {
                Taking::Left(problem) => self.problems.push(problem),
                Taking::New => {
                    offers.add(&row.code, &row.name, Found::Taken(ServiceRef::New(self.services.len())));
                    self.services.push(row);
                }
            }
        }
    }

    fn add_products(&mut self, rows: Vec<ProductRow>, known: &Known) {
        let there = known.products.iter().map(|product| (&*product.sku, &*product.name));
        let mut catalogue = Catalogue::new("product", there);
        for row in rows {
            let says = ProductRow { file: String::new(), row: 0, ..row.clone() };
            match catalogue.enter(&Place::new(&row.file, row.row), &row.sku, &row.name, says) {
                Taking::Left(problem) => self.problems.push(problem),
                Taking::New => self.products.push(row),
            }
        }
    }

    fn add_sessions(&mut self, rows: Vec<SessionRow>, known: &Known, people: &People, offers: &Offers) {
        let mut seen: HashMap<(ClientRef, NaiveDateTime), Place> = HashMap::new();
        for row in rows {
            let place = Place::new(&row.file, row.row);
            let client = self.client(&place, people.resolve(&row.client));
            let service = self.noted(&place, offers.resolve(&row.service));
            let (Some(client), Some(service)) = (client, service) else { continue };
            let minutes = row.minutes.unwrap_or_else(|| self.minutes_of(service, known));
            if minutes == 0 {
                let message = format!("The service “{}” has no length. Fill in the minutes.", shorten(&row.service));
                self.problems.push(place.error(message));
                continue;
            }
            let there = match client {
                ClientRef::Existing(id) => known.sessions.contains(&(id, row.starts_at)),
                ClientRef::New(_) => false,
            };
            let other = seen.get(&(client, row.starts_at)).map(|other| other.seen_from(&row.file));
            if let Some(at) = other.or_else(|| there.then(|| "the practice".to_owned())) {
                let start = time_in_words(row.starts_at);
                let message = format!("The client's session on {start} is in {at} already; this row is left out.");
                self.problems.push(place.warning(message));
                continue;
            }
            seen.insert((client, row.starts_at), place);
            let SessionRow { starts_at, attendance, fee_waived, fee, note, .. } = row;
            let session = PlannedSession { client, service, starts_at, minutes, attendance, fee_waived, fee, note };
            self.sessions.push(session);
        }
    }

    fn add_payments(&mut self, rows: Vec<PaymentRow>, known: &Known, people: &People) {
        let mut there: HashMap<PaymentKey, usize> = HashMap::new();
        for payment in &known.payments {
            let (method, reference) = (fold(&payment.method), fold(&payment.reference));
            let key = (ClientRef::Existing(payment.client), payment.received_on, payment.amount, method, reference);
            *there.entry(key).or_default() += 1;
        }
        let mut seen: HashMap<PaymentKey, Place> = HashMap::new();
        for row in rows {
            let place = Place::new(&row.file, row.row);
            let Some(client) = self.client(&place, people.resolve(&row.client)) else { continue };
            let key = (client, row.received_on, row.amount, fold(&row.method), fold(&row.reference));
            let what = format!("The payment of {} on {}", row.amount, day_in_words(row.received_on));
            if let Some(left) = there.get_mut(&key).filter(|left| **left > 0) {
                *left -= 1;
                self.problems.push(place.warning(format!("{what} is in the practice already; the row is left out.")));
                seen.entry(key).or_insert(place);
                continue;
            }
            if let Some(other) = seen.get(&key).map(|other| other.seen_from(&row.file)) {
                if !row.reference.is_empty() {
                    let message = format!("{what} stands in {other} with the same reference; this row is left out.");
                    self.problems.push(place.warning(message));
                    continue;
                }
                let message =
                    format!("{what} stands in {other} as well, and both are taken. If it is one, remove a row.");
                self.problems.push(place.warning(message));
            }
            seen.entry(key).or_insert(place);
            let PaymentRow { received_on, amount, method, reference, comment, .. } = row;
            self.payments.push(PlannedPayment { client, received_on, amount, method, reference, comment });
        }
    }

    /// A client's fee holds for the services that were charged at it; where none were, for all that have a length.
    fn settle_agreed_fees(&mut self, known: &Known) {
        let mut charged: HashSet<(usize, ServiceRef, Money)> = HashSet::new();
        for session in &self.sessions {
            if let (ClientRef::New(client), Some(fee)) = (session.client, session.fee) {
                charged.insert((client, session.service, fee));
            }
        }
        let existing = known.services.iter().filter(|service| service.minutes > 0);
        let new = self.services.iter().enumerate().filter(|(_, service)| service.minutes > 0);
        let all: Vec<ServiceRef> = existing
            .map(|service| ServiceRef::Existing(service.id))
            .chain(new.map(|(at, _)| ServiceRef::New(at)))
            .collect();
        for (at, client) in self.clients.iter_mut().enumerate() {
            let Some(agreed) = client.details.agreed_fee else { continue };
            let at_that_fee = all.iter().copied().filter(|service| charged.contains(&(at, *service, agreed)));
            client.agreed_for = at_that_fee.collect();
            if client.agreed_for.is_empty() {
                client.agreed_for.clone_from(&all);
                let message =
                    format!("The fee {agreed} is taken as agreed for every service, as no session shows for which.");
                self.problems.push(Problem::warning(&client.details.file, client.details.row, message));
            }
        }
    }

    fn minutes_of(&self, service: ServiceRef, known: &Known) -> u32 {
        let minutes = match service {
            ServiceRef::Existing(id) => known.services.iter().find(|known| known.id == id).map(|known| known.minutes),
            ServiceRef::New(at) => self.services.get(at).map(|service| service.minutes),
        };
        minutes.unwrap_or(0)
    }

    fn client(&mut self, place: &Place, found: Result<Match, MatchError>) -> Option<ClientRef> {
        let found = self.noted(place, found)?;
        self.problems.extend(found.doubt.map(|doubt| place.warning(doubt)));
        Some(found.client)
    }

    fn noted<T>(&mut self, place: &Place, found: Result<T, MatchError>) -> Option<T> {
        found.map_err(|error| self.problems.push(place.error(error.to_string()))).ok()
    }
}
