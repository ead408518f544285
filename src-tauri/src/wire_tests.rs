//! The commands as the page calls them: JSON in, JSON out, on a real practice file, without a window.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise, and that is its report"
)]

use std::time::Instant;

use serde_json::{Value, json};
use tauri::{
    App, Manager, WebviewWindow,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets},
    webview::InvokeRequest,
};
use tempfile::TempDir;

use crate::{desk::Desk, startup::Startup};

const PASSPHRASE: &str = "correct horse";

/// A page without a window, on a practice in a folder of its own.
struct Page {
    window: WebviewWindow<MockRuntime>,
    _app: App<MockRuntime>,
    folder: TempDir,
}

impl Page {
    fn new() -> Self {
        Self::on(tempfile::tempdir().unwrap())
    }

    fn on(folder: TempDir) -> Self {
        let specta = builder_for!(MockRuntime);
        let app = mock_builder().invoke_handler(specta.invoke_handler()).build(mock_context(noop_assets())).unwrap();
        specta.mount_events(app.handle());
        app.manage(Startup::new(Instant::now()));
        app.manage(Desk::new(folder.path().to_owned()));
        let window = tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        Self { window, _app: app, folder }
    }

    /// A page with a practice of one service and one client, opened.
    fn with_practice() -> Self {
        let page = Self::new();
        let mut profile = page.ok("practice_state", json!({}))["proposal"].clone();
        profile["name"] = json!("Quiet Harbor");
        profile["currency"] = json!("USD");
        profile["time_zone"] = json!("America/New_York");
        let form = json!({
            "profile": profile,
            "services": [service("Individual session", "140.00")],
            "passphrase": PASSPHRASE,
            "passphrase_again": PASSPHRASE,
            "sample": false,
        });
        let code = page.ok("create_practice", json!({ "form": form }));
        assert_eq!(code.as_str().unwrap().split('-').count(), 8, "{code}");
        page
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().unwrap())
    }

    fn ok(&self, command: &str, arguments: Value) -> Value {
        self.call(command, arguments).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    fn refused(&self, command: &str, arguments: Value) -> Value {
        self.call(command, arguments).expect_err(command)
    }

    fn client(&self, last_name: &str) -> Value {
        let form = json!({
            "first_name": "Ana", "last_name": last_name, "email": "", "phone": "", "address": "", "city": "", "state": "",
            "zip": "", "country": "", "born_on": "", "notes": "", "bill_to_name": "", "bill_to_address": "",
            "bill_to_email": "", "invoicing": null, "tax_exempt": false, "agreed_fees": [],
        });
        self.ok("save_client", json!({ "id": null, "form": form, "ask": ask("add a client") }))["answer"].clone()
    }

    fn today(&self) -> Value {
        self.ok("settings", json!({}))["today"].clone()
    }

    fn book(&self, client: &Value, time: &str, key: &str) -> Result<Value, Value> {
        let settings = self.ok("settings", json!({}));
        let form = json!({
            "client_id": client, "service_id": settings["services"][0]["id"], "day": settings["today"], "time": time,
            "minutes": "50", "fee": "", "note": "", "repeat": null, "shares": [],
        });
        self.call("book_session", json!({ "form": form, "ask": ask(key) }))
    }
}

fn ask(key: &str) -> Value {
    json!({ "key": key, "preview": false })
}

fn service(name: &str, fee: &str) -> Value {
    let none = json!({ "kind": "none", "value": "" });
    json!({ "code": "", "name": name, "minutes": "50", "fee": fee, "tax_ids": [], "late_cancel": none, "no_show": none })
}

#[test]
fn a_practice_is_made_locked_and_opened() {
    let page = Page::with_practice();
    assert_eq!(page.ok("practice_state", json!({}))["kind"], "open");
    page.ok("lock", json!({}));
    assert_eq!(page.ok("practice_state", json!({}))["kind"], "locked");
    assert_eq!(page.refused("settings", json!({}))["code"], "closed");
    let wrong = page.refused("unlock", json!({ "passphrase": "wrong horse" }));
    assert_eq!(wrong["fields"]["passphrase"], "This is not the passphrase. Try again, or use your recovery code.");
    page.ok("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(page.ok("settings", json!({}))["profile"]["name"], "Quiet Harbor");
}

#[test]
fn ids_and_money_cross_as_text() {
    let page = Page::with_practice();
    let client = page.client("García");
    assert!(client.is_string(), "{client}");
    let session = page.book(&client, "09:00", "book").unwrap()["answer"][0].clone();
    let marked = json!({ "ids": [session], "attendance": "attended", "waiveFee": false, "ask": ask("mark") });
    let marked = page.ok("mark_attendance", marked);
    assert_eq!(marked["answer"]["invoices"][0]["number"], "INV-00001");
    assert_eq!(marked["changed"], json!(["clients", "sessions", "invoices", "balances"]));
    let head = page.ok("client_page", json!({ "id": client }));
    assert_eq!((&head["owing"], &head["credit"]), (&json!("140.00"), &json!("0.00")));
}

#[test]
fn a_field_that_cannot_be_taken_is_named_by_its_path() {
    let page = Page::with_practice();
    let client = page.client("García");
    for (amount, sentence) in [
        ("1,5", "“1,5” is not an amount. Write it like 12.00, with a point before the cents and no other signs."),
        ("-3", "“-3” is below zero. Amounts here are never negative."),
        ("12.345", "“12.345” has more than 2 decimals. Write it like 12.00."),
        ("", "Enter an amount, such as 12.00."),
    ] {
        let form = json!({
            "client_id": client, "amount": amount, "received_on": page.today(), "method": "Card", "reference": "",
            "comment": "", "applied": { "kind": "oldest_first" },
        });
        let refused = page.refused("record_payment", json!({ "form": form, "ask": ask("pay") }));
        assert_eq!((&refused["code"], &refused["fields"]["amount"]), (&json!("invalid"), &json!(sentence)));
    }
    let refused = page.book(&client, "25:00", "late").expect_err("25:00");
    assert_eq!(refused["fields"]["time"], "“25:00” is not a time. Write it like 09:30, from 00:00 to 23:59.");
}

#[test]
fn the_same_key_has_one_effect_and_a_preview_none() {
    let page = Page::with_practice();
    let client = page.client("García");
    let form = |amount: &str| {
        json!({
            "client_id": client, "amount": amount, "received_on": page.today(), "method": "Card", "reference": "",
            "comment": "", "applied": { "kind": "to_credit" },
        })
    };
    let preview = json!({ "form": form("20.00"), "ask": { "key": "p", "preview": true } });
    let shown = page.ok("record_payment", preview);
    assert_eq!(
        shown["effects"][0],
        json!({
            "label": "Credit available", "before": "0.00", "after": "20.00", "money": true,
        })
    );
    let first = page.ok("record_payment", json!({ "form": form("20.00"), "ask": ask("pay") }));
    let again = page.ok("record_payment", json!({ "form": form("20.00"), "ask": ask("pay") }));
    assert_eq!(first["answer"], again["answer"]);
    assert_eq!(page.ok("client_page", json!({ "id": client }))["credit"], "20.00");
}

#[test]
fn an_act_is_undone_by_its_operation() {
    let page = Page::with_practice();
    let client = page.client("García");
    let session = page.book(&client, "09:00", "book").unwrap()["answer"][0].clone();
    let marked = json!({ "ids": [session], "attendance": "attended", "waiveFee": false, "ask": ask("mark") });
    let marked = page.ok("mark_attendance", marked);
    page.ok("undo", json!({ "operation": marked["operation"], "ask": ask("undo") }));
    assert_eq!(page.ok("client_page", json!({ "id": client }))["owing"], "0.00");
    let again = page.refused("undo", json!({ "operation": marked["operation"], "ask": ask("undo again") }));
    assert_eq!(again["code"], "refused");
}

#[test]
fn a_document_crosses_as_a_pdf_in_base_64() {
    let page = Page::with_practice();
    let client = page.client("García");
    let session = page.book(&client, "09:00", "book").unwrap()["answer"][0].clone();
    let marked = json!({ "ids": [session], "attendance": "attended", "waiveFee": false, "ask": ask("mark") });
    let invoice = page.ok("mark_attendance", marked)["answer"]["invoices"][0]["id"].clone();
    let shown = page.ok("preview_document", json!({ "document": { "kind": "invoice", "id": invoice } }));
    assert_eq!(shown["file_name"], "INV-00001.pdf");
    assert!(shown["pdf"].as_str().unwrap().starts_with("JVBERi0"), "%PDF- in base 64");
    assert_eq!(shown["supplied"], Value::Null);
}

#[test]
fn what_is_not_there_is_said_so() {
    let page = Page::with_practice();
    assert_eq!(page.refused("client_page", json!({ "id": "99" }))["code"], "not_found");
    assert_eq!(page.refused("invoice_page", json!({ "id": "99" }))["code"], "not_found");
}

#[test]
fn a_second_daybook_on_the_same_folder_says_that_it_is_in_use() {
    let first = Page::with_practice();
    let second = Desk::new(first.folder.path().to_owned());
    let refused = tauri::async_runtime::block_on(second.practice()).expect_err("the folder is taken");
    assert!(matches!(refused, practice::OpenError::InUse), "{refused}");
}
