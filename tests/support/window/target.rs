//! Something on the page that a journey acts on: looked for anew at each act, until it is there or time is up.

use fantoccini::{
    elements::{Element, ElementRef},
    error::{CmdError, ErrorStatus},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::Window;

/// The key by which WebDriver names an element in JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// A character and the key that takes it back.
const TYPED_AND_TAKEN_BACK: &str = "x\u{E003}";
const FIND: &str = include_str!("find.js");

/// What is looked for, in the words of the person in front of the screen.
#[derive(Debug, Clone, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Query {
    pub(super) role: Option<String>,
    pub(super) name: Option<String>,
    /// The whole name, letter by letter; else a part of it in any case.
    pub(super) exact: bool,
    pub(super) text: Option<String>,
    pub(super) test_id: Option<String>,
    pub(super) css: Option<String>,
}

impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |f: &mut std::fmt::Formatter<'_>, what: &str, value: &Option<String>| match value {
            Some(value) => write!(f, " {what} `{value}`"),
            None => Ok(()),
        };
        f.write_str(self.role.as_deref().unwrap_or("element"))?;
        part(f, "named", &self.name)?;
        part(f, "with the text", &self.text)?;
        part(f, "with the test id", &self.test_id)?;
        part(f, "matching", &self.css)
    }
}

/// One thing on the page. Acts wait until exactly one visible thing fits, and retry while the page is being redrawn.
#[derive(Clone)]
pub struct Target<'w> {
    window: &'w Window,
    /// From the outermost scope to the thing itself.
    path: Vec<(Query, Option<usize>)>,
}

impl<'w> Target<'w> {
    pub(super) fn new(window: &'w Window, query: Query) -> Self {
        Self { window, path: vec![(query, None)] }
    }

    /// The same, but only inside `outer`: `w.button("Undo").inside(&w.row("Ana"))`.
    pub fn inside(mut self, outer: &Self) -> Self {
        self.path.splice(0..0, outer.path.iter().cloned());
        self
    }

    /// The whole name must fit, letter by letter.
    pub fn exactly(mut self) -> Self {
        self.last().0.exact = true;
        self
    }

    /// Of several that fit, the one at `index`, counted from 0.
    pub fn nth(mut self, index: usize) -> Self {
        self.last().1 = Some(index);
        self
    }

    /// Clicks it with the mouse.
    pub async fn click(&self) {
        self.act("click", async |element| element.click().await).await;
    }

    /// Types `text` at the end of what it holds.
    pub async fn type_text(&self, text: &str) {
        self.act("type into", async |element| element.send_keys(text).await).await;
    }

    /// Replaces what it holds by `text`, as by selecting all and typing.
    pub async fn fill(&self, text: &str) {
        self.act("fill", async |element| {
            element.clear().await?;
            // Emptying alone is not heard by the page as typing is.
            element.send_keys(if text.is_empty() { TYPED_AND_TAKEN_BACK } else { text }).await
        })
        .await;
    }

    /// Chooses the option that reads `label` in a native list.
    pub async fn choose(&self, label: &str) {
        self.window.role("option", label).exactly().inside(self).click().await;
    }

    /// Puts the keyboard's focus on it.
    pub async fn focus(&self) {
        self.act("focus", async |element| {
            let client = element.clone().client();
            client.execute("arguments[0].focus()", vec![serde_json::to_value(&element)?]).await.map(drop)
        })
        .await;
    }

    /// What it reads on the screen.
    pub async fn text(&self) -> String {
        self.act("read", async |element| element.text().await).await
    }

    /// What is typed into it.
    pub async fn value(&self) -> String {
        self.act("read the value of", async |element| element.prop("value").await).await.unwrap_or_default()
    }

    /// An attribute of it, such as `aria-pressed`.
    pub async fn attribute(&self, name: &str) -> Option<String> {
        self.act("read an attribute of", async |element| element.attr(name).await).await
    }

    /// Whether it can be used now.
    pub async fn is_enabled(&self) -> bool {
        self.act("look at", async |element| element.is_enabled().await).await
    }

    /// Waits until it is there.
    pub async fn shown(&self) -> &Self {
        self.act("see", async |_| Ok(())).await;
        self
    }

    /// Waits until nothing on the page fits.
    pub async fn gone(&self) {
        let what = format!("no {self}");
        self.window.until(&what, async || Ok((self.count().await == 0).then_some(()))).await;
    }

    /// Waits until it reads `text` somewhere in it.
    pub async fn reads(&self, text: &str) {
        let what = format!("{self} to read `{text}`");
        self.window
            .until(&what, async || {
                let Some(element) = self.find_one().await? else { return Ok(None) };
                let read = element.text().await?;
                if read.contains(text) { Ok(Some(())) } else { Err(format!("it reads `{read}`").into()) }
            })
            .await;
    }

    /// How many fit now, without waiting.
    pub async fn count(&self) -> usize {
        self.find_all().await.map_or(0, |found| found.len())
    }

    fn last(&mut self) -> &mut (Query, Option<usize>) {
        self.path.last_mut().expect("a target looks for something")
    }

    async fn act<T>(&self, verb: &str, act: impl AsyncFn(Element) -> Result<T, CmdError>) -> T {
        let what = format!("to {verb} {self}");
        self.window
            .until(&what, async || {
                let Some(element) = self.find_one().await? else { return Ok(None) };
                match act(element).await {
                    Ok(done) => Ok(Some(done)),
                    Err(error) if passes(&error) => Err(error.into()),
                    Err(error) => panic!("{what} failed: {error}"),
                }
            })
            .await
    }

    async fn find_one(&self) -> Result<Option<Element>, Problem> {
        let mut found = self.find_all().await?;
        match found.len() {
            0 => Ok(None),
            1 => Ok(found.pop()),
            many => Err(format!("{many} fit; name it more closely or say which by `nth`").into()),
        }
    }

    async fn find_all(&self) -> Result<Vec<Element>, Problem> {
        let client = self.window.client();
        let mut scopes = vec![Value::Null];
        for (query, nth) in &self.path {
            let mut inner = Vec::new();
            for scope in scopes {
                let found = client.execute(FIND, vec![json!(query), scope]).await?;
                inner.extend(found.as_array().into_iter().flatten().cloned());
            }
            scopes = match nth {
                Some(nth) => inner.into_iter().skip(*nth).take(1).collect(),
                None => inner,
            };
        }
        let ids = scopes.iter().filter_map(|element| element.get(ELEMENT)?.as_str());
        Ok(ids.map(|id| Element::from_element_id(client.clone(), ElementRef::from(id.to_owned()))).collect())
    }
}

impl std::fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (query, nth)) in self.path.iter().rev().enumerate() {
            f.write_str(if at == 0 { "" } else { " in " })?;
            write!(f, "{query}")?;
            if let Some(nth) = nth {
                write!(f, " (number {nth})")?;
            }
        }
        Ok(())
    }
}

/// Why a look did not succeed yet; kept for the message when time is up.
#[derive(Debug)]
pub struct Problem(pub String);

impl From<String> for Problem {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<CmdError> for Problem {
    fn from(error: CmdError) -> Self {
        Self(error.to_string())
    }
}

/// Whether the failure comes from the page being redrawn or covered just now, so that another try is right. In none
/// of these cases has anything been clicked or typed.
fn passes(error: &CmdError) -> bool {
    matches!(
        error,
        CmdError::Standard(failure) if matches!(
            failure.error,
            ErrorStatus::StaleElementReference
                | ErrorStatus::NoSuchElement
                | ErrorStatus::ElementClickIntercepted
                | ErrorStatus::ElementNotInteractable
                | ErrorStatus::InvalidElementState
        )
    )
}
