//! Daybook in its real window: the program as it is shipped, on a screen of its own, driven as a person drives it.
//!
//! ```text
//! let daybook = Launch::on(folder).today("2026-03-02").open().await;
//! daybook.button("Attended").inside(&daybook.row("Ana")).click().await;
//! daybook.field("Amount").fill("120.00").await;
//! daybook.press("Enter").await;
//! daybook.sees("INV-00001").await;
//! daybook.picture("paid").await;
//! daybook.close().await;
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a journey stops at the first surprise, and that is its report"
)]

mod process;
mod screen;
mod target;

use std::{
    cell::Cell,
    env,
    ffi::OsString,
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use process::Process;
use screen::Screen;
use target::Query;
pub use target::{Problem, Target};

/// How long anything may take before a journey gives up: generous, as it only matters when something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the page is looked at while waiting.
const LOOK_EVERY: Duration = Duration::from_millis(30);

/// How Daybook is to be started.
pub struct Launch {
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
}

impl Launch {
    /// On the practice in `folder`, as with `--practice`.
    pub fn on(folder: &Path) -> Self {
        Self::fresh().argument("--practice").argument(folder)
    }

    /// As a person does who has just installed it: the practice is in the private home's data folder.
    pub fn fresh() -> Self {
        Self { arguments: Vec::new(), environment: vec![("DAYBOOK_REPORT_READY".into(), "1".into())] }
    }

    /// With `day` as today (YYYY-MM-DD); needs a program built with `test-clock`.
    pub fn today(self, day: &str) -> Self {
        self.environment("DAYBOOK_TODAY", day)
    }

    /// With a further argument.
    pub fn argument(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// With an environment variable.
    pub fn environment(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Opens the window and waits until the page has reported that it is usable.
    pub async fn open(self) -> Window {
        let screen = Screen::start();
        let port = free_port();
        let mut driver = Command::new("WebKitWebDriver");
        driver.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        screen.give_to(&mut driver);
        driver.env("TAURI_WEBVIEW_AUTOMATION", "true").envs(self.environment);
        let driver = Process::start(&mut driver);
        listening(port).await;
        let arguments: Vec<_> = self.arguments.iter().map(|argument| argument.to_string_lossy()).collect();
        let options = json!({ "binary": program(), "args": arguments });
        let wanted = [("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect();
        let address = format!("http://127.0.0.1:{port}");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connected = tokio::time::timeout(PATIENCE, builder.capabilities(wanted).connect(&address)).await;
        let client = connected
            .unwrap_or_else(|_| panic!("Daybook opens no window within {PATIENCE:?}\n{}", screen.log()))
            .unwrap_or_else(|error| panic!("Daybook does not start: {error}\n{}", screen.log()));
        let window = Window { client, _driver: driver, screen, pictures: Cell::new(0) };
        window.until("the page to be ready", async || Ok(window.ready_ms().map(drop))).await;
        window
    }
}

/// Daybook's window. Dropping it ends the program and all that was started for it; [`Window::close`] does so in order.
pub struct Window {
    client: Client,
    _driver: Process,
    screen: Screen,
    pictures: Cell<u32>,
}

impl Window {
    /// A button by a part of its name.
    pub fn button(&self, name: &str) -> Target<'_> {
        self.role("button", name)
    }

    /// A link by a part of its name.
    pub fn link(&self, name: &str) -> Target<'_> {
        self.role("link", name)
    }

    /// An input of any kind by a part of its label.
    pub fn field(&self, label: &str) -> Target<'_> {
        self.role("field", label)
    }

    /// A heading by a part of its text.
    pub fn heading(&self, text: &str) -> Target<'_> {
        self.role("heading", text)
    }

    /// A row of a table that reads `text` somewhere.
    pub fn row(&self, text: &str) -> Target<'_> {
        self.role("row", text)
    }

    /// Anything by its role and a part of its accessible name; an empty name fits any.
    pub fn role(&self, role: &str, name: &str) -> Target<'_> {
        let name = (!name.is_empty()).then(|| name.to_owned());
        Target::new(self, Query { role: Some(role.to_owned()), name, ..Query::default() })
    }

    /// The innermost element that reads `text` somewhere.
    pub fn text(&self, text: &str) -> Target<'_> {
        Target::new(self, Query { text: Some(text.to_owned()), ..Query::default() })
    }

    /// An element by its `data-testid`.
    pub fn test_id(&self, id: &str) -> Target<'_> {
        Target::new(self, Query { test_id: Some(id.to_owned()), ..Query::default() })
    }

    /// An element by a selector, where nothing that a person sees tells it apart.
    pub fn css(&self, selector: &str) -> Target<'_> {
        Target::new(self, Query { css: Some(selector.to_owned()), ..Query::default() })
    }

    /// Waits until `text` can be read anywhere in the window.
    pub async fn sees(&self, text: &str) {
        self.until(&format!("to see `{text}`"), async || Ok(self.reads().await?.contains(text).then_some(()))).await;
    }

    /// Waits until `text` can be read nowhere in the window.
    pub async fn sees_no_more(&self, text: &str) {
        self.until(&format!("to see `{text}` no more"), async || {
            Ok((!self.reads().await?.contains(text)).then_some(()))
        })
        .await;
    }

    /// Presses keys together, as `Tab`, `Enter`, `Control+k` or `Control+Shift+Down`, where the focus is.
    pub async fn press(&self, chord: &str) {
        let keys: Vec<char> = chord.split('+').map(key).collect();
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        let actions = down.chain(up).fold(KeyActions::new("keyboard".to_owned()), InputSource::then);
        self.client.perform_actions(actions).await.unwrap_or_else(|error| panic!("cannot press {chord}: {error}"));
    }

    /// Types `text` where the focus is.
    pub async fn type_text(&self, text: &str) {
        let strokes = text.chars().flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        let actions = strokes.fold(KeyActions::new("keyboard".to_owned()), InputSource::then);
        self.client.perform_actions(actions).await.unwrap_or_else(|error| panic!("cannot type `{text}`: {error}"));
    }

    /// The role and name of what has the focus, for journeys by keyboard.
    pub async fn focused(&self) -> String {
        let script = "const e = document.activeElement; return e === document.body ? '' : \
                      (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.innerText ?? '').trim()";
        self.run(script, &[]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Runs `script` in the page with `arguments`; gives what it returns. For looking, not for acting.
    pub async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let answer = self.client.execute(script, arguments.to_vec()).await;
        answer.unwrap_or_else(|error| panic!("the page refuses a script: {error}"))
    }

    /// What axe finds wrong with the page as it is now: a line per rule and element; empty when all can use it.
    pub async fn hindrances(&self) -> Vec<String> {
        let axe = fs::read_to_string(project().join("ui/node_modules/axe-core/axe.min.js"));
        self.run(&axe.expect("axe-core is among the page's packages"), &[]).await;
        let ask = "const [done] = arguments; axe.run().then(({ violations }) => done(violations.flatMap((one) => \
                   one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary}`))), \
                   (error) => done([String(error)]))";
        let found = self.client.execute_async(ask, Vec::new()).await.expect("axe can look at the page");
        serde_json::from_value(found).expect("axe gives a list of sentences")
    }

    /// Gives the window another size, as a person does by dragging its corner.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("the window can be resized");
        let painted = "const [width, done] = arguments; const look = () => innerWidth === width \
                       ? requestAnimationFrame(() => requestAnimationFrame(() => done(null))) : setTimeout(look, 10); look()";
        self.client.execute_async(painted, vec![width.into()]).await.expect("the page is drawn at the new size");
    }

    /// Takes a picture of the window; it goes to `out/pictures/<name>.png`.
    pub async fn picture(&self, name: &str) -> PathBuf {
        let folder = out().join("pictures");
        fs::create_dir_all(&folder).expect("a folder for pictures");
        let file = folder.join(format!("{name}.png"));
        let painted = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done(null)))";
        // A page that hangs is pictured as it is.
        self.client.execute_async(painted, Vec::new()).await.ok();
        let image = self.client.screenshot().await.expect("a picture of the window");
        fs::write(&file, image).expect("room for a picture");
        file
    }

    /// A file or folder in the program's private home: `data` holds what the platform's data folder would.
    pub fn home(&self, name: &str) -> PathBuf {
        self.screen.folder(name)
    }

    /// The milliseconds from the program's start until its page was usable, once it is.
    pub fn ready_ms(&self) -> Option<f64> {
        let log = self.log();
        let line = log.lines().find(|line| line.contains("ready_ms"))?;
        serde_json::from_str::<Value>(line).ok()?.get("ready_ms")?.as_f64()
    }

    /// What the program and the driver wrote to stdout and stderr.
    pub fn log(&self) -> String {
        self.screen.log()
    }

    /// Closes the window and waits until the program has ended.
    pub async fn close(self) {
        self.client.clone().close().await.expect("the window closes");
    }

    /// Looks again and again until `look` finds something; gives up with a picture and the reason of the last look.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFn() -> Result<Option<T>, Problem>) -> T {
        let deadline = Instant::now() + PATIENCE;
        let mut looks = tokio::time::interval(LOOK_EVERY);
        loop {
            looks.tick().await;
            let seen = look().await;
            match seen {
                Ok(Some(found)) => return found,
                Ok(None) if Instant::now() >= deadline => self.give_up(what, "it is not there").await,
                Err(problem) if Instant::now() >= deadline => self.give_up(what, &problem.0).await,
                _ => {}
            }
        }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn reads(&self) -> Result<String, Problem> {
        let text = self.client.execute("return document.body.innerText", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    async fn give_up(&self, what: &str, why: &str) -> ! {
        self.pictures.set(self.pictures.get() + 1);
        let name = format!("failed-{}-{}", self._driver.id(), self.pictures.get());
        let picture = self.picture(&name).await;
        let page = self.reads().await.unwrap_or_else(|problem| problem.0);
        panic!(
            "waited {PATIENCE:?} for {what}: {why}\n  picture: {}\n--- page\n{page}\n--- log\n{}",
            picture.display(),
            self.log()
        );
    }
}

/// The folder for what a run leaves behind: `DAYBOOK_OUT`, else `out` in the project.
pub fn out() -> PathBuf {
    env::var_os("DAYBOOK_OUT").map_or_else(|| project().join("out"), PathBuf::from)
}

/// The program under test: `DAYBOOK_PROGRAM`, else the debug build.
fn program() -> PathBuf {
    let program = env::var_os("DAYBOOK_PROGRAM").map_or_else(|| project().join("target/debug/daybook"), PathBuf::from);
    assert!(program.is_file(), "{} is not built; `cargo xtask test` builds it", program.display());
    program
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are inside the project")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("the port's number").port()
}

async fn listening(port: u16) {
    let deadline = Instant::now() + PATIENCE;
    let mut looks = tokio::time::interval(LOOK_EVERY);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(Instant::now() < deadline, "WebKitWebDriver does not listen");
        looks.tick().await;
    }
}

/// The code point by which WebDriver knows a key.
fn key(name: &str) -> char {
    let special = match name {
        "Control" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Meta" => Key::Meta,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Space" => return ' ',
        _ => {
            let mut letters = name.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => letter,
                _ => panic!("no key is called `{name}`"),
            };
        }
    };
    special.into()
}
