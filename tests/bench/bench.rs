//! `bench [SESSIONS…]`: one line of JSON for each figure of the budgets, at each size.

use std::{
    cell::Cell,
    collections::BTreeSet,
    error::Error,
    time::{Duration, Instant},
};

use bench::{Made, PASSPHRASE, TODAY, make, today};
use practice::{
    Ask, ClientId, Folder, Now, Practice, ServiceId, SessionId,
    view::{
        AccountsOf, AppliedForm, AttendanceView, BalanceFilter, ClientSort, ClientStatus, ClientsQuery, DocumentRef,
        Figure, InvoiceFilter, InvoiceSort, InvoicesQuery, PaymentFilter, PaymentForm, PaymentReportQuery, PaymentSort,
        PaymentsQuery, RefundForm, SessionForm, ShareForm, SourceSheetForm,
    },
};
use serde_json::{Value, json};

type Figures = Vec<Duration>;

const ACTS: usize = 200;
const READS: usize = 60;

fn main() -> Result<(), Box<dyn Error>> {
    let mut sizes: Vec<u32> = std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 30_000];
    }
    let runtime = tokio::runtime::Runtime::new()?;
    for sessions in sizes {
        runtime.block_on(measure(sessions))?;
    }
    Ok(())
}

async fn measure(sessions: u32) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let Made { practice, counts, took } = make(sessions, folder.path()).await?;
    let per_second = f64::from(counts.sessions + counts.payments) / took.as_secs_f64();
    say(sessions, "import", json!({ "seconds": round(took.as_secs_f64()), "rows_per_second": per_second.round() }));

    let bench = Bench { now: Now::noon(today()), practice, sessions };
    bench.attendance_and_payment().await?;
    bench.apply_and_refund().await?;
    bench.reads().await?;
    bench.reports().await?;
    bench.pdf().await?;
    let started = Instant::now();
    bench.practice.lock().await;
    drop(bench);
    let reopened = Practice::in_folder(Folder::take(folder.path())?);
    reopened.unlock(PASSPHRASE).await?;
    reopened.today(Now::noon(today())).await?;
    say(sessions, "unlock_to_today", json!({ "ms": round(ms(started.elapsed())) }));
    let bytes = std::fs::metadata(folder.path().join("practice.db"))?.len();
    say(sessions, "file", json!({ "bytes": bytes }));
    Ok(())
}

struct Bench {
    practice: Practice,
    now: Now,
    sessions: u32,
}

impl Bench {
    fn ask(&self, what: &str, place: usize) -> Ask {
        Ask::new(self.now, format!("{what} {place}"))
    }

    async fn attendance_and_payment(&self) -> Result<(), Box<dyn Error>> {
        let (clients, service) = self.clients_and_service().await?;
        let mut booked = Vec::new();
        for (place, client) in clients.iter().cycle().take(ACTS).enumerate() {
            booked.push((*client, self.book(*client, service, place).await?));
        }
        let mut attendance = Figures::new();
        for (place, (_, session)) in booked.iter().enumerate() {
            let ask = self.ask("attended", place);
            let started = Instant::now();
            self.practice.mark_attendance(&[*session], Some(AttendanceView::Attended), false, &ask).await?;
            attendance.push(started.elapsed());
        }
        self.say_spread("attendance", attendance);
        let mut payments = Figures::new();
        for (place, (client, _)) in booked.iter().enumerate() {
            let form = PaymentForm {
                client_id: Some(*client),
                amount: "150.00".to_owned(),
                received_on: TODAY.to_owned(),
                method: "Card".to_owned(),
                reference: place.to_string(),
                comment: String::new(),
                applied: AppliedForm::OldestFirst,
            };
            let ask = self.ask("payment", place);
            let started = Instant::now();
            self.practice.record_payment(&form, &ask).await?;
            payments.push(started.elapsed());
        }
        self.say_spread("payment", payments);
        Ok(())
    }

    /// Money that waits as credit goes onto an invoice, comes off again, and goes back to the client.
    async fn apply_and_refund(&self) -> Result<(), Box<dyn Error>> {
        let (clients, _) = self.clients_and_service().await?;
        let (mut apply, mut unapply, mut refund) = (Figures::new(), Figures::new(), Figures::new());
        for (place, client) in clients.iter().cycle().take(ACTS).enumerate() {
            let form = PaymentForm {
                client_id: Some(*client),
                amount: "1.00".to_owned(),
                received_on: TODAY.to_owned(),
                method: "Card".to_owned(),
                reference: format!("credit {place}"),
                comment: String::new(),
                applied: AppliedForm::ToCredit,
            };
            let paid = self.practice.record_payment(&form, &self.ask("credit", place)).await?.answer;
            let source = paid.id.into();
            let sheet = self.practice.source_sheet(source, self.now).await?;
            if let Some(open) = sheet.rows.iter().find(|row| row.outstanding != "0.00") {
                for (figures, what, amount) in [(&mut apply, "apply", "1.00"), (&mut unapply, "unapply", "")] {
                    let share = ShareForm { invoice_id: open.invoice_id, amount: amount.to_owned() };
                    let ask = self.ask(what, place);
                    let started = Instant::now();
                    self.practice.apply_source(source, &SourceSheetForm { shares: vec![share] }, &ask).await?;
                    figures.push(started.elapsed());
                }
            }
            let form = RefundForm {
                source_id: source,
                amount: "1.00".to_owned(),
                refunded_on: TODAY.to_owned(),
                method: "Card".to_owned(),
                reference: String::new(),
                reason: String::new(),
                applied: None,
            };
            let ask = self.ask("refund", place);
            let started = Instant::now();
            self.practice.refund(&form, &ask).await?;
            refund.push(started.elapsed());
        }
        self.say_spread("apply", apply);
        self.say_spread("unapply", unapply);
        self.say_spread("refund", refund);
        Ok(())
    }

    async fn reports(&self) -> Result<(), Box<dyn Error>> {
        let month_ago = self.now.on.checked_sub_days(chrono::Days::new(30)).ok_or("no such day")?.to_string();
        let (clients, _) = self.clients_and_service().await?;
        let (mut aging, mut past, mut statement) = (Figures::new(), Figures::new(), Figures::new());
        for client in clients.iter().cycle().take(READS) {
            let started = Instant::now();
            self.practice.aging("", self.now).await?;
            aging.push(started.elapsed());
            let started = Instant::now();
            self.practice.aging(&month_ago, self.now).await?;
            past.push(started.elapsed());
            let started = Instant::now();
            self.practice.statement(*client, "2000-01-01", TODAY, self.now).await?;
            statement.push(started.elapsed());
        }
        self.say_spread("aging", aging);
        self.say_spread("aging_of_a_past_day", past);
        self.say_spread("statement", statement);
        self.whys(&clients).await?;
        self.check().await
    }

    /// The books are checked, and what else is asked for meanwhile waits for a turn.
    async fn check(&self) -> Result<(), Box<dyn Error>> {
        let over = Cell::new(false);
        let check = async {
            let started = Instant::now();
            let found = self.practice.check_books().await;
            over.set(true);
            found.map(|found| (started.elapsed(), found.broken.len()))
        };
        let meanwhile = async {
            let mut waits = Figures::new();
            while !over.get() {
                let started = Instant::now();
                self.practice.now_at(self.now.at).await?;
                waits.push(started.elapsed());
            }
            Ok::<_, practice::Error>(waits)
        };
        let (checked, waits) = tokio::join!(check, meanwhile);
        let (took, broken) = checked?;
        let longest = waits?.into_iter().max().map(ms).map(round);
        say(
            self.sessions,
            "check_books",
            json!({ "ms": round(ms(took)), "longest_wait_ms": longest, "broken": broken }),
        );
        Ok(())
    }

    /// The rows of a client's balance, all of them, and of the practice's; and the payments of all years.
    async fn whys(&self, clients: &[ClientId]) -> Result<(), Box<dyn Error>> {
        let (mut client_why, mut all_why, mut payments) = (Figures::new(), Figures::new(), Figures::new());
        let owing = |client_id| Figure::Owing(AccountsOf { client_id, as_of: String::new() });
        let query = PaymentReportQuery { from: String::new(), to: String::new(), credits_only: true, page: 0 };
        for client in clients.iter().cycle().take(READS) {
            let started = Instant::now();
            self.practice.why(&owing(Some(*client)), true, None, self.now).await?;
            client_why.push(started.elapsed());
            let started = Instant::now();
            self.practice.why(&owing(None), false, None, self.now).await?;
            all_why.push(started.elapsed());
            let started = Instant::now();
            self.practice.payment_report(&query).await?;
            payments.push(started.elapsed());
        }
        self.say_spread("why_owing_of_client", client_why);
        self.say_spread("why_owing_of_all", all_why);
        self.say_spread("payment_report", payments);
        Ok(())
    }

    async fn book(&self, client: ClientId, service: ServiceId, place: usize) -> Result<SessionId, Box<dyn Error>> {
        let form = SessionForm {
            client_id: Some(client),
            service_id: Some(service),
            day: TODAY.to_owned(),
            time: format!("{:02}:{:02}", 7 + place % 12, place % 60),
            minutes: "50".to_owned(),
            fee: String::new(),
            note: String::new(),
            repeat: None,
            shares: vec![],
        };
        let booked = self.practice.book_session(&form, &self.ask("book", place)).await?;
        Ok(booked.answer.first().copied().ok_or("no session was booked")?)
    }

    async fn clients_and_service(&self) -> Result<(Vec<ClientId>, ServiceId), Box<dyn Error>> {
        let ids = self.practice.list_balances(self.now).await?.into_iter().map(|balance| balance.client_id).collect();
        let settings = self.practice.settings(self.now).await?;
        Ok((ids, settings.services.first().ok_or("there is no service")?.id))
    }

    async fn reads(&self) -> Result<(), Box<dyn Error>> {
        let (clients, _) = self.clients_and_service().await?;
        let mut page = Figures::new();
        for client in clients.iter().cycle().take(READS) {
            let started = Instant::now();
            self.practice.client_page(*client, self.now).await?;
            self.practice.list_invoices(&invoices(Some(*client), InvoiceFilter::All), self.now).await?;
            page.push(started.elapsed());
        }
        self.say_spread("client_page", page);
        for (name, filter) in [("billing_all", InvoiceFilter::All), ("billing_outstanding", InvoiceFilter::Outstanding)]
        {
            let mut list = Figures::new();
            for _ in 0..READS {
                let started = Instant::now();
                self.practice.list_invoices(&invoices(None, filter), self.now).await?;
                list.push(started.elapsed());
            }
            self.say_spread(name, list);
        }
        let (mut payments, mut summary, mut clients, mut balances) =
            (Figures::new(), Figures::new(), Figures::new(), Figures::new());
        for _ in 0..READS {
            let started = Instant::now();
            self.practice.list_payments(&payments_query()).await?;
            payments.push(started.elapsed());
            let started = Instant::now();
            self.practice.billing_summary(self.now).await?;
            summary.push(started.elapsed());
            let started = Instant::now();
            self.practice.list_clients(&clients_query(), self.now).await?;
            clients.push(started.elapsed());
            let started = Instant::now();
            self.practice.list_balances(self.now).await?;
            balances.push(started.elapsed());
        }
        self.say_spread("billing_payments", payments);
        self.say_spread("billing_summary", summary);
        self.say_spread("clients", clients);
        self.say_spread("balances_of_all_clients", balances);
        Ok(())
    }

    async fn pdf(&self) -> Result<(), Box<dyn Error>> {
        let list = self.practice.list_invoices(&invoices(None, InvoiceFilter::All), self.now).await?;
        let (mut took, mut sizes) = (Figures::new(), BTreeSet::new());
        for row in &list.rows {
            let started = Instant::now();
            let preview = self.practice.preview_document(DocumentRef::Invoice(row.id), self.now).await?;
            took.push(started.elapsed());
            sizes.insert(preview.pdf.len() * 3 / 4);
        }
        self.say_spread("invoice_pdf", took);
        say(self.sessions, "invoice_pdf_size", json!({ "most_bytes": sizes.last() }));
        Ok(())
    }

    fn say_spread(&self, figure: &str, mut took: Figures) {
        took.sort();
        let at = |percent: usize| took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied();
        let figures =
            json!({ "median_ms": at(50).map(ms).map(round), "p99_ms": at(99).map(ms).map(round), "count": took.len() });
        say(self.sessions, figure, figures);
    }
}

fn say(sessions: u32, figure: &str, values: Value) {
    let mut line = json!({ "figure": figure, "sessions": sessions });
    if let (Some(line), Some(values)) = (line.as_object_mut(), values.as_object()) {
        line.extend(values.clone());
    }
    println!("{line}");
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

fn round(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

fn invoices(client_id: Option<ClientId>, filter: InvoiceFilter) -> InvoicesQuery {
    InvoicesQuery {
        client_id,
        search: String::new(),
        filter,
        from: String::new(),
        to: String::new(),
        sort: InvoiceSort::Number,
        descending: true,
        page: 0,
    }
}

fn payments_query() -> PaymentsQuery {
    PaymentsQuery {
        client_id: None,
        search: String::new(),
        filter: PaymentFilter::All,
        method: String::new(),
        from: String::new(),
        to: String::new(),
        sort: PaymentSort::Number,
        descending: true,
        page: 0,
    }
}

fn clients_query() -> ClientsQuery {
    ClientsQuery {
        search: String::new(),
        status: ClientStatus::Active,
        balance: BalanceFilter::Any,
        sort: ClientSort::Name,
        descending: false,
        page: 0,
    }
}
