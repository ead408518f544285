//! Whole imports: the sample practice, and files that an import must survive.

use billing::{Attendance, Currency, Money};
use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;

use super::*;
use crate::ids::{ClientId, ServiceId};

fn rules() -> Rules {
    Rules {
        currency: Currency::new("USD", 2).unwrap(),
        time_zone: chrono_tz::America::New_York,
        today: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
    }
}

fn source(file: &str, bytes: &[u8]) -> Source {
    let table = Table::read(file, bytes).unwrap();
    let mapping = guess(&table);
    Source { table, mapping }
}

fn planned(files: &[(&str, &[u8])], known: &Known) -> Plan {
    let sources: Vec<Source> = files.iter().map(|(file, bytes)| source(file, bytes)).collect();
    plan(&sources, known, &rules())
}

fn sample() -> Plan {
    planned(&sample::SPREADSHEETS, &Known::default())
}

/// What was said, as `row severity: message`.
fn said(plan: &Plan) -> Vec<String> {
    let row = |problem: &Problem| problem.row.map_or_else(|| "-".to_owned(), |row| row.to_string());
    let sign = |problem: &Problem| if problem.is_error() { "!" } else { "?" };
    plan.problems.iter().map(|problem| format!("{}{} {}", row(problem), sign(problem), problem.message)).collect()
}

fn usd(minor: i64) -> Money {
    rules().currency.money(minor).unwrap()
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// The sample's clients and services as if they had been taken over.
fn known_from(plan: &Plan) -> Known {
    let client = |place: ClientRef| match place {
        ClientRef::New(at) => ClientId::from(i64::try_from(at).unwrap()),
        ClientRef::Existing(id) => id,
    };
    let clients = plan.clients.iter().enumerate().map(|(at, planned)| KnownClient {
        id: client(ClientRef::New(at)),
        first_name: planned.details.first_name.clone(),
        last_name: planned.details.last_name.clone(),
        email: planned.details.email.clone(),
    });
    let services = plan.services.iter().enumerate().map(|(at, service)| KnownService {
        id: ServiceId::from(i64::try_from(at).unwrap()),
        code: service.code.clone(),
        name: service.name.clone(),
        minutes: service.minutes,
    });
    let products = plan.products.iter().map(|row| KnownProduct { sku: row.sku.clone(), name: row.name.clone() });
    let payments = plan.payments.iter().map(|payment| KnownPayment {
        client: client(payment.client),
        received_on: payment.received_on,
        amount: payment.amount,
        method: payment.method.clone(),
        reference: payment.reference.clone(),
    });
    Known {
        clients: clients.collect(),
        services: services.collect(),
        products: products.collect(),
        sessions: plan.sessions.iter().map(|session| (client(session.client), session.starts_at)).collect(),
        payments: payments.collect(),
    }
}

#[test]
fn the_sample_practice_is_read_whole_and_without_a_doubt() {
    let plan = sample();
    assert_eq!(said(&plan), Vec::<String>::new());
    let taken: Vec<usize> = Kind::ALL.into_iter().map(|kind| plan.taken(kind)).collect();
    assert_eq!(taken, [42, 6, 5, 1825, 1019]);
    assert_eq!(plan.ready(false), Ok(()));
    assert_eq!(plan.clients.iter().filter(|client| client.details.archived).count(), 2);
    let marked = |attendance| plan.sessions.iter().filter(|session| session.attendance == attendance).count();
    assert_eq!(marked(None), plan.sessions.iter().filter(|s| s.starts_at.date() > rules().today).count());
    assert_eq!(Attendance::ALL.map(|attendance| marked(Some(attendance))).iter().sum::<usize>() + marked(None), 1825);
    assert!(plan.sessions.is_sorted_by_key(|session| session.starts_at));
    assert!(plan.payments.is_sorted_by_key(|payment| payment.received_on));
}

#[test]
fn the_sample_practice_s_sums_are_those_of_its_files() {
    let cents = |field: &str| field.replace('.', "").parse::<i64>().unwrap();
    let text = std::str::from_utf8(sample::SPREADSHEETS[4].1).unwrap();
    // Amounts stand behind the only date of a payment's row.
    let amounts = text.lines().skip(1).map(|line| {
        let (_, rest) = line.split_once(",20").unwrap();
        cents(rest.split(',').nth(1).unwrap())
    });
    let total: i64 = amounts.sum();
    let view = ImportPlanView::from(&sample());
    assert_eq!(cents(&view.payments_total), total);
}

#[test]
fn an_agreed_fee_holds_for_the_services_charged_at_it() {
    let plan = sample();
    let olu = plan.clients.iter().find(|client| client.details.first_name == "Olu").unwrap();
    assert_eq!(olu.details.agreed_fee, Some(usd(95_00)));
    assert_eq!(olu.agreed_for, [ServiceRef::New(0)]);
    assert_eq!(plan.services[0].code, "IND50");
}

#[test]
fn a_second_import_of_the_same_files_adds_nothing() {
    let again = planned(&sample::SPREADSHEETS, &known_from(&sample()));
    let taken: Vec<usize> = Kind::ALL.into_iter().map(|kind| again.taken(kind)).collect();
    assert_eq!(taken, [0; 5]);
    assert_eq!(again.problems.len(), 42 + 6 + 5 + 1825 + 1019);
    assert!(!again.problems.iter().any(Problem::is_error));
    assert_eq!(again.ready(false), Err(NotReady::Nothing));
}

#[test]
fn a_byte_order_mark_and_full_names_are_understood() {
    let bytes = include_bytes!("../../../../tests/data/bad/clients-bom-crlf.csv");
    let plan = planned(&[("clients.csv", bytes)], &Known::default());
    let names: Vec<_> = plan.clients.iter().map(|c| (&*c.details.first_name, &*c.details.last_name)).collect();
    assert_eq!(names, [("Jane", "Doe"), ("Prince", "")]);
    assert_eq!(
        said(&plan),
        [
            "2? “Doe, Jane” is read as first name “Jane” and last name “Doe”.",
            "3? “Prince” is one word. It is kept as the first name.",
        ]
    );
}

#[test]
fn an_older_encoding_and_semicolons_are_understood() {
    let bytes = include_bytes!("../../../../tests/data/bad/clients-latin1-semicolon.csv");
    let plan = planned(&[("clients.csv", bytes)], &Known::default());
    let names: Vec<_> = plan.clients.iter().map(|c| (&*c.details.first_name, &*c.details.last_name)).collect();
    assert_eq!(names, [("José", "Nuñez"), ("Bärbel", "Groß")]);
    assert_eq!(
        said(&plan),
        [
            "2? Read as “José” from an older encoding (windows-1252). Check that the letters are right.",
            "3? Read as “Bärbel” from an older encoding (windows-1252). Check that the letters are right.",
        ]
    );
}

#[test]
fn broken_rows_are_named_one_by_one() {
    let bytes = include_bytes!("../../../../tests/data/bad/clients-broken-rows.csv");
    let plan = planned(&[("clients.csv", bytes)], &Known::default());
    assert_eq!(plan.clients, []);
    assert_eq!(
        said(&plan),
        [
            "2! The row has 6 cells, but there are 5 headings. Put a value with the separator in it, such as 12,50, \
             in quotation marks or write it 12.50.",
            "2? “Ann” has no last name. The client is kept under this one.",
            "2! “31/02/1990” does not exist: February 1990 has 28 days.",
            "2! “not-an-address” is not an e-mail address. Correct it, or leave it empty.",
            "3? The row is empty and is left out.",
            "4? “=HYPERLINK(\"http://x.example\")” starts like a formula. It is kept as plain text.",
            "4! “1990-13-01” does not exist: there is no month 13.",
            "4! “-5” is below zero. Amounts here are never negative.",
            "5! “1e9” is not an amount. Write it like 12.00, with a point before the cents and no other signs.",
        ]
    );
    assert_eq!(plan.ready(false), Err(NotReady::Rows { count: 3 }));
    assert_eq!(plan.ready(true), Err(NotReady::Nothing));
}

#[test]
fn sessions_of_nobody_and_at_no_time_are_named() {
    let bytes = include_bytes!("../../../../tests/data/bad/sessions-unknown-client.csv");
    let plan = planned(&[("sessions.csv", bytes)], &known_from(&sample()));
    assert_eq!(plan.sessions, []);
    assert_eq!(
        said(&plan),
        [
            "2! No client is called “Nobody Atall”. Add the client to the clients file, or correct the name.",
            "3! 2 clients are called “Emily Brown”. Say which by their e-mail in a column “Client email”.",
            "4! 8 Mar 2026, 02:30 does not exist in America/New_York: the clocks go forward over it. \
             Correct the time.",
            "5! “25:00” is not a time of day. Write it like 09:30 or 2:30 pm.",
            "5! “Perhaps” is not an attendance. Use Attended, Late cancelled, No-show, Cancelled, \
             Cancelled by therapist, or leave it empty.",
        ]
    );
}

#[test]
fn rows_that_refer_to_a_row_with_an_error_say_so() {
    let plan = planned(
        &[
            ("clients.csv", b"First Name,Last Name,Email\nAnn,Stone,nonsense\nBob,Reed,\n"),
            ("services.csv", b"Code,Service,Minutes,Fee\nA,Alone,50,\"12,50\"\nB,Both,60,80.00\n"),
            (
                "sessions.csv",
                b"Client,Date,Start,Service\nAnn Stone,2026-03-02,09:00,B\nBob Reed,2026-03-02,10:00,A\nBob Reed,2026-03-02 11:00,,B\nBob Reed,2026-03-02,12:00,NOPE\n",
            ),
        ],
        &Known::default(),
    );
    assert_eq!(
        said(&plan),
        [
            "2! “nonsense” is not an e-mail address. Correct it, or leave it empty.",
            "2! “12,50” has a comma. Write 12.50 for twelve and a half, or choose that this file has decimal commas.",
            "2! “Ann Stone” stands in row 2 of clients.csv, which has an error. Correct that row first.",
            "3! “A” stands in row 2 of services.csv, which has an error. Correct that row first.",
            "5! There is no service “NOPE”. Use one of B, or add it to the services file.",
        ]
    );
    let sessions: Vec<_> = plan.sessions.iter().map(|s| (s.client, s.service, s.starts_at, s.minutes)).collect();
    assert_eq!(sessions, [(ClientRef::New(0), ServiceRef::New(0), at("2026-03-02 11:00"), 60)]);
    assert_eq!(plan.ready(false), Err(NotReady::Rows { count: 5 }));
    assert_eq!(plan.ready(true), Ok(()));
}

#[test]
fn repeated_rows_are_taken_once_and_named() {
    let plan = planned(
        &[
            ("clients.csv", b"First Name,Last Name,Email\nAnn,Stone,a@b.example\nANN,stone,A@b.example\nBo,Li,\nBo,Li,\n"),
            ("services.csv", b"Code,Service,Minutes,Fee\nA,Alone,50,80\nA,Alone,50,80\nA,Alone,50,90\n"),
            (
                "sessions.csv",
                b"Client,Date,Start,Service\nAnn Stone,2026-03-02,09:00,A\nAnn Stone,2026-03-02,9:00 am,A\n",
            ),
            (
                "payments.csv",
                b"Client,Date,Amount,Reference\nAnn Stone,2026-03-02,80,17\nAnn Stone,2026-03-02,80.00,17\nAnn Stone,2026-03-03,5,\nAnn Stone,2026-03-03,5,\n",
            ),
        ],
        &Known::default(),
    );
    assert_eq!(
        said(&plan),
        [
            "3? ANN stone stands in row 2 as well; this row is left out.",
            "5? Bo Li stands in row 4 as well; this row is left out.",
            "3? The payment of 80.00 on 2 Mar 2026 stands in row 2 with the same reference; this row is left out.",
            "5? The payment of 5.00 on 3 Mar 2026 stands in row 4 as well, and both are taken. If it is one, remove a row.",
            "3? The service “A” stands in row 2 as well; this row is left out.",
            "4! The service “A” stands in row 2 too, with other values. Keep one of the two.",
            "3? The client's session on 2 Mar 2026, 09:00 is in row 2 already; this row is left out.",
        ]
    );
    assert_eq!((plan.clients.len(), plan.services.len(), plan.sessions.len(), plan.payments.len()), (2, 1, 1, 3));
}

#[test]
fn payments_that_look_alike_are_counted_against_the_practice() {
    let clients: (&str, &[u8]) = ("clients.csv", b"Full name,Email\nAnn Stone,a@b.example\n");
    let cash = b"Client,Date,Amount,Method,Reference\nAnn Stone,2026-03-02,60,Cash,\nAnn Stone,2026-03-02,60,Cash,\n";
    let card =
        b"Client,Date,Amount,Method,Reference\nAnn Stone,2026-03-02,60,Card,17\nAnn Stone,2026-03-02,60,Card,17\n";
    let once = planned(&[clients, ("payments.csv", cash)], &Known::default());
    let mut known = known_from(&once);
    assert_eq!(planned(&[("payments.csv", cash)], &known).taken(Kind::Payments), 0);
    known.payments.pop();
    assert_eq!(planned(&[("payments.csv", cash)], &known).taken(Kind::Payments), 1);
    let known = known_from(&planned(&[clients, ("payments.csv", card)], &Known::default()));
    assert_eq!(known.payments.len(), 1);
    assert_eq!(planned(&[("payments.csv", card)], &known).taken(Kind::Payments), 0);
}

#[test]
fn a_file_without_what_it_needs_asks_for_the_columns() {
    let plan = planned(&[("payments.csv", b"Client,When,Amount\nAnn,2026-03-02,80\n")], &Known::default());
    assert_eq!(said(&plan), ["-! Choose the column that holds the date."]);
    assert_eq!(
        plan.ready(true).unwrap_err().to_string(),
        "Say first what the columns of “payments.csv” hold. Choose the column that holds the date."
    );
    let mut corrected = source("payments.csv", b"Client,When,Amount\nAnn Stone,02/03/2026,\"12,50\"\n");
    for mapped in &mut corrected.mapping.columns {
        if mapped.field == Field::Date {
            mapped.column = Some(1);
        }
    }
    corrected.mapping.date_order = DateOrder::DayFirst;
    corrected.mapping.decimal_comma = true;
    let clients = source("clients.csv", b"Full name\nAnn Stone\n");
    let plan = super::plan(&[corrected, clients], &Known::default(), &rules());
    assert_eq!(said(&plan), Vec::<String>::new());
    let payment = &plan.payments[0];
    assert_eq!((payment.received_on, payment.amount), (at("2026-03-02 00:00").date(), usd(12_50)));
}

#[test]
fn dates_that_may_be_meant_otherwise_are_said_once() {
    let text = b"Client,Date,Amount\nAnn Stone,03/04/2026,80\nAnn Stone,05/06/2026,80\n";
    let plan = planned(&[("clients.csv", b"Full name\nAnn Stone\n"), ("payments.csv", text)], &Known::default());
    assert_eq!(
        said(&plan),
        [
            "2? “03/04/2026” is read as 4 Mar 2026, and others of its column likewise. If that is wrong, choose the other \
          order of day and month for this file."
        ]
    );
    assert_eq!(plan.payments[1].received_on.to_string(), "2026-05-06");
}

#[test]
fn names_in_every_script_and_of_every_length_are_kept_or_refused_in_words() {
    let long = "é".repeat(300);
    let text = format!("First Name,Last Name\n{long},Stone\n🧑‍🦰,\"O'Neill \"\"Red\"\"\"\nנור,לוי\nAnn,\u{7}\n");
    let plan = planned(&[("clients.csv", text.as_bytes())], &Known::default());
    let shown = "é".repeat(60);
    assert_eq!(
        said(&plan),
        [
            format!("2! “{shown}…” has 300 characters; at most 200 fit. Shorten it."),
            "5! “�” has characters that cannot be printed. Remove them.".to_owned(),
        ]
    );
    let names: Vec<_> = plan.clients.iter().map(|c| (&*c.details.first_name, &*c.details.last_name)).collect();
    assert_eq!(names, [("🧑‍🦰", "O'Neill \"Red\""), ("נור", "לוי")]);
}

#[test]
fn what_the_page_is_shown_counts_every_row() {
    let bytes = include_bytes!("../../../../tests/data/bad/clients-broken-rows.csv");
    let view = ImportPlanView::from(&planned(&[("clients.csv", bytes)], &Known::default()));
    assert_eq!(view.counts, [ImportCountView { kind: Kind::Clients, read: 3, taken: 0, left_out: 3 }]);
    assert_eq!((view.errors, view.warnings, view.rows_with_errors), (6, 3, 3));
    assert!(view.problems[..6].iter().all(Problem::is_error));
    assert_eq!(
        view.not_ready,
        "3 rows have an error. Correct the files and choose them again, or leave those rows out."
    );
    let file = ImportFileView::new(&source("clients.csv", bytes));
    assert_eq!((&file.unused, &file.unsettled), (&vec![], &vec![]));
    assert_eq!((file.rows, &*file.encoding, &*file.separator, file.first_rows.len()), (3, "UTF-8", "comma", 4));
}

proptest! {
    #[test]
    fn any_cells_end_in_a_plan(
        header in 0..5_usize,
        rows in proptest::collection::vec("[ -~éא\n=,;/:.0-9-]{0,60}", 0..8),
    ) {
        let headers = [
            "Full Name,Email,DOB,Status,Fee", "Code,Service,Minutes,Fee,Tax,No-show fee", "SKU,Product,Price,Stock",
            "Client,Client email,Date,Start,Minutes,Service,Attendance,Fee", "Client,Date,Amount,Method",
        ];
        let text = format!("{}\n{}", headers[header], rows.join("\n"));
        if let Ok(table) = Table::read("list.csv", text.as_bytes()) {
            let mapping = guess(&table);
            let filled = table.rows.iter().filter(|row| !row.is_empty()).count();
            let plan = plan(&[Source { table, mapping }], &Known::default(), &rules());
            let taken: usize = Kind::ALL.into_iter().map(|kind| plan.taken(kind)).sum();
            // Every row is taken or named.
            let named: std::collections::HashSet<_> = plan.problems.iter().map(|problem| problem.row).collect();
            prop_assert!(taken + named.len() >= filled);
        }
    }
}
